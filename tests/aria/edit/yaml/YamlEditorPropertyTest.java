package aria.edit.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.Edit;
import aria.edit.SourceText;
import aria.edit.undo.UndoRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files in any style and any set of changes: the editor's own proofs, and what they don't cover. */
class YamlEditorPropertyTest {
    private static final String WHY = "property";

    static IntStream seeds() {
        return IntStream.range(0, 400);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void edits_are_proven_repeatable_and_undone_exactly(int seed) {
        Random random = new Random(seed);
        SourceText before = new Style(random).file();
        List<YamlChange> changes = changes(random);

        Edit edit = YamlEditor.apply(before, changes);

        assertThat(edit.isEmpty()).isFalse();
        assertThat(YamlEditor.apply(edit.after(), changes).isEmpty()).isTrue();
        UndoRecord undo = UndoRecord.of(edit, changes);
        assertThat(UndoRecord.fromJson(undo.toJson())).isEqualTo(undo);
        assertThat(undo.undo(edit.after()).bytes()).isEqualTo(before.bytes());
        if (before.text().contains("\r\n")) {
            assertThat(edit.after().text().replace("\r\n", "")).doesNotContain("\n");
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void undo_after_a_change_of_the_user_keeps_that_change_and_nothing_of_ours(int seed) {
        Random random = new Random(seed);
        SourceText before = new Style(random).file();
        List<YamlChange> changes = changes(random);
        Edit edit = YamlEditor.apply(before, changes);
        YamlChange users = new PutEntry(List.of("services", "web"), "restart", YamlValue.scalar("always"), "user");

        SourceText undone = UndoRecord.of(edit, changes)
                .undo(YamlEditor.apply(edit.after(), List.of(users)).after());

        assertThat(YamlDocument.parse(undone).documents())
                .isEqualTo(YamlDocument.parse(
                                YamlEditor.apply(before, List.of(users)).after())
                        .documents());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_is_removed_again_leaves_the_meaning_of_the_file(int seed) {
        Random random = new Random(seed);
        // An environment that would become empty goes as a whole, so one variable is there to stay.
        SourceText before = YamlEditor.apply(
                        new Style(random).file(),
                        List.of(new PutPair(List.of("services", "db", "environment"), "STAYS", "1", WHY)))
                .after();
        List<YamlChange> there = List.of(
                new PutPair(List.of("services", "db", "environment"), "GONE", "1", WHY),
                new PutEntry(List.of("services"), "gone", YamlValue.map(Map.of("image", YamlValue.scalar("x"))), WHY));
        List<YamlChange> gone = List.of(
                new RemovePair(List.of("services", "db", "environment"), "GONE", WHY),
                new RemoveEntry(List.of("services"), "gone", WHY));

        SourceText after =
                YamlEditor.apply(YamlEditor.apply(before, there).after(), gone).after();

        assertThat(YamlDocument.parse(after).documents())
                .isEqualTo(YamlDocument.parse(before).documents());
    }

    private static List<YamlChange> changes(Random random) {
        List<YamlChange> all = new ArrayList<>();
        for (String service : List.of("web", "db")) {
            List<String> path = List.of("services", service);
            all.add(new AddItem(with(path, "volumes"), YamlValue.scalar(service + "-mtls:/etc/certs:ro"), WHY));
            all.add(new AddItem(with(path, "volumes"), YamlValue.map(Map.of("type", YamlValue.scalar("tmpfs"))), WHY));
            all.add(new PutPair(with(path, "environment"), "TLS", "on", WHY));
            all.add(new PutPair(with(path, "environment"), "A", "0755", WHY));
            all.add(new PutNamed(
                    with(path, "depends_on"),
                    "init",
                    "condition",
                    "service_completed_successfully",
                    "service_started",
                    WHY));
        }
        all.add(new PutEntry(
                List.of("services"), "init", YamlValue.map(Map.of("image", YamlValue.scalar("busybox:1.37"))), WHY));
        all.add(new PutEntry(List.of("volumes"), "web-mtls", YamlValue.none(), WHY));
        Collections.shuffle(all, random);
        return all.subList(0, 1 + random.nextInt(all.size()));
    }

    private static List<String> with(List<String> path, String key) {
        List<String> longer = new ArrayList<>(path);
        longer.add(key);
        return longer;
    }

    /** The habits of one file. */
    private static final class Style {
        private final Random random;
        private final int step;
        private final int dash;
        private final String quote;

        Style(Random random) {
            this.random = random;
            this.step = 1 + random.nextInt(4);
            this.dash = random.nextInt(3);
            this.quote = List.of("", "'", "\"").get(random.nextInt(3));
        }

        SourceText file() {
            StringBuilder text = new StringBuilder(maybe("# \ud83d\ude00 top\n") + maybe("---\n") + "services:\n");
            service(text, "web");
            text.append(maybe("\n")).append(maybe("# a note\n"));
            service(text, "db");
            text.append(maybe("\nvolumes:\n" + " ".repeat(step) + "data:\n")).append(maybe("# the end\n"));
            String all = text.toString();
            all = random.nextInt(4) == 0 ? all.stripTrailing() : all;
            all = random.nextInt(4) == 0 ? all.replace("\n", "\r\n") : all;
            return SourceText.of("seed.yml", (maybe("\ufeff") + all).getBytes(StandardCharsets.UTF_8));
        }

        private void service(StringBuilder text, String name) {
            line(text, 1, name + ":" + maybe(" # c"));
            line(text, 2, "image: " + quote + "x:1" + quote);
            list(text, "volumes", "./a:/a", "./b:/b");
            if (random.nextBoolean()) {
                list(text, "environment", "A=1", "B=2");
            } else if (random.nextBoolean()) {
                line(text, 2, "environment:" + maybe(" {A: 1}"));
            } else {
                line(text, 2, "environment:\n" + " ".repeat(3 * step) + "A: " + quote + "v" + quote + maybe(" # c"));
            }
            list(text, "depends_on", "x", "y");
            text.append(maybe(" ".repeat(2 * step) + "# - commented\n"));
            text.append(maybe(" ".repeat(2 * step) + "command: "
                    + List.of("|", ">", "|+", "|-").get(random.nextInt(4)) + "\n" + " ".repeat(3 * step) + "run\n"
                    + maybe("\n")));
        }

        private void list(StringBuilder text, String key, String... items) {
            int form = random.nextInt(5);
            if (form == 0) {
                return;
            }
            if (form == 1) {
                line(text, 2, key + ": [" + String.join(", ", items) + "]");
                return;
            }
            line(text, 2, key + ":" + (form == 2 ? maybe(" []") : "\n" + block(items)));
        }

        private String block(String... items) {
            String indent = " ".repeat(2 * step + dash);
            return indent + "- " + quote + String.join(quote + maybe(" # c") + "\n" + indent + "- " + quote, items)
                    + quote;
        }

        private void line(StringBuilder text, int level, String content) {
            text.append(" ".repeat(level * step)).append(content).append('\n');
        }

        private String maybe(String text) {
            return random.nextBoolean() ? text : "";
        }
    }
}
