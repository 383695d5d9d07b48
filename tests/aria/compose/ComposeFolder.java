package aria.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder with compose files, as a test writes them. */
record ComposeFolder(Path path) {

    ComposeFolder write(String name, String text) {
        try {
            Path file = path.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String name) {
        return path.resolve(name);
    }

    ProjectFiles files(String... names) {
        List<Path> files = Stream.of(names).map(this::file).toList();
        return new ProjectFiles(path, files.get(0).getParent(), files, "test");
    }

    ComposeProject load(String... names) {
        return ComposeProject.load(files(names), Map.of());
    }

    /** The one service called {@code web} of {@code compose.yaml} with this text. */
    Service web(String text) {
        return write("compose.yaml", text).load("compose.yaml").services().get("web");
    }
}
