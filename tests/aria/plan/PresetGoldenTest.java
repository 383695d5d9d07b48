package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.UnifiedDiff;
import aria.edit.yaml.PlainYaml;
import aria.finding.FindingText;
import aria.finding.Remedy;
import aria.preset.Preset;
import aria.preset.Presets;
import aria.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What presets make of a project, as people are told: each folder of {@code tests/golden/presets} is one, and its
 * {@code plan.txt} has what is found, what is generated and the difference in each file. Those of {@code tests/golden/callers} have
 * callers that cannot follow. A file {@code always} names services that are secured whoever calls them.
 */
class PresetGoldenTest {
    private static final boolean WRITE = "write".equals(System.getProperty("aria.golden"));
    private static final String PLAN = "plan.txt";
    private static final String ALWAYS = "always";
    private static final Set<String> SAME_FOR_ALL = Set.of(".gitignore", "init.sh");

    @TempDir
    Path folder;

    static List<String> cases() throws IOException {
        List<String> all = new ArrayList<>();
        for (String group : List.of("presets", "callers")) {
            try (Stream<Path> cases = Files.list(golden().resolve(group))) {
                cases.map(path -> group + "/" + path.getFileName()).sorted().forEach(all::add);
            }
        }
        return all;
    }

    private static Path golden() {
        return Checkout.root().resolve("tests/golden");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_project_is_planned_as_written_down_and_a_second_time_to_nothing(String name) throws IOException {
        Path golden = golden().resolve(name);
        PlannedProject project = project(golden);
        StackPlan plan = project.plan();
        String said = said(plan);
        if (WRITE) {
            Files.writeString(golden.resolve(PLAN), said);
        }
        assertThat(said).isEqualTo(Files.readString(golden.resolve(PLAN)));
        project.apply(plan);
        StackPlan second = project.plan();
        assertThat(second.isEmpty()).as("%s %s", second.edits(), second.files()).isTrue();
    }

    @Test
    void every_refusal_of_every_preset_is_shown_with_what_to_do() throws IOException {
        StringBuilder shown = new StringBuilder();
        for (String name : cases()) {
            shown.append(Files.readString(golden().resolve(name).resolve(PLAN)));
        }
        List<String> missing = new ArrayList<>();
        for (Preset preset : Presets.builtIn(PlainYaml::load).all()) {
            Stream<Pattern> situations =
                    preset.refusals().stream().map(refusal -> told(refusal.reason(), refusal.remedies()));
            Stream<Pattern> keys = preset.configs().stream()
                    .filter(Preset.BlockEdit.class::isInstance)
                    .map(Preset.BlockEdit.class::cast)
                    .flatMap(edit -> edit.keys().stream())
                    .filter(Preset.KeyRule::refuse)
                    .map(rule -> told(rule.reason(), List.of(rule.remedy())));
            Stream.concat(situations, keys)
                    .filter(told -> !told.matcher(shown).find())
                    .forEach(told -> missing.add(preset.id() + ": " + told));
        }
        assertThat(missing).isEmpty();
    }

    /** Any service may be named in it. */
    private static Pattern told(String reason, List<Remedy> remedies) {
        String text = reason + FindingText.IN_CHECKOUT.sentence(remedies);
        return Pattern.compile("\\Q" + text.replace("'{{service}}=mount'", "\\E\\S+\\Q=mount") + "\\E");
    }

    private PlannedProject project(Path golden) throws IOException {
        PlannedProject project = new PlannedProject(folder, Files.readString(golden.resolve("compose.yaml")));
        try (Stream<Path> files = Files.walk(golden)) {
            files.filter(Files::isRegularFile)
                    .map(golden::relativize)
                    .filter(file -> !file.endsWith(PLAN) && !file.endsWith(ALWAYS))
                    .forEach(file -> project.write(file.toString(), read(golden.resolve(file))));
        }
        return Files.exists(golden.resolve(ALWAYS))
                ? project.always(Files.readString(golden.resolve(ALWAYS)).split("\\s+"))
                : project;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private String said(StackPlan plan) {
        String findings = plan.findings().stream()
                .map(finding ->
                        finding.severity() + " " + finding.id() + ": " + FindingText.IN_CHECKOUT.line(finding) + "\n")
                .collect(Collectors.joining());
        String files = plan.files().stream()
                .map(PlannedFile::write)
                .filter(file -> !SAME_FOR_ALL.contains(file.path().getFileName().toString()))
                .map(file -> "+++ " + folder.relativize(file.path()) + "\n"
                        + new String(file.content(), StandardCharsets.UTF_8) + "\n")
                .sorted()
                .collect(Collectors.joining());
        String edits = plan.edits().stream()
                .map(edit -> UnifiedDiff.of(
                        folder.relativize(edit.file()).toString(),
                        edit.edit().before(),
                        edit.edit().after()))
                .collect(Collectors.joining("\n"));
        return String.join(
                "\n",
                Stream.of(findings, files, edits)
                        .filter(part -> !part.isEmpty())
                        .toList());
    }
}
