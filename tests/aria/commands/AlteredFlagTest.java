package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A flag of ours that has another value by now is given the right one, instead of a second flag behind it. */
class AlteredFlagTest {
    private static final String FILE = "compose.yaml";
    private static final String STACK = """
            services:
              db:
                image: postgres:16
                command: ["postgres", "-c", "shared_buffers=64MB"]
                environment: {POSTGRES_PASSWORD: secret}
              cache:
                image: redis:7.2
                command: redis-server --save 60
              queue:
                image: redis:7.2
              app: {image: "example/app:1"}
            """;

    @TempDir
    Path folder;

    private Project project;
    private String patched;

    @BeforeEach
    void patch() {
        project = Project.empty(folder).file(FILE, STACK);
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        patched = project.text(FILE);
    }

    @ParameterizedTest
    @CsvSource({
        "--ssl_ca_file=/etc/certs/ca.crt, --ssl_ca_file=/etc/ssl/other.crt",
        "--ssl=on, --ssl=off",
        "--tls-ca-cert-file /etc/certs/ca.crt, --tls-ca-cert-file /other.crt",
        "--tls-auth-clients yes, --tls-auth-clients no"
    })
    void a_repair_leaves_one(String ours, String altered) {
        assertThat(patched).contains(ours);
        project.file(FILE, patched.replace(ours, altered));
        Project.Ran ran = project.run("patch-compose", "--yes");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(project.text(FILE)).isEqualTo(patched);
        assertThat(project.run("patch-compose", "--check").exit()).isZero();
        project.run("patch-compose", "--undo", "--yes");
        assertThat(project.text(FILE)).isEqualTo(STACK);
    }

    /** The plan says what it replaces. */
    @Test
    void the_plan_names_both_values() {
        project.file(FILE, patched.replace("--ssl=on", "--ssl=off"));
        Project.Ran ran = project.run("patch-compose", "--dry-run", "-v");
        assertThat(ran.out() + ran.err()).contains("`--ssl=off` becomes `--ssl=on`");
    }

    /** Before the first patch, a flag is the user's own. */
    @Test
    void a_flag_of_the_users_own_is_not_taken_for_ours() {
        project.run("patch-compose", "--undo", "--yes");
        project.file(FILE, STACK.replaceFirst(Pattern.quote("\"postgres\", "), "\"postgres\", \"--ssl_ca_file=/x\", "));
        Project.Ran ran = project.run("patch-compose", "--only", "db", "--yes");
        assertThat(ran.err()).contains("its command already sets `--ssl_ca_file=/x`");
    }
}
