package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.InMemory;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody changed of ours and a later run put right does not stand in the way of undo, whatever else was edited. */
class MendedUndoTest {
    private static final String FILE = """
            services:
              cache:
                image: redis:8
                command: redis-server --save ""
              app:
                image: busybox:1.37
            """;
    private static final String NOTE = "# note\n";

    @TempDir(factory = InMemory.class)
    Path folder;

    private Project project;

    private void bootstrapped() {
        project = Project.empty(folder).file("compose.yaml", FILE);
        assertThat(project.run("patch-compose", "--only", "cache", "--yes").exit())
                .isZero();
    }

    private void change(UnaryOperator<String> how) {
        String before = project.text("compose.yaml");
        project.file("compose.yaml", how.apply(before));
        assertThat(project.text("compose.yaml")).isNotEqualTo(before);
    }

    private void mended(UnaryOperator<String> how) {
        change(how);
        Project.Ran ran = project.run("patch-compose", "--only", "cache", "--yes");
        assertThat(ran.exit()).as(ran.err()).isZero();
    }

    private Project.Ran undo() {
        return project.run("patch-compose", "--undo", "--yes");
    }

    private void assertUndone(String expected) {
        Project.Ran ran = undo();
        assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
        assertThat(project.text("compose.yaml")).isEqualTo(expected);
    }

    @Test
    void a_mended_value_is_taken_back_with_a_note_that_came_later() {
        bootstrapped();
        mended(text -> text.replace("--tls-auth-clients yes", "--tls-auth-clients no"));
        change(text -> text + NOTE);
        assertUndone(FILE + NOTE);
    }

    @Test
    void a_mended_value_is_taken_back_with_a_note_that_came_with_the_change() {
        bootstrapped();
        mended(text -> NOTE + text.replace("--tls-auth-clients yes", "--tls-auth-clients no"));
        mended(text -> text.replace("--port 0", "--port 6379"));
        change(text -> text.replace("busybox:1.37", "busybox:1.38"));
        assertUndone(NOTE + FILE.replace("busybox:1.37", "busybox:1.38"));
    }

    @Test
    void a_block_that_was_deleted_and_made_again_goes() {
        bootstrapped();
        String volume = "    volumes:\n      - cache-mtls:/etc/certs:ro\n";
        mended(text -> text.replace(volume, ""));
        change(text -> text + NOTE);
        assertUndone(FILE + NOTE);
    }

    @Test
    void the_value_that_is_named_can_be_pasted_and_lets_undo_pass() {
        bootstrapped();
        change(text -> text.replace("redis-server --save", "sh -c redis-server"));
        Project.Ran refused = undo();
        assertThat(refused.exit()).isNotZero();
        String advice = "when the rest is taken back: ";
        String named = refused.err()
                .lines()
                .filter(line -> line.contains(advice))
                .map(line -> line.substring(line.indexOf(advice) + advice.length()))
                .findFirst()
                .orElseThrow();
        change(text -> text.replaceAll("(?m)^    command: \"sh.*$", "    command: " + named.replace("\\", "\\\\")));
        assertUndone(FILE.replace("redis-server --save \"\"", named));
    }

    /** Its lines are so alike that a later change of them was taken for a mend of the earlier one. */
    @Test
    void a_service_that_was_renamed_between_two_runs_leaves_nothing_of_ours() {
        String file = """
                x-app: &app
                  image: example/app:1
                  environment: {URL: "postgres://db/x", CACHE: "redis://cache"}
                  depends_on: &deps
                    db: {condition: service_started}
                    cache: {condition: service_started}

                services:
                  web:
                    <<: *app
                    command: ["web"]
                    networks: [front, back]

                  worker:
                    <<: *app
                    networks:
                      back:

                  db:
                    image: postgres:18
                    networks: {back: {aliases: [postgres]}}
                    environment: {POSTGRES_PASSWORD: secret}

                  cache:
                    image: redis:8
                    networks: [back]

                networks:
                  front:
                  back:
                """;
        project = Project.empty(folder).file("compose.yaml", file);
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        change(text -> text.replace("  worker:\n", "  jobs:\n"));
        Project.Ran again = project.run("bootstrap", "--yes");
        assertThat(again.exit()).as(again.err()).isZero();
        assertUndone(file.replace("  worker:\n", "  jobs:\n"));
    }
}
