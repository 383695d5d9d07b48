package aria.edit.block;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.Edit;
import aria.edit.SourceText;
import aria.edit.block.BlockChange.Put;
import aria.edit.block.BlockChange.Remove;
import aria.edit.undo.UndoRecord;
import aria.finding.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of block languages in any style and any set of changes: the editor's own proofs, and what they don't cover. */
class BlockEditorPropertyTest {
    private static final String WHY = "property";

    static IntStream seeds() {
        return IntStream.range(0, 400);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void edits_are_proven_repeatable_and_undone_exactly(int seed) {
        Case given = new Case(seed);
        Edit edit = BlockEditor.apply(given.format, given.before, given.changes);

        assertThat(BlockEditor.apply(given.format, edit.after(), given.changes).isEmpty())
                .isTrue();
        UndoRecord undo = UndoRecord.of(edit, given.changes);
        assertThat(UndoRecord.fromJson(undo.toJson())).isEqualTo(undo);
        assertThat(undo.undo(edit.after()).bytes()).isEqualTo(given.before.bytes());
        assertThat(edit.after().text()).contains(given.comments());
        if (given.before.text().contains("\r\n")) {
            assertThat(edit.after().text().replace("\r\n", "")).doesNotContain("\n");
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void undo_after_a_change_of_the_user_keeps_that_change_and_nothing_of_ours(int seed) {
        Case given = new Case(seed);
        Edit edit = BlockEditor.apply(given.format, given.before, given.changes);
        List<BlockChange> users =
                List.of(new Put(given.format, List.of(BlockName.parse("other")), "mine", "7", "user"));

        SourceText undone = UndoRecord.of(edit, given.changes)
                .undo(BlockEditor.apply(given.format, edit.after(), users).after());

        assertThat(said(given.format, undone))
                .isEqualTo(said(
                        given.format,
                        BlockEditor.apply(given.format, given.before, users).after()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_torn_file_is_refused_or_proven_but_never_breaks_the_editor(int seed) {
        Case given = new Case(seed);
        String text = given.before.text();
        SourceText torn = given.before.withText(text.substring(0, new Random(seed).nextInt(text.length())));
        try {
            BlockEditor.apply(given.format, torn, given.changes);
        } catch (RefusedException refused) {
            assertThat(refused.finding().id()).isIn("config-invalid", "wrong-type", "unproven");
        }
    }

    /** What the file says, in any order, because what is put back stands at the end. */
    private static List<String> said(BlockFormat format, SourceText source) {
        return lines(format.parse(source).model(), "");
    }

    private static List<String> lines(BlockModel block, String path) {
        List<String> lines = new ArrayList<>();
        for (BlockEntry entry : block.entries()) {
            if (entry instanceof BlockModel child) {
                lines.add(path + child.names());
                lines.addAll(lines(child, path + child.names() + "/"));
            } else {
                lines.add(path + entry);
            }
        }
        lines.sort(null);
        return lines;
    }

    /** A file with the habits of one writer, and what is wanted of it. */
    private static final class Case {
        final Random random;
        final BlockFormat format;
        final SourceText before;
        final List<BlockChange> changes = new ArrayList<>();

        Case(int seed) {
            random = new Random(seed);
            format = seed % 2 == 0 ? BlockFormat.HCL : BlockFormat.NATS;
            before = file();
            List<BlockName> tls = List.of(BlockName.parse(format == BlockFormat.HCL ? "listener \"tcp\"" : "tls"));
            List<BlockName> nested = List.of(BlockName.parse("cluster"), BlockName.parse("tls"));
            List<BlockChange> all = new ArrayList<>(List.of(
                    new Remove(format, tls, "plain", WHY),
                    new Put(format, tls, "cert_file", "\"/etc/certs/tls.crt\"", WHY),
                    new Put(format, tls, "verify", "true", WHY),
                    new Put(format, nested, "timeout", "5", WHY),
                    new Put(format, nested, "ca_file", "\"/c\"", WHY),
                    new Put(format, List.of(), "http", "\"127.0.0.1:8222\"", WHY),
                    new Remove(format, List.of(), "port", WHY)));
            Collections.shuffle(all, random);
            changes.addAll(all.subList(0, 1 + random.nextInt(all.size())));
        }

        private SourceText file() {
            StringBuilder text = new StringBuilder(maybe("# first\n"));
            setting(text, "", "port", "4222", "\n");
            setting(text, "", "http", "8222", "\n");
            text.append(maybe("\n")).append("# between\n");
            block(text, format == BlockFormat.HCL ? "listener \"tcp\"" : "tls");
            text.append(maybe("\n"));
            block(text, "other");
            text.append(maybe("\n# last\n"));
            String all = text.toString();
            all = random.nextInt(4) == 0 ? all.stripTrailing() : all;
            all = random.nextInt(4) == 0 ? all.replace("\n", "\r\n") : all;
            return SourceText.of("seed.conf", all.getBytes(StandardCharsets.UTF_8));
        }

        private void block(StringBuilder text, String name) {
            if (random.nextInt(5) == 0) {
                return;
            }
            String opening = name + (format == BlockFormat.NATS ? one(" {", ": {", " = {") : " {");
            int form = random.nextInt(4);
            if (form == 0) {
                text.append(opening).append(one("", " ")).append("}\n");
                return;
            }
            boolean inline = form == 1;
            String end = inline ? "" : "\n";
            String indent = inline ? " " : one("  ", "    ", "\t");
            text.append(opening).append(inline ? "" : maybe(" # opened") + "\n");
            setting(text, indent, "plain", "1", inline ? "," : end);
            text.append(inline ? "" : maybe(indent + "# a note\n"));
            setting(text, indent, "verify", one("false", "true"), end);
            text.append(inline ? " }" : indent + "// ends\n}").append('\n');
        }

        private void setting(StringBuilder text, String indent, String key, String value, String end) {
            String mark = format == BlockFormat.HCL ? one(" = ", "=", "   = ") : one(": ", " ", " = ", ":   ");
            text.append(indent)
                    .append(key)
                    .append(mark)
                    .append(value)
                    .append(end.equals("\n") ? maybe(" # " + key) : "")
                    .append(end);
        }

        /** A comment that no change is about. */
        String comments() {
            return "# between";
        }

        private String maybe(String text) {
            return random.nextBoolean() ? text : "";
        }

        private String one(String... texts) {
            return texts[random.nextInt(texts.length)];
        }
    }
}
