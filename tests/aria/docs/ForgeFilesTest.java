package aria.docs;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.yaml.PlainYaml;
import aria.testing.Checkout;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a forge reads of this repository: nothing there fails before somebody has pushed it. */
class ForgeFilesTest {
    private static final Pattern COMMAND = Pattern.compile("\\./jbangw ([a-z-]+)@aria");
    private static final Pattern HASHED = Pattern.compile("'([\\w.-]+)(?:/[^']*)?'");
    private static final Pattern VERSIONED = Pattern.compile("(?m)^//DEPS [\\w.-]+:[\\w.-]+:\\S+$");

    private final Path root = Checkout.root();

    @Test
    void workflows_run_with_few_rights_and_a_limit_of_time() throws IOException {
        for (Path file : files(".github/workflows")) {
            Map<?, ?> workflow = map(yaml(file));
            assertThat(workflow.get("permissions")).as(file.toString()).isEqualTo(Map.of("contents", "read"));
            assertThat(map(workflow.get("jobs")).values())
                    .isNotEmpty()
                    .allSatisfy(job -> assertThat(map(job).keySet())
                            .extracting(Object::toString)
                            .contains("runs-on", "timeout-minutes", "steps"));
        }
    }

    @Test
    void workflows_call_commands_and_name_files_that_there_are() throws IOException {
        Set<String> aliases = JsonParser.parseString(Checkout.text("jbang-catalog.json"))
                .getAsJsonObject()
                .getAsJsonObject("aliases")
                .keySet();
        for (Path file : files(".github/workflows")) {
            assertThat(found(COMMAND, Checkout.text(file))).isNotEmpty().allMatch(aliases::contains);
            assertThat(Checkout.text(file)
                            .lines()
                            .filter(line -> line.contains("hashFiles("))
                            .flatMap(line -> found(HASHED, line).stream()))
                    .allMatch(name -> Files.exists(root.resolve(name)));
        }
    }

    @Test
    void what_CI_runs_on_a_bare_machine_the_forge_runs_on_every_Java() throws IOException {
        Path tests = root.resolve(".github/workflows/tests.yml");
        assertThat(found(COMMAND, Checkout.text(tests))).containsAll(found(COMMAND, Checkout.text(".ci/run")));
        Map<?, ?> job = map(map(map(yaml(tests)).get("jobs")).get("test"));
        assertThat(map(map(job.get("strategy")).get("matrix")).get("java")).isEqualTo(List.of("17", "21", "25"));
    }

    @Test
    void issue_forms_have_the_parts_that_a_form_needs() throws IOException {
        List<Path> forms = files(".github/ISSUE_TEMPLATE").stream()
                .filter(file -> !file.endsWith("config.yml"))
                .toList();
        assertThat(forms).hasSize(2).allSatisfy(form -> {
            Map<?, ?> read = map(yaml(form));
            assertThat(read.keySet()).extracting(Object::toString).contains("name", "description", "body");
            List<?> questions = ((Collection<?>) read.get("body"))
                    .stream()
                            .filter(part -> !map(part).get("type").equals("markdown"))
                            .toList();
            assertThat(questions).isNotEmpty().allSatisfy(part -> {
                assertThat(map(part).get("type")).isIn("textarea", "input", "dropdown", "checkboxes");
                assertThat(map(map(part).get("attributes")).get("label")).isNotNull();
            });
            assertThat(questions).extracting(part -> map(part).get("id")).doesNotHaveDuplicates();
        });
    }

    @Test
    void every_pinned_library_is_found_by_the_pattern_of_the_update_bot() throws IOException {
        JsonObject manager = JsonParser.parseString(Checkout.text(".github/renovate.json"))
                .getAsJsonObject()
                .getAsJsonArray("customManagers")
                .get(0)
                .getAsJsonObject();
        Pattern pattern =
                Pattern.compile(manager.getAsJsonArray("matchStrings").get(0).getAsString());
        String sources = Stream.of("scripts/aria/Deps.java", "tests/aria/TestDeps.java", "tests/Lint.java")
                .map(Checkout::text)
                .collect(Collectors.joining());
        assertThat(pattern.matcher(sources).results().count())
                .isEqualTo(VERSIONED.matcher(sources).results().count())
                .isGreaterThan(20);
    }

    private List<Path> files(String folder) throws IOException {
        try (Stream<Path> all = Files.list(root.resolve(folder))) {
            return all.sorted().toList();
        }
    }

    private static Object yaml(Path file) {
        return PlainYaml.load(file.getFileName().toString(), Checkout.text(file));
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }
}
