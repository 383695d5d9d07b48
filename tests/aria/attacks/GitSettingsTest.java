package aria.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository's settings name commands; those of a folder that somebody else prepared are never run. */
class GitSettingsTest {
    @TempDir
    Path folder;

    private Project project;
    private Path marker;

    @BeforeEach
    void prepare() {
        Needs.program("git");
        marker = folder.resolve("marker");
        project = Project.empty(folder).file("compose.yaml", "services:\n  db:\n    image: postgres:17\n");
    }

    private String settings() {
        return "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tfsmonitor = \"touch '" + marker + "';\"\n";
    }

    @Test
    void a_git_folder_that_came_along() {
        project.file(".git/HEAD", "ref: refs/heads/main\n")
                .file(".git/config", settings())
                .file(".git/objects/info/x", "")
                .file(".git/refs/heads/x", "");
        assertNothingRuns();
    }

    /** A git directory without the name, as a clone brings it: its settings lie beside {@code HEAD}. */
    @Test
    void a_git_folder_embedded_in_the_tree() {
        project.file("HEAD", "ref: refs/heads/main\n")
                .file("commondir", "shared\n")
                .file("config.worktree", settings() + "\tworktree = " + project.root + "\n")
                .file("shared/config", "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tworktreeConfig = true\n")
                .file("shared/objects/x", "")
                .file("shared/refs/x", "");
        // The tree around it, which makes the check apply.
        project.file("../.git/HEAD", "ref: refs/heads/main\n").file("../.git/objects/x", "");
        assertNothingRuns();
    }

    /** The index of a real clone is read all the same. */
    @Test
    void what_is_tracked_is_found_without_git() throws IOException, InterruptedException {
        assertThat(project.run("init-ca", "--dns", "db").exit()).isZero();
        assertThat(project.run("generate-service-certs", "db").exit()).isZero();
        for (String[] words : new String[][] {{"git", "init", "-q"}, {"git", "add", "-f", "data/certs/db"}}) {
            assertThat(new ProcessBuilder(words)
                            .directory(project.root.toFile())
                            .start()
                            .waitFor())
                    .isZero();
        }
        Files.writeString(project.root.resolve(".git/config"), settings());
        assertThat(project.run("verify-mtls-setup", "--only", "secrets.untracked")
                        .out())
                .contains("data/certs/db/db.key is tracked by git");
        assertThat(marker).doesNotExist();
    }

    private void assertNothingRuns() {
        project.run("bootstrap", "--yes");
        project.run("verify-mtls-setup");
        assertThat(marker).doesNotExist();
    }
}
