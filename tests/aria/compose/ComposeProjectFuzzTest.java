package aria.compose;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.SourceText;
import aria.finding.RefusedException;
import aria.testing.Fuzz;
import aria.testing.FuzzInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes as a project: changed as services usually are, proven and taken back, or refused. */
class ComposeProjectFuzzTest {
    private static final Set<String> REASONS = Set.of(
            "yaml-invalid",
            "duplicate-key",
            "merge-of-list",
            "no-services",
            "shared-anchor",
            "override-tag",
            "wrong-type",
            "outside-project",
            "limit",
            "unproven",
            "template",
            "not-found",
            "conflict");

    @TempDir
    static Path folder;

    /** The first line is the project's {@code .env}, its semicolons as line ends. */
    @Fuzz
    void a_project_gets_the_usual_changes_and_loses_them_again_or_is_refused(byte[] input) {
        FuzzInput given = FuzzInput.of(input);
        ComposeFolder here = new ComposeFolder(folder)
                .write(".env", given.kind().replace(';', '\n'))
                .write("compose.yaml", given.text());
        try {
            ComposeProject project = here.load("compose.yaml");
            if (project.services().containsKey("web")) {
                check(here, project, ComposeEditor.apply(project, UsualChanges.of(project)));
            }
        } catch (RefusedException refused) {
            assertThat(refused.finding().id()).as(refused.getMessage()).isIn(REASONS);
            assertThat(refused.getMessage()).doesNotContain("\n");
        }
    }

    private static void check(ComposeFolder here, ComposeProject before, List<FileEdit> edits) {
        assertThat(edits).allSatisfy(edit -> assertThat(edit.file()).isEqualTo(here.file("compose.yaml")));
        edits.forEach(edit -> here.write("compose.yaml", edit.edit().after().text()));
        ComposeProject after = here.load("compose.yaml");
        assertThat(ComposeEditor.apply(after, UsualChanges.of(after)))
                .as("a second run")
                .isEmpty();
        assertThat(after.services().keySet()).containsAll(before.services().keySet());
        for (FileEdit edit : edits) {
            SourceText undone = edit.undoRecord().undo(edit.edit().after());
            assertThat(undone.text()).as("undo").isEqualTo(edit.edit().before().text());
        }
    }
}
