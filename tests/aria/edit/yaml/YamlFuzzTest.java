package aria.edit.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.Edit;
import aria.edit.Position;
import aria.edit.SourceText;
import aria.edit.undo.UndoRecord;
import aria.finding.RefusedException;
import aria.testing.Fuzz;
import aria.testing.FuzzInput;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Any bytes as a YAML file, and any changes of it: all proofs, undo to the byte and a second reader's consent, or a refusal. */
class YamlFuzzTest {
    private static final String WHY = "fuzz";
    private static final List<String> WEB = List.of("services", "web");
    private static final Set<String> REASONS = Set.of(
            "yaml-invalid",
            "duplicate-key",
            "merge-of-list",
            "shared-anchor",
            "override-tag",
            "wrong-type",
            "limit",
            "unproven",
            "template");
    /** What the letters of an input's first line stand for. */
    private static final Map<Character, YamlChange> CHANGES = Map.ofEntries(
            Map.entry('a', new AddItem(in("volumes"), YamlValue.scalar("web-mtls:/etc/certs:ro"), WHY)),
            Map.entry('b', new AddItem(in("volumes"), YamlValue.map(Map.of("type", YamlValue.scalar("tmpfs"))), WHY)),
            Map.entry('c', new PutPair(in("environment"), "TLS", "on", WHY)),
            Map.entry('d', new PutPair(in("environment"), "A", "0755", WHY)),
            Map.entry('e', new RemovePair(in("environment"), "A", WHY)),
            Map.entry(
                    'f',
                    new PutNamed(
                            in("depends_on"),
                            "init",
                            "condition",
                            "service_completed_successfully",
                            "service_started",
                            WHY)),
            Map.entry(
                    'g',
                    new PutEntry(
                            WEB,
                            "healthcheck",
                            YamlValue.map(Map.of("test", YamlValue.words(List.of("CMD", "a b", "")))),
                            WHY)),
            Map.entry(
                    'h',
                    new PutEntry(
                            List.of("services"),
                            -1,
                            "init",
                            YamlValue.map(Map.of("image", YamlValue.scalar("x"))),
                            Optional.of("ours"),
                            WHY)),
            Map.entry('i', new PutEntry(List.of("volumes"), "web-mtls", YamlValue.none(), WHY)),
            Map.entry('j', new ReplaceItem(in("volumes"), YamlValue.scalar("./a:/a"), YamlValue.scalar("./b:/b"), WHY)),
            Map.entry('k', new RemoveItem(in("volumes"), YamlValue.scalar("./a:/a"), WHY)),
            Map.entry('l', new RemoveEntry(WEB, "command", WHY)),
            Map.entry('m', new ReplaceScalar(in("image"), "nginx: 1", WHY)),
            Map.entry('n', new PutEntry(in("volumes"), 1, "read_only", YamlValue.bool(true), WHY)),
            Map.entry('o', new RemoveEntry(in("volumes"), 0, "source", Optional.empty(), WHY)),
            Map.entry('p', new PutEntry(WEB, "init", YamlValue.bool(true), WHY)));

    @Fuzz
    void a_file_is_edited_with_all_proofs_or_refused(byte[] input) {
        FuzzInput given = FuzzInput.of(input);
        List<YamlChange> changes = given.kind()
                .chars()
                .mapToObj(c -> CHANGES.get((char) c))
                .filter(change -> change != null)
                .distinct()
                .filter(change ->
                        !(change instanceof RemoveItem) || given.kind().indexOf('j') < 0)
                .toList(); // an item is removed or replaced
        try {
            SourceText before = SourceText.of("fuzz.yml", given.body());
            check(before, changes, YamlEditor.apply(before, changes));
        } catch (RefusedException refused) {
            assertThat(refused.finding().id()).isIn(REASONS);
            assertThat(refused.getMessage()).doesNotContain("\n");
        }
    }

    private static void check(SourceText before, List<YamlChange> changes, Edit edit) {
        assertThat(before.bytes())
                .as("what is read is written")
                .isEqualTo(SourceText.of("fuzz.yml", before.bytes()).bytes());
        assertThat(edit.pureInsertion())
                .isEqualTo(edit.splices().stream()
                        .allMatch(splice -> splice.removed().isEmpty()));
        assertThat(YamlEditor.apply(edit.after(), changes).isEmpty())
                .as("a second run")
                .isTrue();
        UndoRecord undo = UndoRecord.of(edit, changes);
        assertThat(UndoRecord.fromJson(undo.toJson())).isEqualTo(undo);
        assertThat(undo.undo(edit.after()).text()).as("undo").isEqualTo(before.text());
        SecondReader.requireNothingElse(before.text(), edit.after().text(), changes);
        requireUndoOfWhatTheUserEdited(before, edit, undo);
    }

    /** A comment below the file is the user's least edit: undo then gives the values of before, or says what is in the way. */
    private static void requireUndoOfWhatTheUserEdited(SourceText before, Edit edit, UndoRecord undo) {
        SourceText edited = edit.after().withText(edit.after().text() + "\n# mine\n");
        try {
            if (edit.isEmpty()
                    || !YamlDocument.parse(edited)
                            .documents()
                            .equals(YamlDocument.parse(edit.after()).documents())) {
                return;
            }
            SourceText undone = undo.undo(edited);
            assertThat(inAnyOrder(undone)).as("undo below a comment").isEqualTo(inAnyOrder(before));
            assertThat(undone.text()).endsWith("# mine\n");
        } catch (RefusedException refused) {
            assertThat(refused.finding().id()).isIn("changed-since-plan", "unproven", "shared-anchor", "override-tag");
        }
    }

    /** What was taken out of a list or a mapping comes back at its end. */
    private static List<YamlValue> inAnyOrder(SourceText file) {
        return YamlDocument.parse(file).documents().stream()
                .map(YamlFuzzTest::inAnyOrder)
                .toList();
    }

    private static YamlValue inAnyOrder(YamlValue value) {
        if (value instanceof YamlMap map) {
            Map<String, YamlValue> entries = new TreeMap<>();
            map.entries().forEach((key, entry) -> entries.put(key, inAnyOrder(entry)));
            return new YamlMap(entries, false, map.tag(), Position.NONE);
        }
        return value instanceof YamlList list
                ? new YamlList(
                        list.items().stream()
                                .map(YamlFuzzTest::inAnyOrder)
                                .sorted(Comparator.comparing(YamlValue::toString))
                                .toList(),
                        false,
                        list.tag(),
                        Position.NONE)
                : value;
    }

    private static List<String> in(String key) {
        return Stream.concat(WEB.stream(), Stream.of(key)).toList();
    }
}
