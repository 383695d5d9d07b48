package aria.edit.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aria.edit.Edit;
import aria.edit.SourceText;
import aria.edit.undo.UndoRecord;
import aria.finding.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlRefusalsTest {
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "yaml-invalid   | 2:3 | a: b\\n c: d",
                "yaml-invalid   | 1:4 | 'a: *none'",
                "yaml-invalid   | 2:1 | 'a:\\n\\tb: 1'",
                "template       | 2:1 | 'a: 1\\n{{ if .X }}\\nb: 2'",
                "template       | 1:5 | 'a: {{ x }}'",
                "duplicate-key  | 2:1 | 'a: 1\\na: 2'",
                "duplicate-key  | 2:1 | '\"a\": 1\\na: 2'",
                "merge-of-list  | 2:9 | 'a: &a [1]\\nb: {<<: *a}'",
                "merge-of-list  | 1:9 | 'b: {<<: 1}'",
                "limit          | 2:6 | 'a: &a\\n  b: *a'",
                "wrong-type     | 1:1 | '- a'",
                "wrong-type     | 1:3 | '? [a]\\n: b'",
            })
    void says_what_is_wrong_and_where(String reason, String place, String text) {
        RefusedException refused = catchThrowableOfType(
                RefusedException.class,
                () -> YamlDocument.parse(source(text.replace("\\n", "\n").replace("\\t", "\t"))));
        assertThat(refused.finding().id()).isEqualTo(reason);
        assertThat(refused.finding().place().orElseThrow().line() + ":"
                        + refused.finding().place().orElseThrow().column())
                .isEqualTo(place);
        assertThat(refused)
                .hasMessageStartingWith("f.yml:" + place + ": ")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void refuses_a_word_that_would_be_read_for_minutes() {
        String word = "x".repeat(1 << 17);
        assertThat(YamlDocument.parse(source("a: " + word + "\n"))).isNotNull();
        assertRefused("limit", () -> YamlDocument.parse(source("a: \"" + word + word + "\"\n")));
    }

    @Test
    void refuses_what_aliases_would_blow_up() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            String inner = ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1);
            laughs.append("a" + i + ": &a" + i + " [" + inner + "]\n");
        }
        assertRefused("limit", () -> YamlDocument.parse(source(laughs.toString())));
    }

    @Test
    void refuses_deep_nesting_without_overflowing() {
        assertRefused("limit", () -> YamlDocument.parse(source("a: " + "[".repeat(200_000))));
    }

    @Test
    void refuses_bytes_that_are_not_utf_8() {
        assertRefused("yaml-invalid", () -> SourceText.of("f.yml", new byte[] {'a', ':', ' ', (byte) 0xff}));
    }

    @Test
    void accepts_a_tab_behind_a_colon_as_compose_does() {
        SourceText source = source("a:\tb\nc: 1\n");
        assertThat(YamlEditor.apply(source, List.of(new PutEntry(List.of(), "d", YamlValue.number(2), "r")))
                        .after()
                        .text())
                .isEqualTo("a:\tb\nc: 1\nd: 2\n");
    }

    @Test
    void gives_each_inherited_mapping_an_anchor_of_its_own() {
        SourceText source = source("""
                x-a: &a
                  environment: {A: 1}
                x-b: &b
                  environment: {B: 1}
                services:
                  web:
                    <<: *a
                  other:
                    <<: *b
                """);
        Edit edit = YamlEditor.apply(source, List.of(variable("web"), variable("other")));
        assertThat(edit.after().text())
                .containsOnlyOnce("&mtls-environment-0 ")
                .containsOnlyOnce("&mtls-environment-1 ");
    }

    @Test
    void refuses_to_change_a_list_that_others_refer_to() {
        SourceText source = source("""
                services:
                  web:
                    volumes: &data
                      - data:/data
                  other:
                    volumes: *data
                """);
        assertRefused("shared-anchor", () -> YamlEditor.apply(source, List.of(mount("web"))));
        assertThat(YamlEditor.apply(source, List.of(mount("web"), mount("other")))
                        .isEmpty())
                .isFalse();
    }

    @Test
    void changes_a_mapping_that_others_refer_to_for_one_of_them_alone() {
        SourceText source = source("""
                services:
                  web:
                    environment: &env
                      A: 1
                  other:
                    environment: *env
                """);
        Edit alone = YamlEditor.apply(source, List.of(variable("web")));
        assertThat(alone.pureInsertion()).isTrue();
        YamlMap services =
                (YamlMap) YamlDocument.parse(alone.after()).root().entries().get("services");
        assertThat(services.get("web")).hasToString("Optional[{environment={K=v, A=1}}]");
        assertThat(services.get("other")).hasToString("Optional[{environment={A=1}}]");
        assertThat(YamlEditor.apply(source, List.of(variable("web"), variable("other")))
                        .pureInsertion())
                .isTrue();
    }

    @Test
    void changes_who_inherits_before_what_is_inherited() {
        SourceText source = source("""
                services:
                  base: &base
                    volumes: [data:/data]
                  web:
                    <<: *base
                """);
        Edit edit = YamlEditor.apply(source, List.of(mount("base"), mount("web")));
        YamlMap services =
                (YamlMap) YamlDocument.parse(edit.after()).root().entries().get("services");
        assertThat(services.get("base").orElseThrow()).hasToString("{volumes=[data:/data, base:/x]}");
        assertThat(services.get("web").orElseThrow()).hasToString("{volumes=[data:/data, web:/x]}");
    }

    @Test
    void refuses_fragments_that_override_other_files() {
        assertRefused(
                "override-tag",
                () -> YamlEditor.apply(
                        source("services:\n  web:\n    environment: !reset null\n"), List.of(variable("web"))));
        assertRefused(
                "override-tag",
                () -> YamlEditor.apply(source("services:\n  web: !override\n"), List.of(variable("web"))));
    }

    @Test
    void refuses_a_value_of_another_kind() {
        assertRefused(
                "wrong-type",
                () -> YamlEditor.apply(
                        source("services:\n  web:\n    environment: A=1 B=2\n"), List.of(variable("web"))));
    }

    @Test
    void refuses_to_undo_what_was_replaced_and_changed_since() {
        SourceText source = source("services:\n  web:\n    environment:\n      K: first\n");
        List<YamlChange> changes = List.of(variable("web"));
        Edit edit = YamlEditor.apply(source, changes);
        SourceText users = edit.after().withText(edit.after().text().replace("K: v", "K: other"));
        assertRefused("changed-since-plan", () -> UndoRecord.of(edit, changes).undo(users));
    }

    @Test
    void undo_finds_the_item_that_was_moved() {
        SourceText source = source("jobs:\n- name: a\n- name: b\n");
        List<YamlChange> changes = List.of(new PutEntry(List.of("jobs"), 1, "tls", YamlValue.bool(true), "r"));
        Edit edit = YamlEditor.apply(source, changes);
        SourceText users = edit.after().withText(edit.after().text().replace("jobs:\n", "jobs:\n- name: new\n"));
        assertThat(UndoRecord.of(edit, changes).undo(users).text())
                .isEqualTo("jobs:\n- name: new\n- name: a\n- name: b\n");
    }

    private static YamlChange variable(String service) {
        return new PutPair(List.of("services", service, "environment"), "K", "v", "r");
    }

    private static YamlChange mount(String service) {
        return new AddItem(List.of("services", service, "volumes"), YamlValue.scalar(service + ":/x"), "r");
    }

    private static void assertRefused(String reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.finding().id())
                                .as(refused.getMessage())
                                .isEqualTo(reason));
    }

    private static SourceText source(String text) {
        return SourceText.of("f.yml", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Compose read the key as {@code "db:"} and refused the file, while the reader here saw nothing wrong. */
    @Test
    void a_neighbour_of_a_key_without_a_value_leaves_it_a_key_for_every_reader() {
        SourceText before =
                SourceText.of("f.yml", "volumes: {db: }\nservices: {a: {image: x}}\n".getBytes(StandardCharsets.UTF_8));
        Edit edit =
                YamlEditor.apply(before, List.of(new PutEntry(List.of("volumes"), "web", YamlValue.none(), "test")));
        assertThat(edit.after().text())
                .startsWith("volumes: {db: , web: null }")
                .doesNotContain(":,");
    }
}
