package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets a certificate: whoever presents one, whoever has one, and whom a person named. */
class CertificateNeedsTest {
    private static final String FILE = """
            services:
              db: {image: "postgres:18"}
              cache: {image: "redis:8"}
              app: {image: "example/app:1", environment: {CACHE: "redis://cache"}}
              worker: {image: "example/worker:1"}
              page: {image: "example/page:1", ports: ["8080:80"]}
            """;

    @TempDir
    Path folder;

    @Test
    void a_service_without_a_preset_and_without_a_proxy_gets_none() {
        assertThat(certified(new PlannedProject(folder, FILE))).containsExactly("db");
    }

    @Test
    void a_caller_that_is_given_one_or_that_has_a_proxy_gets_one() {
        assertThat(certified(new PlannedProject(folder, FILE).preset("app", "mount")))
                .as("nothing tells yet that app uses it")
                .containsExactly("db", "app");
        assertThat(certified(new PlannedProject(folder, FILE).withProxies())).containsExactly("db", "cache", "app");
    }

    @Test
    void who_has_one_keeps_it() throws IOException {
        Path certificate = folder.resolve("data/certs/worker/worker.crt");
        Files.createDirectories(certificate.getParent());
        Files.writeString(certificate, "of an earlier version");
        assertThat(certified(new PlannedProject(folder, FILE))).containsExactly("db", "worker");
    }

    @Test
    void who_mounts_one_gets_it() {
        String mounts = FILE.replace("worker:1\"}", "worker:1\", volumes: [\"./data/certs/worker:/certs:ro\"]}");
        assertThat(certified(new PlannedProject(folder, mounts))).containsExactly("db", "worker");
    }

    @Test
    void one_that_another_project_makes_has_the_names_of_both() throws IOException {
        StackPlan one = new PlannedProject(Files.createDirectory(folder.resolve("one")), FILE).plan();
        StackPlan other = new PlannedProject(
                        Files.createDirectory(folder.resolve("other")),
                        "services:\n  db: {image: \"example/db:1\", hostname: elsewhere}\n")
                .plan();
        assertThat(CertificateNeeds.ofPlans(List.of(other, one)))
                .as("as in the next run, when it is there")
                .singleElement()
                .satisfies(need -> assertThat(need.names().dns()).contains("db", "elsewhere"));
    }

    private static List<String> certified(PlannedProject project) {
        return project.plan().needs().stream().map(CertificateNeed::service).toList();
    }
}
