package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.compose.ComposeProject;
import aria.compose.FileEdit;
import aria.compose.ProjectFiles;
import aria.edit.yaml.PlainYaml;
import aria.finding.RefusedException;
import aria.finding.UsageException;
import aria.preset.Presets;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.store.Layout;
import aria.testing.Fuzz;
import aria.testing.FuzzInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes as a user's stack: planned and written, nothing left to do then, and taken back to the byte; or refused. */
class StackFuzzTest {
    private static final Presets PRESETS = Presets.builtIn(PlainYaml::load);

    @TempDir
    static Path parent;

    private Path folder;

    private void forget() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        }
    }

    /** The first line has {@code m} for the preset {@code mount} everywhere, {@code a} for all services, {@code r} for the mode request. */
    @Fuzz
    void a_stack_is_planned_written_and_taken_back_or_refused(byte[] input) throws IOException {
        folder = Files.createTempDirectory(parent, "project");
        try {
            plan(FuzzInput.of(input));
        } finally {
            forget();
        }
    }

    private void plan(FuzzInput given) throws IOException {
        Path compose = Files.write(folder.resolve("compose.yaml"), given.body());
        try {
            StackPlan plan = plan(given.kind());
            for (FileEdit edit : plan.edits()) {
                assertThat(edit.edit().after().text())
                        .isNotEqualTo(edit.edit().before().text());
                assertThat(edit.undoRecord().undo(edit.edit().after()).text())
                        .as("undo")
                        .isEqualTo(edit.edit().before().text());
                Files.write(edit.file(), edit.edit().after().bytes());
            }
            for (PlannedFile file : plan.files()) {
                assertThat(file.write().path().startsWith(folder.resolve("data")))
                        .as(file.toString())
                        .isTrue();
                Files.createDirectories(file.write().path().getParent());
                Files.write(file.write().path(), file.write().content());
            }
            if (!plan.edits().stream().allMatch(edit -> edit.file().equals(compose))) {
                assertThat(plan.edits())
                        .allMatch(
                                edit -> edit.isNew() || edit.file().equals(compose),
                                "the user's file, or a new one beside it");
                return; // which has to be named to be read
            }
            StackPlan again = plan(given.kind());
            assertThat(again.edits()).as("a second run").isEmpty();
            assertThat(again.files()).as("a second run").isEmpty();
            assertThat(again.secured()).isEqualTo(plan.secured());
        } catch (RefusedException refused) {
            assertThat(refused.getMessage()).doesNotContain("\n");
        } catch (UsageException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private StackPlan plan(String options) {
        ComposeProject project = ComposeProject.load(
                new ProjectFiles(folder, List.of(folder.resolve("compose.yaml")), "fuzz"), Map.of());
        Selection selection = new Selection(
                Set.of(),
                options.contains("m") ? Map.of("*", Selection.MOUNT) : Map.of(),
                options.contains("a"),
                Map.of());
        String mode = options.contains("r") ? StackOptions.REQUEST : StackOptions.REQUIRE;
        return StackPlanner.plan(
                Stack.of(project, PRESETS, selection), new StackOptions(Layout.of(folder), mode, false));
    }
}
