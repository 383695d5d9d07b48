package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code init-ca} on what it can't use, interrupted, and run twice at once. */
class InitCaTroubleTest {
    private static final String CA_JSON = "config/step-ca/ca.json";
    private static final String CRASH_AT = "aria.crash-at";

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void makeProject() {
        project = Project.empty(folder);
    }

    @Test
    void what_it_cannot_use_is_refused_in_one_line_and_left_as_it_is() {
        Session session = new Session(project);
        project.run("init-ca");
        String original = project.text(CA_JSON);
        String password = project.text("config/step-ca/secrets/password.txt");
        String certificate = project.text("config/step-ca/pki/root_ca.crt");

        refuses(session, () -> project.file(CA_JSON, "{\n  \"address\": \":9000\",\n  \"dnsNames\": [\"a\",]\n}\n"));
        refuses(session, () -> project.file(CA_JSON, "{\"a\": 1}{"));
        refuses(session, () -> project.file(CA_JSON, ""));
        refuses(session, () -> project.file(CA_JSON, "[]"));
        refuses(
                session,
                () -> project.file(CA_JSON, "{\"authority\": {\"claims\": {\"maxTLSCertDuration\": \"1 year\"}}}"));
        refuses(session, () -> project.file(CA_JSON, "{\"a\": 1, \"a\": 2}"));
        refuses(session, () -> project.file(CA_JSON, "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}"));
        project.file(CA_JSON, original);

        refuses(session, () -> project.file("config/step-ca/secrets/password.txt", "wrong\n"));
        refuses(session, () -> project.delete("config/step-ca/secrets/password.txt"));
        project.file("config/step-ca/secrets/password.txt", password);
        project.mode("config/step-ca/secrets/password.txt", "rw-------");

        refuses(session, () -> project.file("config/step-ca/pki/root_ca.crt", "not PEM\n"));
        refuses(session, () -> project.file("config/step-ca/pki/root_ca.crt", certificate.substring(0, 200)));
        refuses(session, () -> project.delete("config/step-ca/pki/root_ca.crt"));
        project.file("config/step-ca/pki/root_ca.crt", certificate);

        refuses(session, () -> project.mode("config/step-ca/secrets", "rwxrwxrwx"));
        session.assertGolden("init-ca-refusals");
    }

    private void refuses(Session session, Runnable spoil) {
        spoil.run();
        Map<String, String> before = project.state();
        Project.Ran ran = session.run("init-ca");
        assertThat(ran.exit()).as(ran.err()).isEqualTo(3);
        assertThat(ran.errors()).hasSize(1);
        assertThat(project.state()).as("nothing is written").isEqualTo(before);
    }

    @Test
    void cut_off_before_any_step_the_next_run_leaves_one_whole_ca() {
        int step = 1;
        while (crashes(step)) {
            assertThat(project.run("init-ca").exit())
                    .as("after a crash before step " + step)
                    .isZero();
            assertThat(project.run("generate-service-certs", "db").exit())
                    .as("the CA signs, after a crash before step " + step)
                    .isZero();
            assertThat(project.run("init-ca", "--check").exit())
                    .as("whole, after a crash before step " + step)
                    .isZero();
            assertThat(project.contents().keySet())
                    .as("nothing is left over")
                    .noneMatch(path -> path.matches(".*(\\.tmp|/apply/.+)"));
            project = Project.empty(folder.resolve("" + step));
            step += step < 20 ? 1 : 7;
        }
        assertThat(step).as("there were steps to be cut off at").isGreaterThan(20);
    }

    /** @return whether the run got as far as that step */
    private boolean crashes(int step) {
        System.setProperty(CRASH_AT, step + ":throw");
        try {
            project.run("init-ca");
            return false;
        } catch (Error crash) {
            assertThat(crash.getClass().getSimpleName()).isEqualTo("Crashed");
            return true;
        } finally {
            System.clearProperty(CRASH_AT);
        }
    }

    @Test
    void a_process_that_is_killed_says_nothing_and_the_next_run_says_what_it_finished() throws Exception {
        Session session = new Session(project);
        assertThat(process("-D" + CRASH_AT + "=70", "init-ca").waitFor())
                .as("killed")
                .isEqualTo(137);
        session.run("init-ca", "--check");
        session.run("init-ca");
        session.assertGolden("init-ca-after-a-kill");
    }

    @Test
    void two_at_once_leave_one_ca_and_the_second_is_told() throws Exception {
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Process>> starts =
                    List.of(() -> process("-Dx=1", "init-ca"), () -> process("-Dx=2", "init-ca"));
            List<Integer> exits = new ArrayList<>();
            for (Future<Process> started : both.invokeAll(starts)) {
                exits.add(started.get().waitFor());
            }
            assertThat(exits)
                    .as("0: made or already there, 3: made by the other meanwhile, 5: the other is at work")
                    .contains(0)
                    .allMatch(exit -> List.of(0, 3, 5).contains(exit));
        } finally {
            both.shutdown();
        }
        assertThat(project.run("init-ca", "--check").exit())
                .as("what is there is one whole CA")
                .isZero();
        assertThat(project.run("generate-service-certs", "db").exit()).isZero();
    }

    private Process process(String option, String alias) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        option,
                        "-cp",
                        Scripts.classPath(),
                        Scripts.mainClass(alias),
                        "-C",
                        project.root.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
