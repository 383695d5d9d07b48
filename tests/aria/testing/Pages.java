package aria.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Markdown files of this repository. */
public final class Pages {
    private static final List<String> FOLDERS = List.of(".github", "config/step-ca", "docs");

    private Pages() {}

    /**
     * Lists them.
     *
     * @return paths from the checkout's root: README.md first, then by name
     */
    public static List<String> all() {
        Path root = Checkout.root();
        Stream<Path> below = FOLDERS.stream().flatMap(folder -> markdown(root.resolve(folder), Integer.MAX_VALUE));
        List<String> others = Stream.concat(markdown(root, 1), below)
                .map(file -> root.relativize(file).toString())
                .filter(name -> !name.equals("README.md"))
                .sorted()
                .toList();
        return Stream.concat(Stream.of("README.md"), others.stream()).toList();
    }

    /**
     * Reads one of them.
     *
     * @param page a path that {@link #all} returned
     * @return its text
     */
    public static String text(String page) {
        try {
            return Files.readString(Checkout.root().resolve(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> markdown(Path folder, int depth) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
