package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.verify.traffic.Call;
import aria.verify.traffic.EarlierState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands do and how they end while a server is held back: its caller knows no certificates, and runs twice. */
class HeldBackCommandTest {
    private static final String STACK = """
            services:
              db:
                image: postgres:18
                environment: {POSTGRES_PASSWORD: x}
              app:
                image: example/app:1
                scale: 2
                environment: {DATABASE_URL: "postgres://postgres:x@db/shop"}
            """;

    @TempDir
    Path folder;

    @Test
    void a_preview_knows_what_an_earlier_run_saw_of_the_running_stack() {
        Project project = Project.empty(folder.resolve("seen")).file("compose.yaml", """
                        services:
                          db: {image: "postgres:16"}
                          cache: {image: "redis:7.2"}
                          app: {image: "example/app:1"}
                        """);
        assertThat(project.run("init-ca").exit()).isZero();
        EarlierState seen = new EarlierState(
                Map.of("app", new EarlierState.Service(true, 0)),
                Set.of(new Call("app", "db", 5432)),
                Set.of(),
                Set.of(new Call("other-report-1", "cache", 6379)),
                Set.of());
        project.file(
                "data/mtls/observed.json", new String(seen.record(project.layout, "project"), StandardCharsets.UTF_8));
        for (String command : List.of("bootstrap", "patch-compose")) {
            Project.Ran ran = project.run(command, "--dry-run");
            assertThat(ran.err())
                    .contains("app (seen connected to db:5432)", "other-report-1 (seen connected to cache:6379)")
                    .doesNotContain("No running stack was looked at");
        }
    }

    @Test
    void where_nothing_can_be_secured_nothing_is_written_and_every_run_says_so() {
        Project project = Project.empty(folder).file("compose.yaml", STACK);
        Map<String, String> before = project.state();
        Session session = new Session(project);
        session.run("bootstrap", "--yes");
        session.run("bootstrap", "--dry-run");
        session.run("patch-compose", "--yes");
        session.run("patch-compose", "--check");
        assertThat(project.state()).isEqualTo(before);
        session.assertGolden("held-back-all");
    }

    @Test
    void a_choice_in_aria_yaml_secures_it_all_the_same() {
        Project project = Project.empty(folder)
                .file("compose.yaml", STACK)
                .file("aria.yaml", "version: 1\nservices:\n  db: {secure: always, because: app follows next week}\n");
        Session session = new Session(project);
        assertThat(session.run("bootstrap", "--yes").exit()).isZero();
        assertThat(session.run("patch-compose", "--check").exit()).isZero();
        assertThat(project.layout.serviceCertificate("db")).exists();
    }

    @Test
    void the_others_are_secured_and_the_held_back_one_gets_no_certificate() {
        Project project = Project.empty(folder).file("compose.yaml", STACK + "  cache:\n    image: redis:8\n");
        Session session = new Session(project);
        assertThat(session.run("bootstrap", "--check").exit()).isEqualTo(1);
        assertThat(session.run("bootstrap", "--yes").exit()).isEqualTo(6);
        assertThat(project.layout.serviceCertificate("cache")).exists();
        assertThat(project.layout.serviceCertificate("db")).doesNotExist();
        assertThat(project.layout.caJson()).content().contains("\"cache\"").doesNotContainPattern("\"db\"\\s*[,\\]]");
        Map<String, String> after = project.state();
        assertThat(session.run("bootstrap", "--yes").exit()).isEqualTo(6);
        assertThat(session.run("patch-compose", "--yes").exit()).isEqualTo(6);
        assertThat(session.run("patch-compose", "--check").exit()).isEqualTo(6);
        assertThat(project.state()).as("a second run writes nothing").isEqualTo(after);
        session.assertGolden("held-back-one");
    }
}
