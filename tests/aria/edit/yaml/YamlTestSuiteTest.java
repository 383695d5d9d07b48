package aria.edit.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.Edit;
import aria.edit.SourceText;
import aria.edit.undo.UndoRecord;
import aria.finding.RefusedException;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The cases of YAML's own test suite (each an {@code in.yaml} in a folder of its own), which
 * {@code ARIA_YAML_SUITE} names; {@code tests/corpus/yaml-suite} makes that folder. Each is edited with all proofs, judged by another reader, and undone to the byte; or refused.
 */
@Tag("full")
class YamlTestSuiteTest {
    private static final String WHY = "suite";

    @Test
    void every_case_is_edited_right_or_refused() throws IOException {
        Map<String, Integer> outcomes = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        for (Path file : cases(Needs.yamlSuite())) {
            byte[] bytes = Files.readAllBytes(file);
            String text = new String(bytes, StandardCharsets.UTF_8);
            outcomes.merge(
                    outcome(
                            file.toString(),
                            text,
                            List.of(new PutEntry(List.of(), "aria", YamlValue.scalar("on"), WHY)),
                            wrong),
                    1,
                    Integer::sum);
            // The same text as what a service's key says, in the words of a compose file.
            String below = text.indent(6);
            outcomes.merge(
                    "inside: "
                            + outcome(
                                    file.toString(),
                                    "services:\n  web:\n    x-case:\n" + below + "    image: x\n",
                                    changes(),
                                    wrong),
                    1,
                    Integer::sum);
        }
        assertThat(wrong).isEmpty();
        assertThat(outcomes.getOrDefault("edited", 0)).as(outcomes.toString()).isGreaterThan(100);
        assertThat(outcomes.getOrDefault("inside: edited", 0))
                .as(outcomes.toString())
                .isGreaterThan(150);
        assertThat(outcomes.keySet())
                .as("reasons")
                .isSubsetOf(
                        "edited",
                        "inside: edited",
                        "yaml-invalid",
                        "inside: yaml-invalid",
                        "wrong-type",
                        "inside: wrong-type",
                        "duplicate-key",
                        "inside: duplicate-key",
                        "template",
                        "merge-of-list",
                        "limit",
                        "unproven",
                        "inside: unproven",
                        "inside: limit",
                        "inside: template");
    }

    private static String outcome(String name, String text, List<YamlChange> changes, List<String> wrong) {
        try {
            SourceText before = SourceText.of(name, text.getBytes(StandardCharsets.UTF_8));
            Edit edit = YamlEditor.apply(before, changes);
            SecondReader.requireNothingElse(before.text(), edit.after().text(), changes);
            assertThat(YamlEditor.apply(edit.after(), changes).isEmpty())
                    .as("a second run")
                    .isTrue();
            assertThat(UndoRecord.of(edit, changes).undo(edit.after()).bytes()).isEqualTo(before.bytes());
            return "edited";
        } catch (RefusedException refused) {
            assertThat(refused.finding().message()).isNotBlank();
            return refused.finding().id();
        } catch (RuntimeException | AssertionError | StackOverflowError bug) {
            wrong.add(name + ": " + bug);
            return "wrong";
        }
    }

    private static List<YamlChange> changes() {
        return List.of(
                new AddItem(List.of("services", "web", "volumes"), YamlValue.scalar("v:/x"), WHY),
                new PutPair(List.of("services", "web", "environment"), "TLS", "on", WHY),
                new PutNamed(
                        List.of("services", "web", "depends_on"),
                        "init",
                        "condition",
                        "service_completed_successfully",
                        "service_started",
                        WHY));
    }

    private static List<Path> cases(Path suite) throws IOException {
        try (Stream<Path> files = Files.walk(suite)) {
            return files.filter(file -> file.endsWith("in.yaml"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }
}
