package aria.docs;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.yaml.PlainYaml;
import aria.finding.FindingId;
import aria.preset.ImageName;
import aria.preset.Preset;
import aria.preset.Presets;
import aria.preset.Templates;
import aria.testing.Checkout;
import aria.testing.FuzzInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The steps of the checklists in CONTRIBUTING.md that no other test asks for. */
class ChecklistsTest {
    private static final String PAGE = "CONTRIBUTING.md";
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");
    private static final Pattern TEMPLATE = Pattern.compile("template: ([\\w./-]+)");
    private static final Pattern IMAGE = Pattern.compile("(?:\"|image: )([a-z0-9][a-z0-9./-]*:[\\w.-]+)");
    private static final List<String> PARTS =
            List.of("## Context", "## Decision", "## What was weighed", "## Consequences");

    private final Path root = Checkout.root();
    private final List<Preset> presets = Presets.builtIn(PlainYaml::load).all();

    @Test
    void the_tests_that_the_page_names_are_there() throws IOException {
        Set<String> tests = files("tests/aria", file -> file.toString().endsWith("Test.java"))
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        assertThat(TEST.matcher(Checkout.text(PAGE)).results().map(found -> found.group(1)))
                .hasSizeGreaterThan(10)
                .isSubsetOf(tests);
    }

    @Test
    void every_file_of_a_preset_is_in_the_index_and_every_generated_file_in_a_preset() throws IOException {
        Path services = root.resolve("templates/services");
        List<Path> own = files("templates/services", file -> file.getParent().equals(services))
                .filter(file -> file.toString().endsWith(".yaml"))
                .toList();
        assertThat(own)
                .extracting(file -> file.getFileName().toString().replace(".yaml", ""))
                .containsExactlyInAnyOrderElementsOf(
                        presets.stream().map(Preset::id).toList());
        assertThat(files("templates/services/files", Files::isRegularFile)
                        .map(file -> services.resolve("files").relativize(file).toString()))
                .hasSameElementsAs(own.stream()
                        .flatMap(file -> TEMPLATE.matcher(Checkout.text(file)).results())
                        .map(found -> found.group(1))
                        .toList());
    }

    @Test
    void readers_are_told_of_every_server() {
        String pages = Checkout.pages().stream().map(Checkout::text).collect(Collectors.joining());
        assertThat(presets)
                .filteredOn(preset -> !preset.listeners().isEmpty())
                .extracting(Preset::title)
                .allMatch(pages::contains);
    }

    @Test
    void every_server_is_met_by_a_test_on_containers() throws IOException {
        Presets known = new Presets(presets);
        Set<String> met = files("tests/aria/live", file -> file.toString().endsWith(".java"))
                .flatMap(file -> IMAGE.matcher(Checkout.text(file)).results())
                .flatMap(found -> known.forImage(ImageName.parse(found.group(1))).stream())
                .map(Preset::id)
                .collect(Collectors.toSet());
        assertThat(presets)
                .filteredOn(preset -> !preset.listeners().isEmpty())
                .extracting(Preset::id)
                .isSubsetOf(met);
    }

    @Test
    void every_check_is_asked_for_by_a_test() throws IOException {
        String tests = files("tests/aria", file -> file.toString().endsWith("Test.java"))
                .map(Checkout::text)
                .collect(Collectors.joining());
        assertThat(checkIds())
                .hasSizeGreaterThan(20)
                .allMatch(id -> tests.contains("\"" + id + "\"") || tests.contains(probe(id)));
    }

    /** The constant that stands for a check of handshakes. */
    private static String probe(String id) {
        return "Probe." + id.replaceFirst("^handshake\\.", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }

    @Test
    void every_protocol_has_an_input_for_the_fuzzer() throws IOException {
        assertThat(files("tests/fuzz/ProtocolFuzzTest", Files::isRegularFile)
                        .map(file -> FuzzInput.of(bytes(file)).kind()))
                .containsAll(presets.stream()
                        .flatMap(preset -> preset.listeners().stream())
                        .map(Preset.Listener::protocol)
                        .toList());
    }

    @Test
    void every_id_is_one_of_its_kind_and_says_what_it_means() {
        assertThat(FindingId.values())
                .allSatisfy(id -> {
                    assertThat(id.text()).matches("[a-z]+(-[a-z]+)*");
                    assertThat(id.meaning()).matches("[A-Z].*\\.");
                })
                .extracting(FindingId::text)
                .doesNotHaveDuplicates();
    }

    @Test
    void every_decision_has_its_number_its_parts_and_its_line_in_the_list() throws IOException {
        List<Path> records = files("docs/decisions", file -> !file.endsWith("README.md") && Files.isRegularFile(file))
                .sorted()
                .toList();
        String list = Checkout.text("docs/decisions/README.md");
        assertThat(records).hasSizeGreaterThan(10);
        for (int i = 0; i < records.size(); i++) {
            String name = records.get(i).getFileName().toString();
            String text = Checkout.text(records.get(i));
            String title = text.lines().findFirst().orElseThrow();
            assertThat(name).startsWith("%04d-".formatted(i + 1));
            assertThat(title).startsWith("# " + (i + 1) + ". ");
            assertThat(text).as(name).containsSubsequence(PARTS).containsPattern("\nDate: \\d{4}-\\d\\d-\\d\\d\n");
            assertThat(list).contains("](" + name + ") | " + title.replaceFirst("# \\d+\\. ", "") + " |");
        }
    }

    private static List<String> checkIds() {
        List<?> categories = (List<?>) PlainYaml.load("checks.yaml", Templates.read("checks/checks.yaml"));
        return categories.stream()
                .flatMap(category -> ((List<?>) ((Map<?, ?>) category).get("checks")).stream())
                .map(check -> (String) ((Map<?, ?>) check).get("id"))
                .toList();
    }

    private Stream<Path> files(String below, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> all = Files.walk(root.resolve(below))) {
            return all.filter(wanted).toList().stream();
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
