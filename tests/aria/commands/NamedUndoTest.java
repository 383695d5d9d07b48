package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two projects of one folder: what is taken back of one is nothing of the other's. */
class NamedUndoTest {
    private static final String ONE = """
            name: one
            services:
              nats:
                image: nats:2.14
                command: ["-c", "/etc/nats.conf"]
                volumes: ["./conf/nats.conf:/etc/nats.conf:ro"]
            """;
    private static final String TWO = """
            name: two
            services:
              cache: {image: "redis:8"}
            """;

    @TempDir
    Path folder;

    @Test
    void undo_of_one_file_leaves_the_other_project_as_it_is_and_says_what_both_use() {
        Project project =
                Project.empty(folder).file("one.yml", ONE).file("two.yml", TWO).file("conf/nats.conf", "port: 4222\n");
        assertThat(project.run("bootstrap", "--yes", "-f", "one.yml").exit()).isZero();
        assertThat(project.run("bootstrap", "--yes", "-f", "two.yml").exit()).isZero();
        String one = project.text("one.yml");
        String two = project.text("two.yml");
        String conf = project.text("conf/nats.conf");

        Project.Ran ran = project.run("bootstrap", "--undo", "--yes", "-f", "two.yml");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.err())
                .contains("config/step-ca/ca.json")
                .contains("kept, because other projects use it. Patched as well, and left: one.yml")
                .doesNotContain("rm -r");
        assertThat(project.text("two.yml")).isEqualTo(TWO);
        assertThat(project.text("one.yml")).isEqualTo(one);
        assertThat(project.text("conf/nats.conf")).isEqualTo(conf);
        assertThat(project.has("config/step-ca/ca.json")).isTrue();

        assertThat(project.run("bootstrap", "--yes", "-f", "two.yml").exit()).isZero();
        assertThat(project.run("bootstrap", "--undo", "--yes", "-f", "one.yml").exit())
                .isZero();
        assertThat(project.text("one.yml")).isEqualTo(ONE);
        assertThat(project.text("conf/nats.conf")).isEqualTo("port: 4222\n");
        assertThat(project.text("two.yml")).isEqualTo(two);

        assertThat(project.run("bootstrap", "--undo", "--yes", "-f", "two.yml").err())
                .as("nothing else is left")
                .contains("config/step-ca/ca.json: was created here and is removed");
        assertThat(project.text("two.yml")).isEqualTo(TWO);
    }

    @Test
    void files_that_wait_for_another_one_are_named_in_one_line() {
        Project project = Project.empty(folder).file("one.yml", ONE).file("conf/nats.conf", "port: 4222\n");
        assertThat(project.run("bootstrap", "--yes", "-f", "one.yml").exit()).isZero();
        project.file("one.yml", project.text("one.yml") + "\t- broken: [\n");

        Project.Ran ran = project.run("patch-compose", "--undo", "--yes");

        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.err())
                .doesNotContain("for now")
                .containsPattern("Nothing was taken back, because these files belong together: .*conf/nats.conf.*\\."
                        + " Mend what is named above and run this again");
    }
}
