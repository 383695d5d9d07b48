package aria.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the files of this repository are that tests read without their being on the class path. */
public final class Checkout {
    private Checkout() {}

    /**
     * The checkout's root: the current folder or the nearest one above it that holds {@code jbangw}.
     *
     * @throws IllegalStateException when the tests run outside a checkout
     */
    public static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.isRegularFile(folder.resolve("jbangw")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "run the tests inside the checkout: no jbangw in " + here + " or above"));
    }

    /** Returns the pages that people read, by their paths from the root: README first, then all others, by name. */
    public static List<String> pages() {
        Path root = root();
        Stream<Path> others = Stream.concat(
                markdown(root, 1),
                Stream.of(".github", "config/step-ca", "docs")
                        .flatMap(folder -> markdown(root.resolve(folder), Integer.MAX_VALUE)));
        return Stream.concat(
                        Stream.of("README.md"),
                        others.map(file -> root.relativize(file).toString())
                                .filter(name -> !name.equals("README.md"))
                                .sorted())
                .toList();
    }

    /**
     * Returns the text of a file.
     *
     * @param name its path from the root
     */
    public static String text(String name) {
        return text(root().resolve(name));
    }

    /** Returns the text of a file. */
    public static String text(Path file) {
        try {
            return Files.readString(file);
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
