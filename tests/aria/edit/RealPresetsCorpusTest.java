package aria.edit;

import static org.assertj.core.api.Assertions.assertThat;

import aria.compose.ComposeProject;
import aria.compose.FileEdit;
import aria.compose.ProjectFiles;
import aria.edit.yaml.Node;
import aria.edit.yaml.PlainYaml;
import aria.edit.yaml.PutEntry;
import aria.edit.yaml.YamlChange;
import aria.edit.yaml.YamlTree;
import aria.finding.RefusedException;
import aria.plan.StackOptions;
import aria.plan.StackPlan;
import aria.plan.StackPlanner;
import aria.preset.Presets;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.store.Layout;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** With the real presets bytes of the user's are replaced, in real compose files: only those that the plan names. */
class RealPresetsCorpusTest {
    @Test
    void every_byte_that_is_replaced_is_one_that_the_plan_names() throws IOException {
        Path corpus = Needs.corpus();
        Presets presets = Presets.builtIn(PlainYaml::load);
        List<String> unnamed = new ArrayList<>();
        int replaced = 0;
        int edited = 0;
        for (Path file : files(corpus)) {
            for (FileEdit edit : edits(file, presets)) {
                edited++;
                for (Splice splice : edit.edit().splices()) {
                    if (!splice.removed().isBlank()) {
                        replaced++;
                        List<String> path = path(edit.edit().before(), splice.offset());
                        if (edit.changes().stream()
                                .noneMatch(change -> change.change() instanceof YamlChange yaml
                                        && (names(yaml, path) || fills(yaml, path, splice)))) {
                            unnamed.add(corpus.relativize(file) + " " + path + ": " + splice.removed());
                        }
                    }
                }
            }
        }
        assertThat(unnamed)
                .as(replaced + " places replaced in " + edited + " files")
                .isEmpty();
        assertThat(replaced)
                .as("something is replaced at all, in " + edited + " files")
                .isGreaterThan(100);
    }

    private static List<FileEdit> edits(Path file, Presets presets) {
        try {
            ComposeProject project =
                    ComposeProject.load(new ProjectFiles(file.getParent(), List.of(file), "corpus"), Map.of());
            // Whoever calls them: it is edits that are looked at.
            Selection everything = new Selection(Set.of(), Map.of(), true, Map.of())
                    .securingAlways(project.services().keySet());
            Stack stack = Stack.of(project, presets, everything);
            StackPlan plan = StackPlanner.plan(
                    stack, new StackOptions(Layout.of(file.getParent()), StackOptions.REQUIRE, false));
            return plan.edits().stream()
                    .filter(edit -> project.sources().containsKey(edit.file()))
                    .toList();
        } catch (RefusedException refused) {
            return List.of();
        }
    }

    /** A change names the key of a service that it is about, and what is below it. */
    private static boolean names(YamlChange change, List<String> path) {
        List<String> named = new ArrayList<>(change.path());
        if (change instanceof PutEntry put) {
            named.add(put.key());
        }
        int key = Math.min(3, named.size());
        return path.size() >= key && path.subList(0, key).equals(named.subList(0, key));
    }

    /** What is added to a mapping that is empty takes the place of its brackets. */
    private static boolean fills(YamlChange change, List<String> path, Splice splice) {
        return splice.removed().strip().equals("{}")
                && change.path().size() > path.size()
                && change.path().subList(0, path.size()).equals(path);
    }

    /** The keys that lead to a place in a file. */
    private static List<String> path(SourceText source, int offset) {
        List<String> path = new ArrayList<>();
        Node node = YamlTree.of(source).documents().get(0);
        while (node != null && node.kind == Node.Shape.MAP) {
            Node next = null;
            String key = null;
            for (Node.Entry entry : node.entries) {
                if (entry.key().start <= offset) {
                    next = entry.value();
                    key = entry.key().text;
                }
            }
            if (key != null) {
                path.add(key);
            }
            node = next;
        }
        return path;
    }

    private static List<Path> files(Path corpus) throws IOException {
        try (Stream<Path> all = Files.walk(corpus)) {
            return all.filter(path -> path.toString().matches(".*\\.ya?ml"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }
}
