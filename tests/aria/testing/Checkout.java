package aria.testing;

import java.nio.file.Files;
import java.nio.file.Path;
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
}
