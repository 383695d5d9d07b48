package aria.edit.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.Edit;
import aria.edit.SourceText;
import aria.finding.RefusedException;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Real compose files, which are other people's and stay outside the repository: ARIA_CORPUS names their folder. */
class YamlCorpusTest {
    private static final double REQUIRED = 0.995;

    @TestFactory
    Stream<DynamicTest> edits_or_refuses_every_real_file() throws IOException {
        List<SourceText> valid = validFiles();
        Map<String, Plan> plans = new LinkedHashMap<>();
        plans.put("mount", YamlCorpusTest::mounts);
        plans.put("variable", YamlCorpusTest::variables);
        plans.put("condition", YamlCorpusTest::conditions);
        plans.put("new service and volume", YamlCorpusTest::newService);
        plans.put("all", YamlCorpusTest::all);
        return plans.entrySet().stream()
                .map(plan -> DynamicTest.dynamicTest(plan.getKey(), () -> run(plan.getKey(), valid, plan.getValue())));
    }

    private interface Plan {
        List<YamlChange> changes(YamlMap services);
    }

    private static void run(String name, List<SourceText> files, Plan plan) {
        Map<String, Integer> refused = new TreeMap<>();
        List<String> messages = new ArrayList<>();
        int edited = 0;
        int pure = 0;
        for (SourceText file : files) {
            YamlMap services = services(file);
            try {
                Edit edit = YamlEditor.apply(file, plan.changes(services));
                assertThat(edit.splices()).isNotEmpty();
                edited++;
                pure += edit.pureInsertion() ? 1 : 0;
            } catch (RefusedException e) {
                refused.merge(e.finding().id(), 1, Integer::sum);
                messages.add(e.finding().id() + " " + e.getMessage());
            }
        }
        String summary = name + ": " + edited + " of " + files.size() + " edited, " + pure
                + " by insertions alone; refused: " + refused + "\n" + String.join("\n", messages);
        // Fragments that override another file are rightly refused.
        int overrides = refused.getOrDefault("override-tag", 0);
        assertThat((edited + overrides) / (double) files.size()).as(summary).isGreaterThanOrEqualTo(REQUIRED);
    }

    /** The files that are valid and have services. */
    private static List<SourceText> validFiles() throws IOException {
        List<SourceText> valid = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Needs.corpus())) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                try {
                    SourceText source = SourceText.of(file.toString(), Files.readAllBytes(file));
                    if (services(source) != null) {
                        valid.add(source);
                    }
                } catch (RefusedException e) {
                    assertThat(e.finding().place().orElseThrow().line())
                            .as(e.getMessage())
                            .isPositive();
                }
            }
        }
        return valid;
    }

    private static YamlMap services(SourceText source) {
        return YamlDocument.parse(source).documents().stream()
                .filter(document -> document.entries().get("services") instanceof YamlMap services
                        && services.entries().values().stream().allMatch(YamlMap.class::isInstance))
                .map(document -> (YamlMap) document.entries().get("services"))
                .findFirst()
                .orElse(null);
    }

    private static List<YamlChange> mounts(YamlMap services) {
        return each(
                services,
                name -> new AddItem(
                        List.of("services", name, "volumes"), YamlValue.scalar(name + "-mtls:/etc/certs:ro"), "mount"));
    }

    private static List<YamlChange> variables(YamlMap services) {
        return each(
                services,
                name -> new PutPair(List.of("services", name, "environment"), "MTLS_SERVICE", name, "variable"));
    }

    private static List<YamlChange> conditions(YamlMap services) {
        return each(
                services,
                name -> new PutNamed(
                        List.of("services", name, "depends_on"),
                        name + "-mtls-init",
                        "condition",
                        "service_completed_successfully",
                        "service_started",
                        "order"));
    }

    private static List<YamlChange> newService(YamlMap services) {
        Map<String, YamlValue> mount = new LinkedHashMap<>();
        mount.put("type", YamlValue.scalar("bind"));
        mount.put("source", YamlValue.scalar("./data/certs/web"));
        mount.put("read_only", YamlValue.bool(true));
        Map<String, YamlValue> body = new LinkedHashMap<>();
        body.put("image", YamlValue.scalar("busybox:1.37"));
        body.put("command", YamlValue.words(List.of("sh", "/mtls/init.sh")));
        body.put("volumes", YamlValue.list(YamlValue.map(mount)));
        return List.of(
                new PutEntry(List.of("services"), "aria-mtls-init", YamlValue.map(body), "one-shot"),
                new PutEntry(List.of("volumes"), "aria-mtls", YamlValue.none(), "volume"));
    }

    private static List<YamlChange> all(YamlMap services) {
        return Stream.of(mounts(services), variables(services), conditions(services), newService(services))
                .flatMap(List::stream)
                .toList();
    }

    private static List<YamlChange> each(YamlMap services, Function<String, YamlChange> change) {
        return services.entries().keySet().stream().map(change).toList();
    }
}
