package aria.edit.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.RefusedException;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonDocumentTest {

    private static JsonDocument parse(String text) {
        return JsonDocument.parse("ca.json", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(JsonDocument json) {
        return new String(json.content(), StandardCharsets.UTF_8);
    }

    private static JsonElement value(String json) {
        return JsonParser.parseString(json);
    }

    @Test
    void replaces_a_value_and_keeps_every_other_byte() {
        String before = "{ \"a\" : 1.20e0 ,\n\t\"b\":{\"c\":[1 ,2],\"\\u00e4\":\"ä\"}  }\n\n";
        assertThat(text(parse(before).put(value("{\"x\":true}"), "b", "c")))
                .isEqualTo(before.replace("[1 ,2]", "{\"x\":true}"));
    }

    @Test
    void adds_a_member_in_the_style_of_its_neighbours() {
        assertThat(text(parse("{\n    \"a\": {\n        \"b\": 1\n    }\n}\n").put(new JsonPrimitive("x"), "a", "c")))
                .isEqualTo("{\n    \"a\": {\n        \"b\": 1,\n        \"c\": \"x\"\n    }\n}\n");
        assertThat(text(parse("{\"a\":{\"b\":1}}").put(value("[1,2]"), "a", "c")))
                .isEqualTo("{\"a\":{\"b\":1,\"c\":[1,2]}}");
        assertThat(text(parse("{}").put(new JsonPrimitive(1), "a", "b")))
                .isEqualTo("{\n  \"a\": {\n    \"b\": 1\n  }\n}");
        assertThat(text(parse("{\r\n  \"a\": 1\r\n}\r\n").put(new JsonPrimitive(2), "b")))
                .isEqualTo("{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}\r\n");
    }

    @Test
    void fills_a_null_and_prepends_to_a_list() {
        assertThat(text(parse("{\n  \"a\": null\n}").prependItem(new JsonPrimitive(1), "a")))
                .isEqualTo("{\n  \"a\": [\n    1\n  ]\n}");
        assertThat(text(parse("{\n  \"a\": [\n    2\n  ]\n}").prependItem(new JsonPrimitive(1), "a")))
                .isEqualTo("{\n  \"a\": [\n    1,\n    2\n  ]\n}");
        assertThat(text(parse("{\"a\":[2]}").prependItem(new JsonPrimitive(1), "a")))
                .isEqualTo("{\"a\":[1,2]}");
        assertThat(text(parse("{\n  \"a\": []\n}").prependItem(new JsonPrimitive(1), "a")))
                .isEqualTo("{\n  \"a\": [\n    1\n  ]\n}");
    }

    @Test
    void changes_a_member_of_an_item_and_leaves_the_others() {
        String before = "{\n\t\"a\": [\n\t\t{\"x\": 1.50, \"k\": null},\n\t\t{ \"k\":\"b\\/c\", \"u\": [ ] }\n\t]\n}\n";
        JsonDocument after = parse(before).putInItem(value("{\"d\":1.0}"), 1, "k", "a");
        assertThat(text(after)).isEqualTo(before.replace("\"b\\/c\"", "{\"d\": 1.0}"));
        assertThat(text(after.putInItem(value("{\"d\":1.0}"), 1, "k", "a"))).isEqualTo(text(after));
        assertThat(text(parse(before).putInItem(new JsonPrimitive(2), 0, "new", "a")))
                .isEqualTo(before.replace("null}", "null, \"new\": 2}"));
    }

    @Test
    void what_it_gives_out_can_be_changed_and_it_stays() {
        JsonDocument json = parse("{\"a\":{\"b\":[1]}}");
        json.get("a").orElseThrow().getAsJsonObject().remove("b");
        assertThat(json.get("a", "b", "0")).hasValue(new JsonPrimitive(1));
        assertThat(json.get("a", "b", "1")).isEmpty();
        assertThat(json.get("a", "b", "0", "c")).isEmpty();
    }

    @Test
    void reads_json_that_yaml_is_not_and_refuses_to_edit_it() {
        JsonDocument json = parse("{\n\"a\"\n:1}");
        assertThat(json.get("a")).hasValue(new JsonPrimitive(1));
        assertThatThrownBy(() -> json.put(new JsonPrimitive(2), "a"))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("ca.json:3:1: not valid YAML");
    }

    @Test
    void the_same_value_changes_nothing() {
        String before = "{\"a\":[1,  2]}";
        JsonArray same = value("[1,2]").getAsJsonArray();
        assertThat(text(parse(before).put(same, "a"))).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,} |ca.json:1:8:",
                "{\"a\":1 // b|ca.json:1:8:",
                "{a: 1}|ca.json:1:2:",
                "{\"a\":&b 1}|ca.json:1:6:",
                "{\"a\":[1 2]}|ca.json:1:9:",
                "{\"a\":1}{}|ca.json:1:8:",
                "\uFEFF{}|ca.json:1:1:",
                "{\"a\":\"b\tc\"}|ca.json:1:8:",
                "{\"\u00e4\uD83D\uDE00\":01}|ca.json:1:8:",
                "{\"a\":1,}|ca.json:1:8:",
                "{'a':1}|ca.json:1:2:",
                "[]|ca.json:1:1:",
                "{\"a\":01}|ca.json:1:7:",
                "{\"a\":1}x|ca.json:1:8:",
                "{\"a\":tru}|ca.json:1:6:",
                "{\"a\":1 \"b\":2}|ca.json:1:8:",
                "{\"a\":\"\\x\"}|ca.json:1:7:",
                "{\"a\":\"b|ca.json:1:8:",
                "{\"a\":1,\"a\":2}|ca.json:1:8:"
            })
    void refuses_what_is_no_json_and_says_where(String text, String place) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith(place);
    }

    @Test
    void refuses_hostile_sizes_without_falling_over() {
        assertThatThrownBy(() -> parse("{\"a\":" + "[".repeat(100_000)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("levels");
        assertThatThrownBy(() -> parse(" ".repeat(2_000_000)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("bytes");
        assertThat(parse("{\"a\":\"" + "\\n".repeat(100_000) + "\"}")
                        .string("a")
                        .orElseThrow())
                .hasSize(100_000);
        assertThatThrownBy(() -> JsonDocument.parse("ca.json", new byte[] {'{', (byte) 0xff, '}'}))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void says_where_a_value_of_the_wrong_type_stands() {
        JsonDocument json = parse("{\n \"authority\": 3\n}");
        assertThatThrownBy(() -> json.put(new JsonPrimitive(1), "authority", "policy"))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("ca.json:2:15: authority: a mapping (key: value) is expected here");
        assertThatThrownBy(() -> json.put(new JsonPrimitive(1), "authority", "policy", "x509"))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("ca.json:2:15: authority.policy: a mapping (key: value) is expected here");
        assertThatThrownBy(() -> json.prependItem(new JsonPrimitive(1), "authority"))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("ca.json:2:15: authority: a list is expected here");
    }
}
