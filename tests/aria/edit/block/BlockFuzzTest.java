package aria.edit.block;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.Edit;
import aria.edit.EditedText;
import aria.edit.SourceText;
import aria.edit.block.BlockChange.Put;
import aria.edit.block.BlockChange.Remove;
import aria.edit.block.BlockChange.RemoveBlock;
import aria.edit.undo.UndoRecord;
import aria.finding.RefusedException;
import aria.testing.Fuzz;
import aria.testing.FuzzInput;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Any bytes as a configuration file of a block language, and any changes of it: all proofs and undo to the byte, or a refusal. */
class BlockFuzzTest {
    private static final String WHY = "fuzz";
    private static final Set<String> REASONS =
            Set.of("config-invalid", "wrong-type", "limit", "unproven", "duplicate-key");

    /** The first line names the language, and the changes by their letters. */
    @Fuzz
    void a_file_is_edited_with_all_proofs_or_refused(byte[] input) {
        FuzzInput given = FuzzInput.of(input);
        switch (given.kind()) {
            case "hcl" -> edit(BlockFormat.HCL, "listener \"tcp\"", given);
            case "lines" -> edit(BlockFormat.LINES, "listener", given);
            case "nats" -> edit(BlockFormat.NATS, "tls", given);
            default -> {}
        }
    }

    private static void edit(BlockFormat format, String block, FuzzInput given) {
        Map<Character, BlockChange> known = changes(format, block);
        List<BlockChange> changes = given.argument()
                .chars()
                .mapToObj(c -> known.get((char) c))
                .filter(change -> change != null)
                .distinct()
                .toList();
        try {
            SourceText before = SourceText.of("fuzz.conf", given.body());
            check(format, before, changes, BlockEditor.apply(format, before, changes));
        } catch (RefusedException refused) {
            // A file that is no UTF-8 is refused in the words of YAML, whatever it should have been.
            assertThat(refused.finding().id())
                    .isIn(REASONS.contains(refused.finding().id()) ? REASONS : Set.of("yaml-invalid"));
            assertThat(refused.getMessage()).doesNotContain("\n");
        }
    }

    /** What the letters of an input's first line stand for. */
    private static Map<Character, BlockChange> changes(BlockFormat format, String block) {
        List<BlockName> path = List.of(BlockName.parse(block));
        List<BlockName> nested = List.of(BlockName.parse("cluster"), BlockName.parse("tls"));
        return Map.of(
                'a',
                new Put(format, path, "cert_file", "\"/etc/certs/tls.crt\"", WHY),
                'b',
                new Put(format, path, "verify", "true", WHY),
                'c',
                new Put(format, nested, "timeout", "5", WHY),
                'd',
                new Put(format, List.of(), "http", "\"127.0.0.1:8222\"", WHY),
                'e',
                new Remove(format, path, "plain", WHY),
                'f',
                new Remove(format, List.of(), "port", WHY),
                'g',
                new RemoveBlock(format, path, WHY),
                'h',
                new Put(format, List.of(path.get(0).at(1)), "verify", "false", WHY));
    }

    private static void check(BlockFormat format, SourceText before, List<BlockChange> changes, Edit edit) {
        assertThat(BlockEditor.apply(format, edit.after(), changes).isEmpty())
                .as("a second run")
                .isTrue();
        assertThat(EditedText.apply(edit.after().text(), EditedText.inverse(edit.splices())))
                .as("the inverse")
                .isEqualTo(before.text());
        if (changes.isEmpty() || changes.stream().anyMatch(RemoveBlock.class::isInstance)) {
            return; // only undo removes whole blocks
        }
        UndoRecord undo = UndoRecord.of(edit, changes);
        assertThat(UndoRecord.fromJson(undo.toJson())).isEqualTo(undo);
        assertThat(undo.undo(edit.after()).text()).as("undo").isEqualTo(before.text());
    }
}
