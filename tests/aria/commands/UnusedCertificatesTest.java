package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing would present the certificate of a service without a preset and without a proxy, so it gets none unasked. */
class UnusedCertificatesTest {
    private static final String COMPOSE = """
            services:
              db: {image: "postgres:18"}
              app: {image: "example/app:1", user: "1000:1000"}
              worker: {image: "example/worker:1", ports: ["8080:80"]}
            """;

    @TempDir
    Path folder;

    @Test
    void bootstrap_makes_none_and_what_was_asked_for_stays() {
        Project project = Project.empty(folder).file("compose.yaml", COMPOSE);
        Project.Ran first = project.run("bootstrap", "--yes");
        assertThat(first.err()).contains("Certificates: 1 (new CA)");
        assertThat(first.out()).contains("1 certificate in data/certs", "All checks passed!", "1 configured, 1 public");
        requireCertificates(project, "db");
        assertThat(project.run("bootstrap", "--check").exit()).isZero();
        assertThat(project.run("rotate-certs").exit()).isZero();
        assertThat(project.run("verify-mtls-setup").exit()).isZero();

        assertThat(project.run("generate-service-certs", "app").exit()).isZero();
        assertThat(project.run("bootstrap", "--check").exit()).as("it is kept").isZero();
        requireCertificates(project, "db", "app");
        project.file("compose.yaml", COMPOSE.replace("1000:1000\"", "1000:1000\", hostname: other"));
        project.run("bootstrap", "--yes");
        assertThat(project.text("config/step-ca/ca.json"))
                .as("and renewed")
                .contains("\"other\"")
                .doesNotContain("\"worker\"");

        assertThat(project.run("generate-service-certs").exit()).isZero();
        requireCertificates(project, "db", "app", "worker");
        assertThat(project.run("bootstrap", "--check").exit()).isZero();
        assertThat(project.run("bootstrap", "--prune", "--check").exit()).isZero();
    }

    @Test
    void names_and_presets_ask_for_one() {
        Project project = Project.empty(folder).file("compose.yaml", COMPOSE);
        assertThat(project.run("bootstrap", "--yes", "--san", "worker=w.example.org", "--preset", "app=mount")
                        .exit())
                .isZero();
        requireCertificates(project, "db", "app", "worker");
        assertThat(project.run("bootstrap", "--check").exit()).isZero();
    }

    @Test
    void patching_names_the_command_for_what_is_missing_alone() {
        Project project = Project.empty(folder).file("compose.yaml", COMPOSE);
        project.run("bootstrap", "--yes");
        assertThat(project.run("patch-compose", "--yes", "--preset", "app=mount")
                        .err())
                .contains("no certificate yet for app. Run ./jbangw generate-service-certs@aria app\n");
        assertThat(project.run("generate-service-certs", "app").exit()).isZero();
        assertThat(project.run("patch-compose", "--check").err()).doesNotContain("no certificate yet");
        requireCertificates(project, "db", "app");
    }

    @Test
    void verify_names_both_commands_where_a_certificate_is_to_be_mounted() {
        Project project = Project.empty(folder)
                .file("compose.yaml", COMPOSE.replace("app:1\"", "app:1\", environment: {DB: \"postgres://db/x\"}"))
                .file("aria.yaml", "version: 1\nproxies: never\n");
        project.run("init-ca");
        assertThat(project.run("verify-mtls-setup").out())
                .contains("Run ./jbangw generate-service-certs@aria app,"
                        + " then run ./jbangw patch-compose@aria --preset app=mount");
    }

    private static void requireCertificates(Project project, String... services) {
        for (String service : new String[] {"db", "app", "worker"}) {
            assertThat(project.has("data/certs/" + service + "/" + service + ".crt"))
                    .as(service)
                    .isEqualTo(Arrays.asList(services).contains(service));
        }
    }
}
