package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The line with which a person calls a published server. */
class ClientLineTest {
    private static final String LINE = "redis-cli --tls -h localhost -p 6379 ";

    @TempDir
    Path folder;

    @Test
    void takes_a_password_by_the_environment_where_the_server_asks_for_one() {
        Project project = Project.empty(folder).file("compose.yaml", """
                services:
                  cache:
                    image: redis:7.2
                    command: redis-server --requirepass hush
                    ports: ["127.0.0.1:6379:6379"]
                """);
        assertThat(project.run("bootstrap", "--dry-run").err())
                .contains("Call it with `REDISCLI_AUTH=PASSWORD " + LINE)
                .doesNotContain("hush");

        project.file("compose.yaml", project.text("compose.yaml").replace(" --requirepass hush", ""));
        assertThat(project.run("bootstrap", "--dry-run").err()).contains("Call it with `" + LINE);
    }
}
