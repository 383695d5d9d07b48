package aria.plan;

import aria.compose.ComposeProject;
import aria.compose.ProjectFiles;
import aria.edit.yaml.PlainYaml;
import aria.preset.Presets;
import aria.stack.ProxyChoices;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.stack.Stage;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A compose file in a folder of its own, planned with the program's presets. */
final class PlannedProject {
    private final Path folder;
    private String mode = StackOptions.REQUIRE;
    private boolean stepCa;
    private boolean upgradeImages;
    private Set<String> always = Set.of();
    private Map<String, String> presets = Map.of();
    private Set<String> proxied = Set.of();
    private Set<String> natives = Set.of();
    private Set<String> local = Set.of();
    private Map<String, Stage> stages = Map.of();
    private Map<String, List<String>> calls = Map.of();
    private Map<String, List<String>> callers = Map.of();
    private boolean automatic;
    private Map<String, Map<String, String>> images = Map.of();

    PlannedProject(Path folder, String compose) {
        this.folder = folder;
        write("compose.yaml", compose);
    }

    PlannedProject mode(String mode) {
        this.mode = mode;
        return this;
    }

    /** As with {@code --with-step-ca}. */
    PlannedProject withStepCa() {
        stepCa = true;
        return this;
    }

    /** As with {@code --upgrade-images}. */
    PlannedProject withUpgradedImages() {
        upgradeImages = true;
        return this;
    }

    /** As with {@code secure: always} for these services. */
    PlannedProject always(String... services) {
        always = Set.of(services);
        return this;
    }

    /** As with {@code via: proxy} for these services. */
    PlannedProject proxied(String... services) {
        proxied = Set.of(services);
        return this;
    }

    /** As with {@code proxies: auto}: here, what presets alone can do is the rule. */
    PlannedProject withProxies() {
        automatic = true;
        return this;
    }

    /** As with {@code via: native} for these services. */
    PlannedProject natively(String... services) {
        natives = Set.of(services);
        return this;
    }

    /** As with {@code published: loopback} for these services. */
    PlannedProject local(String... services) {
        local = Set.of(services);
        return this;
    }

    /** As with {@code stage} of a service. */
    PlannedProject stage(String service, Stage stage) {
        stages = Map.of(service, stage);
        return this;
    }

    /** As with {@code calls} of a service. */
    PlannedProject calls(String service, String... listeners) {
        calls = Map.of(service, List.of(listeners));
        return this;
    }

    /** As with {@code callers} of a server. */
    PlannedProject callers(String server, String... names) {
        callers = Map.of(server, List.of(names));
        return this;
    }

    /** As with {@code --preset SERVICE=NAME}. */
    PlannedProject preset(String service, String preset) {
        presets = Map.of(service, preset);
        return this;
    }

    /** An image that is on this machine, with what it says of itself. */
    PlannedProject image(String reference, Map<String, String> said) {
        images = Map.of(reference, said);
        return this;
    }

    PlannedProject write(String file, String text) {
        try {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), text);
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    StackPlan plan(String... only) {
        Selection selection = new Selection(
                Set.of(only),
                presets,
                false,
                Map.of(),
                always,
                calls,
                Set.of(),
                Set.of(),
                new ProxyChoices(automatic, proxied, natives, local, stages),
                Map.of(),
                callers,
                Optional.empty());
        ComposeProject project = ComposeProject.load(
                new ProjectFiles(folder, List.of(folder.resolve("compose.yaml")), "test"), Map.of());
        return StackPlanner.plan(
                Stack.of(project, Presets.builtIn(PlainYaml::load), selection),
                new StackOptions(
                        Layout.of(folder),
                        mode,
                        Map.of(),
                        false,
                        stepCa,
                        upgradeImages,
                        reference -> images.getOrDefault(reference, Map.of()),
                        Map.of(),
                        Map.of(),
                        "ada"));
    }

    /** The file as the plan wants it; as it is when the plan leaves it alone. */
    String after(StackPlan plan, String file) {
        Path path = folder.resolve(file);
        return plan.edits().stream()
                .filter(edit -> edit.file().equals(path))
                .map(edit -> edit.edit().after().text())
                .findFirst()
                .orElseGet(() -> read(path));
    }

    /** Makes the edits and the generated files real, without a transaction. */
    void apply(StackPlan plan) {
        plan.edits()
                .forEach(edit -> write(
                        folder.relativize(edit.file()).toString(),
                        edit.edit().after().text()));
        plan.files()
                .forEach(file -> write(
                        folder.relativize(file.write().path()).toString(),
                        new String(file.write().content(), StandardCharsets.UTF_8)));
    }

    /** The text of a generated file. */
    static String generated(StackPlan plan, String name) {
        return plan.files().stream()
                .filter(file -> file.write().path().endsWith(name))
                .map(file -> new String(file.write().content(), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not generated"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
