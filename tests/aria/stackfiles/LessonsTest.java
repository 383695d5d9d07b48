package aria.stackfiles;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of lessons in {@code docs/explanation/ROBUSTNESS.md}, and those of them that show in the sources alone. */
class LessonsTest {
    private static final Path ROOT = Checkout.root();
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+Test)(?:\\.(\\w+))?`");
    private static final Pattern SHELL = Pattern.compile("\"-c\",\\s*([^,)]+)");
    /** As a method, or as a component of a record, which has a method for each. */
    private static final Pattern MAIN = Pattern.compile("\\w main\\(|record \\w+\\([^{]*\\w main[,)]");

    private static final Pattern BOUNCY_CASTLE = Pattern.compile("bcprov-jdk18on:1\\.(\\d+)");

    @Test
    void every_test_that_the_page_names_is_there() throws IOException {
        List<Path> tests = sources("tests").toList();
        List<MatchResult> named = TEST.matcher(Files.readString(ROOT.resolve("docs/explanation/ROBUSTNESS.md")))
                .results()
                .toList();
        assertThat(named).hasSizeGreaterThan(40).allSatisfy(test -> {
            String source = read(tests.stream()
                    .filter(file -> file.endsWith(test.group(1) + ".java"))
                    .findFirst()
                    .orElseThrow());
            assertThat(test.group(2) == null || source.contains("void " + test.group(2) + "("))
                    .as(test.group())
                    .isTrue();
        });
    }

    /** What a server answered was run by the shell. Here a script is a constant, and what differs are its arguments. */
    @Test
    void a_shell_gets_constants_only() throws IOException {
        List<String> scripts = sources("scripts")
                .flatMap(file -> SHELL.matcher(read(file)).results())
                .map(found -> found.group(1).strip())
                .toList();
        assertThat(scripts).isNotEmpty().allMatch(script -> script.matches("[A-Z_]+|\"([^\"\\\\]|\\\\.)*\""));
    }

    /** An archive that was copied into a container was unpacked by that container's programs, with the engine's rights. */
    @Test
    void no_archive_is_copied_into_a_container() throws IOException {
        assertThat(sources("scripts").map(LessonsTest::read))
                .noneMatch(source -> source.contains("copyArchiveToContainer") || source.contains("\"cp\""));
    }

    /** JBang takes every method of that name for a start of the program, and warns of a second one. */
    @Test
    void one_class_of_the_library_has_a_method_named_main() throws IOException {
        assertThat(sources("scripts/aria")
                        .filter(file -> MAIN.matcher(read(file)).find()))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("ArchiveTraining.java");
    }

    @Test
    void bouncy_castle_is_newer_than_its_known_faults() throws IOException {
        assertThat(BOUNCY_CASTLE
                        .matcher(Files.readString(ROOT.resolve("scripts/aria/Deps.java")))
                        .results()
                        .map(found -> Integer.parseInt(found.group(1))))
                .isNotEmpty()
                .allMatch(minor -> minor >= 78);
    }

    private static Stream<Path> sources(String below) throws IOException {
        try (Stream<Path> all = Files.walk(ROOT.resolve(below))) {
            return all.filter(file -> file.toString().endsWith(".java")).toList().stream();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
