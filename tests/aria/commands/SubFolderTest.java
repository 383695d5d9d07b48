package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person works in any folder of a project: its CA and its choices are found, and no second ones are made. */
class SubFolderTest {
    @TempDir
    Path folder;

    private Project project;
    private Project below;

    @BeforeEach
    void aProjectWithACa() {
        project = Project.empty(folder)
                .file("compose/compose.yaml", PatchComposeCommandTest.DB_AND_APP)
                .file("docs/notes.txt", "");
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        below = Project.at(project.root.resolve("compose"));
    }

    @Test
    void nothing_is_left_to_do_in_any_folder_of_it() {
        Map<String, String> before = project.state();
        for (String name : new String[] {"compose", "docs", "data/certs"}) {
            Project.Ran ran = Project.at(project.root.resolve(name)).run("bootstrap", "--yes");
            assertThat(ran.exit()).as(name + ran.err()).isZero();
            assertThat(ran.out()).contains("nothing to do, nothing written");
            assertThat(ran.err()).contains("Working in " + project.root);
        }
        assertThat(project.state()).isEqualTo(before);
    }

    @Test
    void a_file_is_named_from_where_the_person_stands() {
        Project.Ran ran = below.run("patch-compose", "-f", "compose.yaml", "--undo", "--yes");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(below.text("compose.yaml")).isEqualTo(PatchComposeCommandTest.DB_AND_APP);
        assertThat(below.run("bootstrap", "--override", "more.yaml", "--yes").exit())
                .isZero();
        assertThat(below.has("more.yaml")).isTrue();
        assertThat(below.has("config")).as("a second CA").isFalse();
    }

    @Test
    void a_certificate_is_found_by_the_name_of_its_service() {
        for (String[] command :
                new String[][] {{"inspect", "db"}, {"lint", "db"}, {"renew", "db", "--offline"}, {"revoke", "db"}}) {
            Project.Ran ran = below.run("pki-cert", command);
            assertThat(ran.exit()).as(String.join(" ", command) + ran.err()).isZero();
        }
    }

    @Test
    void choices_above_are_honoured_before_there_is_a_CA() {
        project.delete("config");
        project.delete("data");
        project.file("aria.yaml", "version: 1\nonly: [app]\n");
        assertThat(below.run("init-ca").exit()).isZero();
        assertThat(project.has("config/step-ca/ca.json")).isTrue();
    }

    @Test
    void the_folder_for_the_roots_key_is_named_from_where_the_person_stands() {
        project.delete("config");
        project.file("aria.yaml", "version: 1\nonly: [db]\n").file("compose/stick/.keep", "");
        for (String command : new String[] {"init-ca --root-key stick", "bootstrap --yes --force --root-key stick"}) {
            Project.Ran ran = below.run(command.split(" "));
            assertThat(ran.exit()).as(command + ran.err()).isZero();
            assertThat(below.has("stick/root_ca_key")).as(command).isTrue();
            project.delete("compose/stick/root_ca_key");
        }
    }

    @Test
    void a_folder_that_everybody_can_write_to_is_not_trusted() {
        project.mode("", "rwxrwxrwx");
        assertThat(below.run("init-ca", "--dry-run").out()).contains("there is no CA in config/step-ca yet");
        project.mode("", "rwxr-xr-x");
        assertThat(below.run("init-ca", "--dry-run").out()).contains("already exists");
    }

    @Test
    void the_root_of_another_work_tree_ends_the_search() throws Exception {
        new Git(below.root).commit();
        assertThat(below.run("init-ca", "--dry-run").out()).contains("there is no CA in config/step-ca yet");
    }
}
