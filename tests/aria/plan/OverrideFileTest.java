package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.apply.PlanApplier;
import aria.apply.Undo;
import aria.apply.Undone;
import aria.apply.Watcher;
import aria.compose.ComposeProject;
import aria.compose.FileEdit;
import aria.compose.ProjectFiles;
import aria.edit.UnifiedDiff;
import aria.edit.yaml.PlainYaml;
import aria.preset.Presets;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.store.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code patch-compose --override}: the compose file stays, another one takes every edit. */
class OverrideFileTest {
    private static final String TEXT =
            "services:\n  web:\n    image: web:1\n    depends_on: [db]\n  db:\n    image: db:1\n";

    @TempDir
    Path folder;

    private Path override;

    @BeforeEach
    void setUp() throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), TEXT);
        override = folder.resolve("compose.mtls.yaml");
    }

    @Test
    void a_new_override_file_is_written_and_undo_removes_it() throws IOException {
        PlanApplier.apply(plan(), Instant.now(), Watcher.NOBODY);
        assertThat(folder.resolve("compose.yaml")).hasContent(TEXT);
        assertThat(override).content().startsWith("services:\n").contains("web-mtls-init");
        assertThat(plan().edits()).as("a second run").isEmpty();

        List<Undone> undone = Undo.undo(Layout.of(folder), List.of(override));
        assertThat(undone).extracting(Undone::effect).containsExactly(Undone.Effect.REMOVED);
        assertThat(override).doesNotExist();
    }

    @Test
    void an_override_file_of_the_user_gets_its_bytes_back() throws IOException {
        String text = "# mine\nservices:\n  web:\n    labels: [mine]\n";
        Files.writeString(override, text);
        PlanApplier.apply(plan(), Instant.now(), Watcher.NOBODY);
        assertThat(override).content().contains("web-mtls");
        Undo.undo(Layout.of(folder), List.of(override));
        assertThat(override).hasContent(text);
    }

    @Test
    void the_diff_of_a_new_file_begins_at_nothing() {
        FileEdit edit = plan().edits().get(0);
        assertThat(UnifiedDiff.of(
                        "compose.mtls.yaml", edit.before(), edit.edit().after()))
                .startsWith("--- /dev/null\n+++ b/compose.mtls.yaml\n@@ -0,0 +1,");
    }

    private ProjectPlan plan() {
        ProjectFiles files = new ProjectFiles(folder, List.of(folder.resolve("compose.yaml")), "test");
        Selection mount = new Selection(Set.of(), Map.of("*", Selection.MOUNT), true, Map.of());
        Layout layout = Layout.of(folder);
        Stack stack = Stack.of(
                ComposeProject.load(files, Map.of()).withEditsIn(override), Presets.builtIn(PlainYaml::load), mount);
        return new ProjectPlanner(layout, Instant.now(), Optional.empty())
                .patch(List.of(StackPlanner.plan(stack, new StackOptions(layout, StackOptions.REQUIRE, false))));
    }
}
