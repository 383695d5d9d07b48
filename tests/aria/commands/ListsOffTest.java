package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code crl: off} after {@code crl: servers}: no server is left with a list that nobody means it to read. */
class ListsOffTest {
    private static final String STACK = """
            services:
              db:
                image: postgres:18
              words:
                image: postgres:18
                command: postgres -c max_connections=50
              maria:
                image: mariadb:11.8
                command: ["--character-set-server=utf8mb4"]   # ours
              broker:
                image: eclipse-mosquitto:2.0
                volumes: ["./mosquitto.conf:/mosquitto/config/mosquitto.conf"]
              web:
                image: nginx:1.26
                volumes: ["./site.conf:/etc/nginx/conf.d/default.conf:ro"]
            """;
    private static final String MOSQUITTO = "listener 1883\nallow_anonymous true\n";

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void stack_without_lists() {
        project = Project.empty(folder);
        project.file("docker-compose.yml", STACK);
        project.file("mosquitto.conf", MOSQUITTO);
        project.file("site.conf", "server {\n    listen 80;\n}\n");
    }

    @Test
    void the_settings_go_where_they_were_made_and_a_second_run_finds_nothing() {
        ran("--yes");
        String compose = project.text("docker-compose.yml");
        String mosquitto = project.text("mosquitto.conf");
        String nginx = project.text("data/mtls/web/nginx.conf");
        ran("--yes", "--crl", "servers");
        assertThat(project.text("docker-compose.yml")).contains("--ssl_crl_file=", "--ssl-crl=");
        assertThat(project.text("mosquitto.conf")).contains("crlfile");

        Project.Ran off = ran("--yes", "--crl", "off");
        assertThat(project.text("docker-compose.yml")).isEqualTo(compose);
        assertThat(project.text("mosquitto.conf")).isEqualTo(mosquitto);
        assertThat(project.text("data/mtls/web/nginx.conf")).isEqualTo(nginx);
        assertThat(off.out() + off.err()).doesNotContain("nothing is known to run rotate-certs");
        ran("--check");

        ran("--undo", "--yes");
        assertThat(project.text("docker-compose.yml")).isEqualTo(STACK);
        assertThat(project.text("mosquitto.conf")).isEqualTo(MOSQUITTO);
    }

    @Test
    void they_go_from_files_that_were_edited_since_and_undo_leaves_only_that_edit() {
        ran("--yes", "--crl", "servers");
        project.file("docker-compose.yml", project.text("docker-compose.yml").replace("utf8mb4", "latin1"));
        project.file("mosquitto.conf", "# mine\n" + project.text("mosquitto.conf"));

        ran("--yes", "--crl", "off");
        assertThat(project.text("docker-compose.yml"))
                .doesNotContain("crl.pem")
                .contains("latin1", "max_connections=50 --ssl=on");
        assertThat(project.text("mosquitto.conf")).doesNotContain("crlfile").contains("require_certificate true");

        ran("--undo", "--yes");
        assertThat(project.text("docker-compose.yml")).isEqualTo(STACK.replace("utf8mb4", "latin1"));
        assertThat(project.text("mosquitto.conf")).isEqualTo("# mine\n" + MOSQUITTO);
    }

    @Test
    void a_list_of_the_users_own_stays() {
        ran("--yes");
        project.file("mosquitto.conf", project.text("mosquitto.conf") + "crlfile /mine/crl.pem\n");
        ran("--yes", "--crl", "off");
        assertThat(project.text("mosquitto.conf")).contains("crlfile /mine/crl.pem");
    }

    private Project.Ran ran(String... options) {
        Project.Ran ran = project.run("bootstrap", options);
        assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
        return ran;
    }
}
