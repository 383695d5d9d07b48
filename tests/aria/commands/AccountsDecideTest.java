package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that cannot require a certificate of everybody is not counted among those that do. */
class AccountsDecideTest {
    @Test
    void mariadb_has_a_state_of_its_own(@TempDir Path folder) {
        Project project = Project.empty(folder).file("compose.yaml", """
                services:
                  db:
                    image: mariadb:11.8
                    environment: {MARIADB_ROOT_PASSWORD: x}
                """);
        Project.Ran ran = project.run("bootstrap", "--yes");
        assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
        assertThat(project.run("verify-mtls-setup").out())
                .contains(
                        "not required: a client without a certificate was served by a test server with its files: HTTP 200");
        assertThat(ran.out())
                .contains("Listeners: 1 certificate by account\n")
                .doesNotContain("All checks passed", "by choice", "1 configured");
    }
}
