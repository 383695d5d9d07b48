package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.FiredAlerts;
import aria.testing.InMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is broken on purpose rings its own alarm and no other: the metrics that a real run writes, under the alert rules that we
 * hand out, judged by the real Prometheus' promtool. What only running servers show is broken in {@code BrokenStackTest}.
 */
@Tag("full")
class BreakagesTest {
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
            assertThat(FiredAlerts.between(folder, metrics, metrics, 0)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void each_rings_its_own_alarm_and_no_other(Breakage breakage) throws IOException, InterruptedException {
        Project project = template.copyTo(folder.resolve(breakage.name()));
        try (ClockedRuns runs = new ClockedRuns(project)) {
            String before = rotated(runs, project, "");
            String after = breakage.metrics(runs, project);
            assertThat(FiredAlerts.between(folder, before, after, breakage.age()))
                    .containsExactly(breakage.alert);
        }
    }
}
