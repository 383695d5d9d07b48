package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import aria.testing.InMemory;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is broken on purpose rings its own alarm and no other: the metrics that a real run writes, under the alert rules that we
 * hand out, judged by the real Prometheus' promtool.
 */
@Tag("full")
class BreakagesTest {
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(aria_\\w+)(\\{.*})? (\\S+)$");
    /** Minutes of each half: the longest time that an alert waits is a quarter of an hour. */
    private static final int HALF = 30;

    @TempDir(factory = InMemory.class)
    static Path folder;

    private static Project template;

    /** Something that goes wrong. */
    enum Breakage {
        A_SERVICE_THAT_IS_RENEWED_TOO_LATE("AriaCertificateExpiring") {
            @Override
            String metrics(ClockedRuns runs, Project project) {
                runs.set("+80d");
                return rotated(runs, project, "--renew-before 1d");
            }
        },
        A_CA_WHOSE_PASSWORD_IS_LOST("AriaRotationFailing") {
            @Override
            String metrics(ClockedRuns runs, Project project) {
                runs.set("+55d");
                rotated(runs, project, "");
                project.delete("config/step-ca/secrets");
                runs.set("+62d");
                return rotated(runs, project, "");
            }
        },
        A_LIST_THAT_IS_RENEWED_TOO_LATE("AriaRevocationListExpiring") {
            @Override
            String metrics(ClockedRuns runs, Project project) {
                runs.set("+26d");
                return rotated(runs, project, "--renew-before 1d");
            }
        },
        AN_INTERMEDIATE_THAT_NOBODY_CAN_RENEW("AriaIntermediateExpiring") {
            @Override
            String metrics(ClockedRuns runs, Project project) {
                project.delete("config/root-ca");
                runs.set("+1700d");
                return rotated(runs, project, "");
            }
        },
        A_ROOT_IN_ITS_LAST_YEAR("AriaRootExpiring") {
            @Override
            String metrics(ClockedRuns runs, Project project) {
                runs.set("+1700d");
                rotated(runs, project, "");
                runs.set("+3290d");
                project.delete("data/people");
                runs.run("generate-service-certs db");
                return rotated(runs, project, "");
            }
        },
        A_TIMER_THAT_STOPPED("AriaNotRunning") {
            @Override
            String metrics(ClockedRuns runs, Project project) {
                return rotated(runs, project, "");
            }

            @Override
            long age() {
                return 4 * 24 * 3600;
            }
        },
        A_FILE_THAT_IS_GONE("AriaMetricsMissing") {
            @Override
            String metrics(ClockedRuns runs, Project project) {
                return "";
            }
        },
        AN_ENTRY_OF_THE_AUDIT_LOG_THAT_WAS_EDITED("AriaAuditChanged") {
            @Override
            String metrics(ClockedRuns runs, Project project) {
                String log = project.text("data/mtls/audit.log");
                project.file("data/mtls/audit.log", log.replaceFirst("\"event\":\"", "\"event\":\"x"));
                return rotated(runs, project, "");
            }
        };

        private final String alert;

        Breakage(String alert) {
            this.alert = alert;
        }

        /** Breaks it, and returns the metrics that are written then. */
        abstract String metrics(ClockedRuns runs, Project project);

        /** How many seconds have passed since they were written. */
        long age() {
            return 0;
        }
    }

    @BeforeAll
    static void a_project_with_all_that_can_go_wrong() {
        template = Project.empty(folder).file("compose.yaml", "name: p\nservices:\n  db: {image: postgres:18}\n");
        Stream.of(
                        "init-ca --permit-domain db --permit-domain old",
                        "generate-service-certs db --validity 90d",
                        "pki-cert create old --validity 90d",
                        "pki-cert revoke old --offline",
                        "pki-cert create ada --type person --validity 90d")
                .forEach(command -> {
                    List<String> words = List.of(command.split(" ", -1));
                    Project.Ran ran = template.run(
                            words.get(0), words.subList(1, words.size()).toArray(String[]::new));
                    assertThat(ran.exit()).as(command + ran.err()).isZero();
                });
        template.delete("data/certs/old");
    }

    private static String rotated(ClockedRuns runs, Project project, String options) {
        Project.Ran ran = runs.run(("rotate-certs --metrics aria.prom " + options).strip());
        assertThat(project.has("aria.prom")).as(ran.out() + ran.err()).isTrue();
        return project.text("aria.prom");
    }

    @Test
    void nothing_rings_where_nothing_is_broken() throws IOException, InterruptedException {
        Project project = template.copyTo(folder.resolve("healthy"));
        try (ClockedRuns runs = new ClockedRuns(project)) {
            String metrics = rotated(runs, project, "");
            assertThat(alerts("healthy", metrics, metrics, 0)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void each_rings_its_own_alarm_and_no_other(Breakage breakage) throws IOException, InterruptedException {
        Project project = template.copyTo(folder.resolve(breakage.name()));
        try (ClockedRuns runs = new ClockedRuns(project)) {
            String before = rotated(runs, project, "");
            String after = breakage.metrics(runs, project);
            assertThat(alerts(breakage.name(), before, after, breakage.age())).containsExactly(breakage.alert);
        }
    }

    /** The names of the alerts that fire at the end of an hour, half of which each of two files was read. */
    private static Set<String> alerts(String name, String before, String after, long age)
            throws IOException, InterruptedException {
        Map<String, Double> first = samples(before, 0);
        Map<String, Double> second = samples(after, age);
        String series = Stream.concat(first.keySet().stream(), second.keySet().stream())
                .distinct()
                .map(each -> "      - {series: '" + each + "', values: '" + half(first.get(each)) + " "
                        + half(second.get(each)) + "'}\n")
                .collect(Collectors.joining());
        Path test = Files.writeString(folder.resolve(name + ".yml"), """
                rule_files: ['%s']
                evaluation_interval: 1m
                tests:
                  - interval: 1m
                    input_series:
                %s    promql_expr_test:
                      - {expr: 'group by (alertname) (ALERTS{alertstate="firing"})', eval_time: %dm, exp_samples: []}
                """.formatted(
                        Checkout.root().resolve("templates/monitoring/aria.rules.yml"), series, 2 * HALF - 1));
        Process promtool = new ProcessBuilder(Needs.program("promtool").toString(), "test", "rules", test.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Set<String> alerts = Pattern.compile("alertname=\\\\?\"(\\w+)")
                .matcher(said)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(promtool.waitFor() == 0).as(said).isEqualTo(alerts.isEmpty());
        return alerts;
    }

    private static String half(Double value) {
        return value == null ? "_x" + (HALF - 1) : "%.0fx%d".formatted(value, HALF - 1);
    }

    /** The values by their series; times count from an hour before the file was written, for promtool begins at 0. */
    private static Map<String, Double> samples(String metrics, long age) {
        Map<String, Double> samples = new TreeMap<>();
        Matcher run = Pattern.compile("(?m)^aria_run_timestamp_seconds (\\S+)$").matcher(metrics);
        double begin = run.find() ? Double.parseDouble(run.group(1)) - 2 * HALF * 60 + age : 0;
        SAMPLE.matcher(metrics).results().forEach(found -> {
            double value = Double.parseDouble(found.group(3));
            String labels = found.group(2) == null ? "" : found.group(2);
            samples.put(found.group(1) + labels, found.group(1).endsWith("_timestamp_seconds") ? value - begin : value);
        });
        return samples;
    }
}
