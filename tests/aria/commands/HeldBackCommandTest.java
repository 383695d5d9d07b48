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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands do and how they end while a server is held back: its caller knows no certificates, and runs twice. */
class HeldBackCommandTest {
    private static final String STACK = """
            services:
              db:
                image: postgres:18
                environment: {POSTGRES_PASSWORD: x}
              app:
                image: example/app:1
                volumes: ["/var/run/docker.sock:/var/run/docker.sock"]
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
                    .doesNotContain("Planned from the files alone");
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
    void where_no_service_has_a_preset_or_a_proxy_no_ca_is_made_and_nothing_is_called_passed() {
        Project project = Project.empty(folder).file("compose.yaml", "services:\n  app: {image: example/app:1}\n");
        Map<String, String> before = project.state();
        for (String option : List.of("--yes", "--dry-run", "--check")) {
            Project.Ran ran = project.run("bootstrap", option);
            assertThat(ran.exit()).as(option).isEqualTo(6);
            assertThat(ran.out()).isEqualTo("‼ nothing can be secured yet, nothing written\n");
            assertThat(ran.err()).contains("left alone: app. --preset NAME=mount");
        }
        assertThat(project.state()).isEqualTo(before);
        assertThat(project.run("bootstrap", "--preset", "app=mount", "--yes").exit())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_port_that_holds_a_server_back_is_narrowed_to_this_machine_by_an_option_or_an_answer(boolean asked) {
        Project project = Project.empty(folder).file("compose.yaml", """
                services:
                  db:
                    image: postgres:18
                    ports: ["15432:5432"]
                  app:
                    image: example/app:1
                    environment: {DATABASE_URL: "postgres://postgres:x@db/shop"}
                """);
        String text = project.text("compose.yaml");
        Map<String, String> before = project.state();
        Project.Ran held = project.run("bootstrap", "--yes");
        assertThat(held.exit()).isEqualTo(6);
        assertThat(held.err()).contains("a published port keeps db from being secured. Use --published db=loopback\n");
        assertThat(project.answer("n", () -> {}, "bootstrap").exit()).isEqualTo(6);
        assertThat(project.state()).isEqualTo(before);
        assertThat(project.run("bootstrap", "--yes", "--published", "db=here").exit())
                .isEqualTo(2);
        assertThat(project.run("bootstrap", "--yes", "--published", "dv=loopback")
                        .err())
                .contains("--published: there is no service 'dv' in the compose files, did you mean db?");
        Project.Ran plan = project.run("bootstrap", "--dry-run", "--published", "db=loopback");
        assertThat(plan.out() + plan.err())
                .as("the callers outside are not why any more")
                .contains("because its preset would shut out app (")
                .doesNotContain("anyone");
        Project.Ran done = asked
                ? project.answer("y\ny", () -> {}, "bootstrap")
                : project.run("bootstrap", "--yes", "--published", "db=loopback");
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.err()).contains("db: port 15432 is published on 127.0.0.1 alone from now on, in plaintext");
        assertThat(project.text("compose.yaml")).contains("127.0.0.1:15432:5432");
        assertThat(project.text("aria.yaml")).contains("published: loopback");
        assertThat(project.run("bootstrap", "--yes").out()).contains("nothing to do");
        assertThat(project.run("bootstrap", "--undo", "--yes").exit()).isZero();
        assertThat(project.text("compose.yaml")).isEqualTo(text);
    }

    @Test
    void a_choice_about_ports_that_changes_nothing_is_refused_and_not_kept() {
        Project project = Project.empty(folder).file("compose.yaml", """
                services:
                  db:
                    image: postgres:18
                    ports: ["15432:5432"]
                """);
        Map<String, String> before = project.state();
        for (String command : List.of("bootstrap", "patch-compose")) {
            Project.Ran ran = project.run(command, "--yes", "--published", "db=loopback");
            assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(2);
            assertThat(ran.err())
                    .contains("--published db=loopback is for a server behind a proxy, and db gets none."
                            + " Publish its port on 127.0.0.1 in the compose file");
        }
        assertThat(project.state()).isEqualTo(before);
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
