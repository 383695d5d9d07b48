package aria.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.store.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands take from the environment of whoever runs them, and what they say of it. */
class ShellValuesTest {
    private static final String SECRET = "cAnArY7f3aB9";
    private static final String STACK = """
            services:
              db:
                image: postgres:18
                environment:
                  POSTGRES_PASSWORD: ${SECRET}
                  POSTGRES_INITDB_ARGS: ${SECRET_ARGS}
                command: postgres -c application_name=${SECRET}
              cache:
                image: redis:7
                command: redis-server --requirepass ${SECRET}
              mq:
                image: rabbitmq:4
                environment: [SECRET, "RABBITMQ_DEFAULT_PASS=${SECRET}"]
              sso:
                image: quay.io/keycloak/keycloak:26.4
                command: start --db-password=${SECRET}
                environment:
                  KC_DB: postgres
                  KC_DB_URL: jdbc:postgresql://db:5432/${SECRET}
                  JAVA_OPTS_APPEND: -Dpassword=${SECRET}
              app:
                image: example/app
                environment:
                  DATABASE_URL: postgres://app:${SECRET}@db:5432/app
                  REDIS_URL: redis://:${SECRET}@cache:6379
            """;

    @TempDir
    Path folder;

    private ChildJvm.Ended run(Project project, Map<String, String> more, String command, String... words)
            throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of("SECRET", SECRET, "SECRET_ARGS", "--pwfile=" + SECRET));
        environment.putAll(more);
        return project.runWith(environment, command, words);
    }

    @Test
    void a_value_that_comes_from_the_shell_alone_reaches_no_file_of_the_project_no_diff_and_no_report()
            throws Exception {
        Project project = Project.empty(folder).file("compose.yaml", STACK);
        ChildJvm.Ended written = run(project, Map.of(), "bootstrap", "--yes", "--verbose", "--diff", "-");
        assertThat(written.exit()).as(written.output()).isIn(0, 6);
        assertThat(written.output()).contains("+++ b/compose.yaml").doesNotContain(SECRET);
        ChildJvm.Ended checked = run(
                project,
                Map.of(),
                "verify-mtls-setup",
                "--no-live",
                "--verbose",
                "--report",
                "json=r.json",
                "--report",
                "html=r.html",
                "--report",
                "junit=r.xml",
                "--report",
                "sarif=r.sarif");
        assertThat(checked.output()).contains("wrote").doesNotContain(SECRET);
        try (Stream<Path> all = Files.walk(project.root)) {
            for (Path file : all.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                boolean tracked = Stream.of("data", "config", ".aria")
                        .noneMatch(ours -> file.startsWith(project.root.resolve(ours)));
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(SECRET)) {
                    assertThat(tracked).as(file.toString()).isFalse();
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .isEqualTo("rw-------");
                }
            }
        }
    }

    /** Without a key an undo needs --accept-record, which a person has to know before there is anything to undo. */
    @Test
    void where_no_key_can_be_kept_a_writing_command_says_so_before_it_writes() throws Exception {
        Project project = Project.empty(folder).file("compose.yaml", "services:\n  db:\n    image: postgres:17\n");
        Path none = Files.writeString(folder.resolve("file"), "").resolve("state");
        Map<String, String> state = Map.of("ARIA_STATE_DIR", none.toString());
        Map<String, String> before = project.state();
        ChildJvm.Ended asked = run(project, state, "bootstrap", "--no-input");
        assertThat(asked.exit()).as(asked.output()).isEqualTo(5);
        assertThat(asked.output()).contains("no key can be kept", "--accept-record", "ARIA_STATE_DIR");
        assertThat(project.state()).as("nothing was written yet").isEqualTo(before);
        ChildJvm.Ended written = run(project, state, "bootstrap", "--yes");
        assertThat(written.exit()).as(written.output()).isZero();
        assertThat(written.output().indexOf("no key can be kept"))
                .isBetween(0, written.output().indexOf("√"));
    }
}
