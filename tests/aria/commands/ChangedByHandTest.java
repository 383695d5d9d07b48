package aria.commands;

import static aria.commands.PatchComposeCommandTest.DB_AND_APP;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A generated file that a person has changed since is not written anew in silence, and nothing of theirs is lost. */
class ChangedByHandTest {
    private static final String FILE = "data/mtls/db/pg_hba.conf";
    private static final String LINE = "host all ada 10.0.0.0/8 scram-sha-256\n";

    @TempDir
    Path folder;

    private Project project;
    private String generated;
    private String theirs;

    @BeforeEach
    void changeAGeneratedFile() throws IOException {
        project = Project.empty(folder).file("compose.yaml", DB_AND_APP);
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        generated = Files.readString(project.root.resolve(FILE));
        theirs = generated + LINE;
        project.file(FILE, theirs);
    }

    @Test
    void the_plan_names_it_also_when_quiet_and_the_diff_shows_it() {
        Project.Ran ran = project.run("bootstrap", "--dry-run", "-q", "--diff", "-");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.err())
                .contains("warning: " + FILE + ": this generated file was changed by hand and is written anew;"
                        + " your version is kept as data/mtls/.changed-by-hand/db-pg_hba.conf-");
        assertThat(ran.out()).contains("--- a/" + FILE + "\n+++ b/" + FILE + "\n", "\n-" + LINE);
    }

    @Test
    void it_is_replaced_on_consent_only_and_kept() throws IOException {
        for (String alias : new String[] {"bootstrap", "patch-compose"}) {
            assertThat(project.run(alias, "--no-input").exit()).isEqualTo(5);
            assertThat(project.root.resolve(FILE)).hasContent(theirs);
        }
        Project.Ran ran = project.run("patch-compose", "--yes", "-q");
        assertThat(ran.err()).contains("changed by hand");
        assertThat(project.root.resolve(FILE)).hasContent(generated);
        assertThat(kept()).singleElement().satisfies(kept -> assertThat(kept).hasContent(theirs));
        assertThat(project.run("patch-compose", "--yes").err()).doesNotContain("changed by hand");
        project.run("patch-compose", "--undo", "--yes");
        assertThat(project.root.resolve(FILE)).doesNotExist();
        assertThat(kept()).as("stays").hasSize(1);
        assertThat(project.root.resolve("compose.yaml")).hasContent(DB_AND_APP);
    }

    @Test
    void an_undo_brings_back_what_was_replaced_by_another_content() {
        Project.Ran ran = project.run("bootstrap", "--mode", "request", "--yes");
        assertThat(ran.err()).contains("changed by hand");
        assertThat(project.root.resolve(FILE)).content().isNotEqualTo(theirs).isNotEqualTo(generated);
        project.run("bootstrap", "--undo", "--yes");
        assertThat(project.root.resolve(FILE)).hasContent(theirs);
        assertThat(project.root.resolve("compose.yaml")).hasContent(DB_AND_APP);
    }

    @Test
    void what_was_taken_over_is_left() {
        String mine = theirs.substring(theirs.indexOf('\n') + 1);
        project.file(FILE, mine);
        Project.Ran ran = project.run("bootstrap", "--yes");
        assertThat(ran.err()).doesNotContain("changed by hand");
        assertThat(project.root.resolve(FILE)).hasContent(mine);
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(project.root.resolve("data/mtls/.changed-by-hand"))) {
            return files.toList();
        }
    }
}
