package aria.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file that Project.java doesn't name is missing from every jar: the lists have to be complete. */
class ProjectListTest {
    private static final String REMEDY = "`git add` what is new, then run tests/project-list";

    private final Path library = Checkout.root().resolve("scripts/aria");

    @Test
    void names_every_source_file_of_the_library() throws IOException {
        assertThat(named("//SOURCES "))
                .as(REMEDY)
                .containsExactlyInAnyOrderElementsOf(filesBelow(library)
                        .filter(file -> file.endsWith(".java") && !file.equals("Project.java"))
                        .toList());
    }

    @Test
    void puts_every_template_on_the_class_path() throws IOException {
        assertThat(named("//FILES "))
                .as(REMEDY)
                .containsExactlyInAnyOrderElementsOf(filesBelow(Checkout.root().resolve("templates"))
                        .map(file -> "templates/" + file + "=../../templates/" + file)
                        .toList());
    }

    private List<String> named(String directive) throws IOException {
        return Files.readAllLines(library.resolve("Project.java")).stream()
                .filter(line -> line.startsWith(directive))
                .map(line -> line.substring(directive.length()))
                .toList();
    }

    private static Stream<String> filesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList()
                    .stream();
        }
    }
}
