package aria.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** JBang ignores what it doesn't know without a word, so the catalog and the scripts' directives are checked here. */
class CatalogTest {
    private final Path root = Checkout.root();

    @Test
    void an_alias_says_which_script_it_is_and_what_it_does_and_nothing_else() throws IOException {
        aliases()
                .forEach((alias, fields) ->
                        assertThat(fields.keySet()).as(alias).containsExactlyInAnyOrder("script-ref", "description"));
    }

    @Test
    void every_alias_has_its_script() throws IOException {
        assertThat(scripts())
                .allSatisfy(script -> assertThat(root.resolve(script)).isRegularFile());
    }

    @Test
    void the_catalog_knows_itself_as_aria() throws IOException {
        assertThat(catalog()
                        .getAsJsonObject("catalogs")
                        .getAsJsonObject("aria")
                        .get("catalog-ref")
                        .getAsString())
                .isEqualTo("jbang-catalog.json");
    }

    @Test
    void the_launcher_can_read_the_names_without_a_JSON_parser() throws IOException {
        List<String> lines = Files.readAllLines(root.resolve("jbang-catalog.json"));
        assertThat(lines).contains("  \"aliases\": {");
        assertThat(aliases().keySet()).allSatisfy(alias -> assertThat(lines).contains("    \"" + alias + "\": {"));
    }

    @Test
    void the_launcher_builds_again_what_is_made_of_tests_when_a_test_has_changed() throws IOException {
        assertThat(Files.readAllLines(root.resolve("jbangw")))
                .contains("    case $alias in "
                        + aliases().entrySet().stream()
                                .filter(alias -> scriptOf(alias.getValue()).startsWith("tests/"))
                                .map(Map.Entry::getKey)
                                .collect(Collectors.joining(" | "))
                        + ") ;; *) return 1 ;; esac");
    }

    @Test
    void every_script_runs_on_Java_17_or_newer_and_starts_fast() throws IOException {
        for (String script : scripts()) {
            assertThat(Files.readAllLines(root.resolve(script)))
                    .as(script)
                    .contains("//JAVA 17+")
                    .anyMatch(line -> line.startsWith("//JAVA_OPTIONS ") && line.contains("-XX:+UseSerialGC"));
        }
    }

    @Test
    void every_script_is_compiled_as_UTF_8_whatever_the_locale() throws IOException {
        for (String script : scripts()) {
            assertThat(Files.readAllLines(root.resolve(script)))
                    .as(script)
                    .anyMatch(line -> line.startsWith("//COMPILE_OPTIONS ") && line.contains("-encoding UTF-8"));
        }
    }

    @Test
    void the_library_is_compiled_once_for_every_script_but_lint_which_checks_one_that_may_not_compile()
            throws IOException {
        for (String script : scripts()) {
            assertThat(Files.readAllLines(root.resolve(script)).stream()
                            .anyMatch(line -> line.startsWith("//DEPS ") && line.endsWith("aria/Project.java")))
                    .as(script)
                    .isEqualTo(!script.equals("tests/Lint.java"));
        }
    }

    @Test
    void no_class_data_archive_is_asked_for_because_making_one_prints_to_the_standard_output() throws IOException {
        for (String script : scripts()) {
            assertThat(Files.readAllLines(root.resolve(script))).as(script).noneMatch(line -> line.startsWith("//CDS"));
        }
    }

    private JsonObject catalog() throws IOException {
        return JsonParser.parseString(Files.readString(root.resolve("jbang-catalog.json")))
                .getAsJsonObject();
    }

    private Map<String, JsonObject> aliases() throws IOException {
        Map<String, JsonObject> aliases = new LinkedHashMap<>();
        catalog()
                .getAsJsonObject("aliases")
                .entrySet()
                .forEach(entry -> aliases.put(entry.getKey(), entry.getValue().getAsJsonObject()));
        return aliases;
    }

    private static String scriptOf(JsonObject alias) {
        return alias.get("script-ref").getAsString();
    }

    private Set<String> scripts() throws IOException {
        return aliases().values().stream().map(CatalogTest::scriptOf).collect(Collectors.toCollection(TreeSet::new));
    }
}
