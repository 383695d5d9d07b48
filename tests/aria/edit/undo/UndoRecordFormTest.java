package aria.edit.undo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.edit.Edit;
import aria.edit.SourceText;
import aria.edit.yaml.AddItem;
import aria.edit.yaml.PutEntry;
import aria.edit.yaml.PutNamed;
import aria.edit.yaml.YamlChange;
import aria.edit.yaml.YamlEditor;
import aria.edit.yaml.YamlValue;
import aria.finding.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What undo records look like on disk, those of earlier versions included. */
class UndoRecordFormTest {
    private static final SourceText BEFORE = source("services:\n  web:\n    image: nginx # mine\n");
    private static final Edit EDIT = YamlEditor.apply(
            BEFORE,
            List.of(new PutEntry(
                    List.of("services"),
                    "db",
                    YamlValue.map(Map.of("image", YamlValue.scalar("postgres:17"))),
                    "test")));

    private static SourceText source(String text) {
        return SourceText.of("compose.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static UndoRecord record() {
        return UndoRecord.of(
                EDIT,
                List.of(new PutEntry(
                        List.of("services"),
                        "db",
                        YamlValue.map(Map.of("image", YamlValue.scalar("postgres:17"))),
                        "test")));
    }

    private static String schemaOne(String image) {
        return """
                {"schema": "aria.undo/1", "before": "%s", "after": "%s",
                 "inverse": [{"offset": %d, "removed": "\\n  db:\\n    image: %s", "inserted": ""}],
                 "steps": [{"change": "remove-entry", "path": ["services"], "key": "db", "ours": {"map": {"image": "%s"}}}]}
                """.formatted(
                        BEFORE.sha256(), EDIT.after().sha256(), BEFORE.text().length() - 1, image, image);
    }

    @Test
    void a_record_that_was_read_back_is_the_same() {
        assertThat(UndoRecord.fromJson(record().toJson())).isEqualTo(record());
    }

    @Test
    void a_record_of_schema_one_leads_back_exactly() {
        assertThat(UndoRecord.fromJson(schemaOne("postgres:17"))
                        .undo(EDIT.after())
                        .text())
                .isEqualTo(BEFORE.text());
    }

    @Test
    void a_record_of_schema_one_takes_out_of_an_edited_file_what_it_added() {
        SourceText edited = source(EDIT.after().text() + "# by hand\n");
        assertThat(UndoRecord.fromJson(schemaOne("postgres:17")).undo(edited).text())
                .isEqualTo(BEFORE.text() + "# by hand\n");
    }

    @Test
    void
            what_was_changed_by_hand_in_an_addition_goes_with_it_and_is_refused_by_records_that_do_not_hold_the_addition() {
        SourceText edited = source(EDIT.after().text().replace("postgres:17", "postgres:18"));
        assertThat(record().undo(edited)).isEqualTo(BEFORE);
        assertThatThrownBy(() -> UndoRecord.fromJson(schemaOne("postgres:17")).undo(edited))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("has changed since");
    }

    @Test
    void cuts_that_are_not_in_the_file_are_refused() {
        for (UndoRecord.Cut cut : List.of(
                new UndoRecord.Cut(-1, 2, ""),
                new UndoRecord.Cut(3, 100_000, ""),
                new UndoRecord.Cut(Integer.MAX_VALUE, Integer.MAX_VALUE, ""),
                new UndoRecord.Cut(5, -2, ""))) {
            UndoRecord damaged = new UndoRecord(
                    record().beforeSha256(), record().afterSha256(), record().text(), List.of(cut), record().plan());
            assertThatThrownBy(() -> damaged.undo(EDIT.after()))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("does not restore");
        }
    }

    @Test
    void what_had_a_tag_gets_it_back() {
        SourceText before = source("services:\n  web:\n    depends_on: !override\n      - db\n");
        List<YamlChange> changes = List.of(new PutNamed(
                List.of("services", "web", "depends_on"),
                "init",
                "condition",
                "service_healthy",
                "service_started",
                "test"));
        Edit edit = YamlEditor.apply(before, changes);
        UndoRecord read = UndoRecord.fromJson(UndoRecord.of(edit, changes).toJson());

        assertThat(read).isEqualTo(UndoRecord.of(edit, changes));
        assertThat(read.undo(edit.after()).text()).isEqualTo(before.text());
        assertThat(read.undo(source(edit.after().text() + "# by hand\n")).text())
                .isEqualTo(before.text() + "# by hand\n");
    }

    @Test
    void what_was_made_around_an_addition_goes_with_it_and_stays_with_what_the_user_put_in() {
        SourceText before = source("volumes: {}\n");
        List<YamlChange> changes =
                List.of(new AddItem(List.of("services", "web", "volumes"), YamlValue.scalar("a:/a"), "test"));
        Edit edit = YamlEditor.apply(before, changes);
        UndoRecord undo = UndoRecord.fromJson(UndoRecord.of(edit, changes).toJson());

        assertThat(undo.undo(source(edit.after().text() + "# by hand\n")).text())
                .isEqualTo(before.text() + "# by hand\n");
        assertThat(undo.undo(source(edit.after().text() + "    image: x\n")).text())
                .isEqualTo("volumes: {}\nservices:\n  web:\n    image: x\n");
    }
}
