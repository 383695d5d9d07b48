package aria.stackfiles;

import aria.testing.Checkout;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Runs shell lines as root in the image that delivers keys, with one script folder of the checkout at {@code /mtls}. */
final class Busybox {
    private static final String IMAGE = "busybox:1.37";
    private final Path scripts;

    private Busybox(Path scripts) {
        this.scripts = scripts;
    }

    /** @param folder the script folder, relative to the checkout */
    static Busybox with(String folder) {
        Needs.image(IMAGE);
        return new Busybox(Checkout.root().resolve(folder));
    }

    /** Runs lines with {@code set -u}; every run starts with a fresh file system. */
    Command sh(String lines) throws IOException, InterruptedException {
        return Command.run(List.of(
                "docker", "run", "--rm", "--network", "none", "-v", scripts + ":/mtls:ro", IMAGE, "sh", "-uc", lines));
    }
}
