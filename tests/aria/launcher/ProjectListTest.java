package aria.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that Project.java does not name is missing from every jar: the lists have to be complete. */
class ProjectListTest {
    private static final String REMEDY = "run tests/project-list";

    @Test
    void names_every_source_file_of_the_library() throws IOException {
        assertThat(named("//SOURCES ", Checkout.root()))
                .as(REMEDY)
                .containsExactlyInAnyOrderElementsOf(sourcesIn(Checkout.root()));
    }

    @Test
    void puts_every_template_on_the_class_path() throws IOException {
        assertThat(named("//FILES ", Checkout.root()))
                .as(REMEDY)
                .containsExactlyInAnyOrderElementsOf(filesBelow(Checkout.root().resolve("templates")).stream()
                        .map(file -> "templates/" + file + "=../../templates/" + file)
                        .toList());
    }

    @Test
    void branches_that_add_and_move_files_merge_without_a_conflict(@TempDir Path folder) throws Exception {
        Needs.program("git");
        Files.createDirectories(folder.resolve("tests"));
        for (String file : List.of("tests/project-list", ".gitattributes")) {
            Files.copy(Checkout.root().resolve(file), folder.resolve(file));
        }
        run(folder, """
                export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
                export GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@example.org GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@example.org
                mkdir -p scripts/aria/edit/yaml templates/services
                touch scripts/aria/edit/B.java scripts/aria/edit/D.java scripts/aria/edit/yaml/N.java templates/services/index
                commit() { tests/project-list; tests/project-list --check; git add -A; git commit -q -m "$1"; }
                git init -q -b main
                commit base
                git checkout -q -b moved
                git mv scripts/aria/edit/D.java scripts/aria/edit/yaml/D.java
                touch scripts/aria/edit/C.java
                commit moved
                git checkout -q -b added main
                touch scripts/aria/edit/C2.java scripts/aria/edit/E.java templates/services/nats.yaml
                commit added
                git merge -q -m merged moved
                """);
        assertThat(named("//SOURCES ", folder)).containsAll(sourcesIn(folder));

        run(folder, "tests/project-list; tests/project-list --check");
        assertThat(named("//SOURCES ", folder))
                .containsExactly(
                        "edit/B.java",
                        "edit/C.java",
                        "edit/C2.java",
                        "edit/E.java",
                        "edit/yaml/D.java",
                        "edit/yaml/N.java");
        assertThat(named("//FILES ", folder))
                .containsExactly(
                        "templates/services/index=../../templates/services/index",
                        "templates/services/nats.yaml=../../templates/services/nats.yaml");
    }

    private static void run(Path folder, String script) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-euc", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(said).isZero();
    }

    private static List<String> named(String directive, Path checkout) throws IOException {
        return Files.readAllLines(checkout.resolve("scripts/aria/Project.java")).stream()
                .filter(line -> line.startsWith(directive))
                .map(line -> line.substring(directive.length()))
                .toList();
    }

    private static List<String> sourcesIn(Path checkout) throws IOException {
        return filesBelow(checkout.resolve("scripts/aria")).stream()
                .filter(file -> file.endsWith(".java") && !file.equals("Project.java"))
                .toList();
    }

    private static List<String> filesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }
}
