package aria.edit.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.Edit;
import aria.edit.Position;
import aria.edit.SourceText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlValueTest {
    @Test
    void plain_values_are_raw_text_in_file_order() {
        Object loaded = PlainYaml.load("f", "b: 0755\na: [on, '', ~]\nc: {<<: {x: 1}, y: 2}\n");
        assertThat(loaded)
                .isEqualTo(Map.of("b", "0755", "a", Arrays.asList("on", "", null), "c", Map.of("y", "2", "x", "1")));
        assertThat(((Map<?, ?>) loaded).keySet().iterator().next()).isEqualTo("b");
        assertThat(PlainYaml.load("f", "")).isNull();
    }

    @Test
    void values_know_where_they_stand() {
        YamlMap root =
                YamlDocument.parse(source("\ufeffa: 1\n\"\ud83d\ude00\": b\n")).root();
        assertThat(root.get("\ud83d\ude00").orElseThrow().position()).isEqualTo(new Position(2, 6));
    }

    @Test
    void own_keys_win_over_merged_ones_and_the_first_merge_wins() {
        YamlMap root = YamlDocument.parse(source("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], x: 3}\n"))
                .root();
        assertThat(root.get("c").orElseThrow()).hasToString("{x=3, y=1, z=2}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "on",
                "NO",
                "~",
                "null",
                "",
                "0755",
                "0o17",
                "22:22",
                "8080:80",
                "0x1F",
                "1_000",
                "1e3",
                ".5",
                "2024-01-01",
                "=",
                "<<",
                "a: b",
                "a #b",
                "- a",
                "*a",
                "&a",
                "!a",
                "{a}",
                "[a",
                "a:",
                " a",
                "a ",
                "line\nline",
                "\ttab",
                "\"q\"",
                "'q'",
                "%a",
                "@a",
                "`a",
                "a\u0085b",
                "\ud83d\ude00",
                "?",
                "|",
                "c:\\dir",
                "${A:-b}"
            })
    void written_strings_are_read_as_the_same_strings(String text) {
        for (String style : List.of("k: [a]\n", "k:\n  - a\n", "k:\n  - 'a'\n", "k:\n  - \"a\"\n")) {
            Edit edit = YamlEditor.apply(
                    source(style),
                    List.of(
                            new AddItem(List.of("k"), YamlValue.scalar(text), "r"),
                            new PutEntry(List.of(), "z", YamlValue.map(Map.of(text, YamlValue.scalar(text))), "r")));
            YamlMap root = YamlDocument.parse(edit.after()).root();
            YamlScalar item = (YamlScalar)
                    ((YamlList) root.get("k").orElseThrow()).items().get(1);
            assertThat(item.text()).isEqualTo(text);
            assertThat(item.isString()).isTrue();
        }
    }

    private static SourceText source(String text) {
        return SourceText.of("f", text.getBytes(StandardCharsets.UTF_8));
    }
}
