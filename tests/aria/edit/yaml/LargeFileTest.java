package aria.edit.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aria.edit.Edit;
import aria.edit.SourceText;
import aria.edit.undo.UndoRecord;
import aria.finding.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A large file is read by two threads and edited with others; nothing else is different about it. */
class LargeFileTest {
    private static final int SERVICES = 6000;

    private static String services(int count) {
        StringBuilder text = new StringBuilder("services:\n");
        for (int i = 0; i < count; i++) {
            text.append("  s")
                    .append(i)
                    .append(":\n    image: nginx # ")
                    .append(i)
                    .append("\n    environment:\n      - A=1\n");
        }
        return text.toString();
    }

    private static SourceText source(String text) {
        return SourceText.of("compose.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static RefusedException refused(String text) {
        return catchThrowableOfType(RefusedException.class, () -> YamlDocument.parse(source(text)));
    }

    private static List<YamlChange> changes(int count) {
        List<YamlChange> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            changes.add(new AddItem(
                    List.of("services", "s" + i, "volumes"), YamlValue.scalar("v" + i + ":/etc/certs:ro"), "test"));
            changes.add(new PutEntry(List.of("volumes"), "v" + i, YamlValue.none(), "test"));
        }
        return changes;
    }

    @Test
    void what_is_wrong_at_its_end_is_found_at_its_place() {
        RefusedException small = refused(services(3) + "  bad: \"\n");
        RefusedException large = refused(services(SERVICES) + "  bad: \"\n");
        assertThat(large.finding().message()).isEqualTo(small.finding().message());
        assertThat(large.finding().place().orElseThrow().line()
                        - small.finding().place().orElseThrow().line())
                .isEqualTo((SERVICES - 3) * 4);
    }

    @Test
    void what_is_wrong_first_is_said_though_more_is_wrong_behind() {
        RefusedException twice = refused(
                "services:\n  a: {}\n  a: {}\n" + services(SERVICES).replace("services:\n", "") + "  bad: \"\n");
        assertThat(twice.finding().id()).isEqualTo("yaml-invalid");
        RefusedException key = refused("a: {b: 1, b: 2}\n" + services(SERVICES) + "  bad: \"\n");
        assertThat(key.finding().id()).isEqualTo("duplicate-key");
        assertThat(key.finding().place().orElseThrow().line()).isEqualTo(1);
    }

    @Test
    void no_reader_is_left_behind() throws InterruptedException {
        refused("a: {b: 1, b: 2}\n" + services(SERVICES));
        for (int i = 0; i < 500 && readers() > 0; i++) {
            Thread.sleep(10);
        }
        assertThat(readers()).isZero();
    }

    private static long readers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("yaml-events"))
                .count();
    }

    @Test
    void it_is_edited_proven_and_taken_back_as_a_small_one() {
        SourceText before = source(services(SERVICES));
        Edit edit = YamlEditor.apply(before, changes(SERVICES));
        assertThat(edit.pureInsertion()).isTrue();
        assertThat(edit.after().text())
                .startsWith(YamlEditor.apply(source(services(2)), changes(2))
                        .after()
                        .text()
                        .split("volumes:\n  v0")[0]
                        .stripTrailing());
        assertThat(YamlEditor.apply(edit.after(), changes(SERVICES)).isEmpty()).isTrue();
        UndoRecord undo =
                UndoRecord.fromJson(UndoRecord.of(edit, changes(SERVICES)).toJson());
        assertThat(undo.undo(edit.after()).text()).isEqualTo(before.text());
        SourceText users = source(edit.after().text().replace("# 17\n", "# seventeen\n"));
        assertThat(undo.undo(users).text()).isEqualTo(before.text().replace("# 17\n", "# seventeen\n"));
    }
}
