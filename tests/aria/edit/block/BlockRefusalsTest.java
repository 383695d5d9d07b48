package aria.edit.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import aria.edit.Edit;
import aria.edit.SourceText;
import aria.edit.block.BlockChange.Put;
import aria.edit.block.BlockChange.Remove;
import aria.edit.undo.UndoRecord;
import aria.finding.RefusedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not edited in a block language's file, with the place; and what undo does when the user edited since. */
class BlockRefusalsTest {
    private static final String WHY = "test";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HCL  | {\"listener\": {}}                     | 1:1  | config-invalid | JSON",
                "HCL  | a = 1\\nb = 2 + 3                      | 2:7  | config-invalid | unexpected '+'",
                "HCL  | a = max(1, 2)                          | 1:8  | config-invalid | expression",
                "HCL  | a = \"open                             | 1:5  | config-invalid | not closed",
                "HCL  | a = <<END\\nx\\n                       | 1:5  | config-invalid | END",
                "HCL  | listener \"tcp\" {\\n  a = 1           | 1:16 | config-invalid | not closed",
                "HCL  | a = 1\\n}                              | 2:1  | config-invalid | no opening brace",
                "NATS | \uFEFFport: 4222                         | 1:1  | config-invalid | byte order mark",
                "HCL  | /* a                                   | 1:1  | config-invalid | comment",
                "HCL  | listener \"tcp\" {\\n  a = 1\\n  A = 2\\n} | 3:3 | duplicate-key | set twice",
                "HCL  | listener = \"tcp\"                      | 1:1  | wrong-type     | Write it as a block",
                "NATS | {\"port\": 4222}                       | 1:1  | config-invalid | JSON",
                "NATS | tls{ a: 1 }                            | 1:4  | config-invalid | space is needed",
                "NATS | a: 1 b: 2                              | 1:6  | config-invalid | line break",
                "NATS | a: [1 2]                               | 1:7  | config-invalid | comma",
                "NATS | tls { a: 1 }\\ntls { b: 2 }            | 2:1  | duplicate-key  | occurs twice",
                "NATS | tls: $TLS                              | 1:1  | wrong-type     | Write it as a block",
                "NATS | a: \"open                              | 1:4  | config-invalid | not closed"
            })
    void a_file_is_refused_where_it_is_wrong(
            BlockFormat format, String text, String place, String reason, String words) {
        SourceText source = source(text.strip().replace("\\n", "\n"));
        List<BlockName> path = List.of(BlockName.parse(format == BlockFormat.HCL ? "listener \"tcp\"" : "tls"));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> BlockEditor.apply(format, source, List.of(new Put(format, path, "a", "7", WHY))))
                .satisfies(refused -> {
                    assertThat(refused.getMessage())
                            .startsWith("server.conf:" + place + ": ")
                            .contains(words);
                    assertThat(refused.finding().id()).isEqualTo(reason);
                });
    }

    @Test
    void hostile_depth_is_refused_before_the_stack_is() {
        for (BlockFormat format : List.of(BlockFormat.HCL, BlockFormat.NATS)) {
            for (String opening : List.of("a {\n", "a = [", "a = { b = ")) {
                assertThatExceptionOfType(RefusedException.class)
                        .isThrownBy(() -> format.parse(source(opening.repeat(100_000))))
                        .satisfies(refused -> assertThat(refused.finding().id()).isIn("limit", "config-invalid"));
            }
        }
    }

    @Test
    void a_literal_that_is_more_than_one_value_is_refused() {
        for (String literal : List.of("1\nb = 2", "", "\"a\" }")) {
            assertThatExceptionOfType(RefusedException.class)
                    .as(literal)
                    .isThrownBy(() -> BlockEditor.apply(
                            BlockFormat.HCL,
                            source("x = 1\n"),
                            List.of(new Put(BlockFormat.HCL, List.of(), "a", literal, WHY))));
        }
    }

    @Test
    void undo_refuses_to_take_back_a_value_that_was_changed_since() {
        List<BlockName> tls = List.of(BlockName.parse("tls"));
        List<BlockChange> changes = List.of(new Put(BlockFormat.NATS, tls, "verify", "true", WHY));
        Edit edit = BlockEditor.apply(BlockFormat.NATS, source("port: 4222\n"), changes);
        SourceText changed = edit.after().withText(edit.after().text().replace("true", "false"));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> UndoRecord.of(edit, changes).undo(changed))
                .satisfies(
                        refused -> assertThat(refused.getMessage())
                                .isEqualTo(
                                        "server.conf:4:3: 'verify' has changed since it was written. Remove it and undo again"));
        SourceText removed = changed.withText(changed.text().replaceFirst("(?m)^ *verify.*\\R", ""));
        assertThat(UndoRecord.of(edit, changes).undo(removed).text()).isEqualTo("port: 4222\n");

        Edit replaced = BlockEditor.apply(
                BlockFormat.NATS,
                source("port: 4222\n"),
                List.of(new Put(BlockFormat.NATS, List.of(), "port", "4223", WHY)));
        SourceText other = replaced.after().withText("port: 1\n");
        UndoRecord record = UndoRecord.of(replaced, List.of(new Put(BlockFormat.NATS, List.of(), "port", "4223", WHY)));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> record.undo(other))
                .withMessageContaining("Write there what it was before, 4222, and undo again");
        assertThat(record.undo(other.withText("port: 4222\n")).text()).isEqualTo("port: 4222\n");
    }

    @Test
    void undo_keeps_what_the_user_added_to_a_block_of_ours_and_what_moved() {
        List<BlockName> tls = List.of(BlockName.parse("tls"));
        List<BlockChange> changes = List.of(
                new Put(BlockFormat.NATS, tls, "verify", "true", WHY),
                new Remove(BlockFormat.NATS, List.of(), "debug", WHY));
        Edit edit = BlockEditor.apply(BlockFormat.NATS, source("debug: on\nport: 4222\n"), changes);
        SourceText changed =
                edit.after().withText("# mine\n" + edit.after().text().replace("true\n", "on\n  timeout: 5\n"));
        assertThat(UndoRecord.of(edit, changes).undo(changed).text())
                .isEqualTo("# mine\nport: 4222\ndebug: on\n\ntls {\n  timeout: 5\n}\n");
    }

    @Test
    void a_record_written_before_there_were_formats_is_of_a_yaml_file() {
        String json = "{\"schema\":\"aria.undo/1\",\"before\":\"00\",\"after\":\"11\",\"inverse\":[],\"steps\":"
                + "[{\"change\":\"remove-entry\",\"path\":[\"services\"],\"key\":\"web\"}]}";
        SourceText yaml = source("services:\n  web: {}\n  db: {}\n");
        assertThat(UndoRecord.fromJson(json).undo(yaml).text()).isEqualTo("services:\n  db: {}\n");
    }

    private static SourceText source(String text) {
        return SourceText.of("server.conf", new byte[0]).withText(text);
    }

    @Test
    void a_value_may_be_as_long_as_the_file() {
        SourceText before =
                SourceText.of("x.conf", new byte[0]).withText("token: " + "a\\\\".repeat(100_000) + "\nport: 1\n");
        assertThat(BlockEditor.apply(
                                BlockFormat.NATS,
                                before,
                                List.of(new Put(BlockFormat.NATS, List.of(), "port", "2", WHY)))
                        .after()
                        .text())
                .isEqualTo(before.text().replace("port: 1", "port: 2"));
    }
}
