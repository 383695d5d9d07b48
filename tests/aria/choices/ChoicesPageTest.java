package aria.choices;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.SourceText;
import aria.testing.Checkout;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The JSON Schema and the page of {@code aria.yaml} hold the keys that the reader knows, and no others. The system property
 * {@code aria.golden=write} writes both anew.
 */
class ChoicesPageTest {
    private static final String TABLE = "| key | value | not yet | meaning |\n|---|---|---|---|\n";

    @Test
    void the_schema_holds_every_key_with_its_type_and_meaning() throws IOException {
        JsonObject schema = object("");
        JsonObject whole = new JsonObject();
        whole.addProperty("$schema", "http://json-schema.org/draft-07/schema#");
        whole.addProperty("title", "Choices for mutual TLS in a project: aria.yaml");
        schema.asMap().forEach(whole::add);
        JsonArray required = new JsonArray();
        required.add("version");
        whole.add("required", required);
        assertFile(
                "templates/aria.schema.json",
                new GsonBuilder()
                                .setPrettyPrinting()
                                .disableHtmlEscaping()
                                .create()
                                .toJson(whole) + "\n");
    }

    @Test
    void the_page_lists_every_key_with_its_type_and_meaning() throws IOException {
        String rows = ChoiceKey.ALL.stream().map(ChoicesPageTest::row).collect(Collectors.joining());
        String page = Files.readString(file("docs/reference/ARIA_YAML.md"));
        int start = page.indexOf(TABLE) + TABLE.length();
        assertFile(
                "docs/reference/ARIA_YAML.md",
                page.substring(0, start) + rows + page.substring(page.indexOf("\n\n", start - 1) + 1));
    }

    @Test
    void the_example_on_the_page_can_be_read() throws IOException {
        String page = Files.readString(file("docs/reference/ARIA_YAML.md"));
        String example = page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("\n```\n\n|"));
        assertThat(ChoicesReader.read(SourceText.of("aria.yaml", example.getBytes(StandardCharsets.UTF_8)))
                        .values())
                .containsKeys("ca.dir", "services.db.secure", "services.legacy.via");
    }

    private static String row(ChoiceKey key) {
        String type = key.type().words().isEmpty()
                ? key.type().what()
                : key.type().words().stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
        List<String> refused = key.type().words().stream().filter(key::isLater).toList();
        String later = key.later().isEmpty()
                ? ""
                : key.later().equals(".*")
                        ? "all"
                        : refused.isEmpty() ? "a prefix" : "`" + String.join("`, `", refused) + "`";
        return "| `" + key.path() + "` | " + (key.word().isEmpty() ? "" : "`" + key.word() + "`, or ")
                + (key.alone() ? type + ", or " : "") + (key.list() ? "list, each " : "") + type + " | " + later + " | "
                + key.meaning() + " |\n";
    }

    private static JsonObject object(String prefix) {
        JsonObject object = new JsonObject();
        object.addProperty("type", "object");
        JsonObject properties = new JsonObject();
        for (String name : ChoiceKey.below(prefix)) {
            JsonObject value = ChoiceKey.of(prefix + name)
                    .map(ChoicesPageTest::value)
                    .orElseGet(() -> object(prefix + name + "."));
            if (name.equals(ChoiceKey.ANY)) {
                if (properties.size() > 0) {
                    object.add("properties", properties);
                }
                object.add("additionalProperties", value);
                return object;
            }
            properties.add(name, value);
        }
        object.add("properties", properties);
        object.addProperty("additionalProperties", false);
        return object;
    }

    private static JsonObject value(ChoiceKey key) {
        JsonObject value = scalar(key.type());
        if (!key.list()) {
            value.addProperty("description", key.meaning());
            return value;
        }
        JsonObject list = new JsonObject();
        list.addProperty("type", "array");
        list.add("items", value);
        if (key.word().isEmpty() && !key.alone()) {
            list.addProperty("description", key.meaning());
            return list;
        }
        JsonObject word = key.alone() ? scalar(key.type()) : new JsonObject();
        if (!key.alone()) {
            word.addProperty("const", key.word());
        }
        JsonArray both = new JsonArray();
        both.add(word);
        both.add(list);
        JsonObject either = new JsonObject();
        either.add("anyOf", both);
        either.addProperty("description", key.meaning());
        return either;
    }

    /** YAML readers make numbers of some texts. */
    private static JsonObject scalar(ValueType type) {
        JsonObject scalar = new JsonObject();
        if (type.words().isEmpty()) {
            JsonArray types = new JsonArray();
            types.add("string");
            types.add("integer");
            scalar.add("type", types);
            scalar.addProperty("pattern", "^(?:" + type.pattern() + ")$");
            return scalar;
        }
        JsonArray words = new JsonArray();
        for (String word : type.words()) {
            if (word.matches("[0-9]+")) {
                words.add(Integer.parseInt(word));
            } else {
                words.add(word);
            }
        }
        scalar.add("enum", words);
        return scalar;
    }

    private static void assertFile(String name, String expected) throws IOException {
        if ("write".equals(System.getProperty("aria.golden"))) {
            Files.writeString(file(name), expected);
        }
        assertThat(Files.readString(file(name))).isEqualTo(expected);
    }

    private static Path file(String name) {
        return Checkout.root().resolve(name);
    }
}
