package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.SourceText;
import aria.edit.yaml.YamlDocument;
import aria.edit.yaml.YamlMap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stack that changes after it was secured: one run gives what a fresh one would, and an undo the user's bytes. */
class StackLifeTest {
    private static final String FILE = "compose.yaml";
    private static final String STACK = """
            services:
              db:
                image: postgres:16 # ours
                environment:
                  - POSTGRES_PASSWORD=secret
              cache:
                image: redis:7.2
              board:
                image: grafana/grafana:11.4.0
            """;

    @TempDir
    Path folder;

    static Stream<Named<UnaryOperator<String>>> changes() {
        return Stream.of(
                Named.of("renamed", text -> text.replace("  db:", "  database:")),
                Named.of("a proxied one is renamed", text -> text.replace("  board:", "  dash:")),
                Named.of("removed", text -> without(text, "cache")),
                Named.of("another user", text -> text.replace("# ours", "# ours\n    user: \"1000:1000\"")),
                Named.of(
                        "a new one",
                        text -> text.replace("  db:\n    image", "  new: {image: 'redis:7.4'}\n  db:\n    image")));
    }

    /** Without the lines of a service. */
    private static String without(String text, String service) {
        return text.replaceFirst("(?m)^  " + service + ":\n(    .*\n|\n)*", "");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void one_run_gives_what_a_fresh_one_would(UnaryOperator<String> change) {
        Project project = patched(STACK);
        project.file(FILE, change.apply(project.text(FILE)));
        String users = change.apply(STACK);

        Project.Ran ran = project.run("patch-compose", "--yes");

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(said(project)).as(project.text(FILE)).isEqualTo(said(patchedElsewhere(users)));
        assertThat(project.run("patch-compose", "--check").exit())
                .as("nothing is left to do")
                .isZero();
        Project.Ran undone = project.run("patch-compose", "--undo", "--yes");
        assertThat(undone.exit()).as(undone.err()).isZero();
        assertThat(project.text(FILE)).isEqualTo(users);
    }

    private Project patched(String text) {
        Project project = Project.empty(folder).file(FILE, text);
        Project.Ran ran = project.run("patch-compose", "--yes");
        assertThat(ran.exit()).as(ran.err()).isZero();
        return project;
    }

    private Project patchedElsewhere(String text) {
        Project project = Project.empty(folder.resolve("fresh")).file(FILE, text);
        Project.Ran ran = project.run("patch-compose", "--yes");
        assertThat(ran.exit()).as(ran.err()).isZero();
        return project;
    }

    private static YamlMap said(Project project) {
        return YamlDocument.parse(SourceText.of(FILE, project.text(FILE).getBytes(StandardCharsets.UTF_8)))
                .root();
    }
}
