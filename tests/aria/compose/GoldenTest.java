package aria.compose;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each folder of {@code tests/golden/compose} holds a project before and after {@link UsualChanges}. */
class GoldenTest {
    private static final Map<String, UnaryOperator<String>> SHAPES = Map.of(
            "as it is", text -> text,
            "CRLF", text -> text.replace("\n", "\r\n"),
            "no final newline", String::stripTrailing,
            "byte order mark", text -> "\uFEFF" + text);

    @TempDir
    Path folder;

    static Stream<Arguments> cases() throws IOException {
        try (Stream<Path> cases = Files.list(golden())) {
            return cases.map(path -> path.getFileName().toString()).sorted().toList().stream()
                    .flatMap(name -> SHAPES.keySet().stream().sorted().map(shape -> Arguments.of(name, shape)));
        }
    }

    private static Path golden() {
        return Checkout.root().resolve("tests/golden/compose");
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void becomes_what_is_written_down(String name, String shape) {
        Map<String, String> before = read(golden().resolve(name).resolve("before"), SHAPES.get(shape));
        Map<String, String> after = read(golden().resolve(name).resolve("after"), SHAPES.get(shape));
        ComposeFolder here = new ComposeFolder(folder);
        before.forEach(here::write);
        String[] files =
                before.keySet().stream().filter(file -> !file.contains("/")).toArray(String[]::new);

        ComposeProject project = here.load(files);
        List<FileEdit> edits = ComposeEditor.apply(project, UsualChanges.of(project));
        edits.forEach(edit -> here.write(
                project.files().label(edit.file()), edit.edit().after().text()));

        assertThat(read(folder, text -> text)).isEqualTo(after);
        ComposeProject patched = here.load(files);
        assertThat(ComposeEditor.apply(patched, UsualChanges.of(patched)))
                .as("a second run")
                .isEmpty();
    }

    static Map<String, String> read(Path root, UnaryOperator<String> shape) {
        try (Stream<Path> all = Files.walk(root)) {
            Map<String, String> texts = new TreeMap<>();
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                texts.put(root.relativize(file).toString(), shape.apply(Files.readString(file)));
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
