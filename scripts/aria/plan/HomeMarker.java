package aria.plan;

import aria.store.FileWrite;
import aria.store.InputFile;
import aria.store.StateKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The file by which a folder outside a project says that it belongs to that project. A file of the project alone
 * cannot lead there: it may be an attacker's.
 *
 * @param home    the folder; absolute
 * @param project the folder of the project's choices; absolute
 */
public record HomeMarker(Path home, Path project) {
    private static final String NAME = "project";

    /** Whether it is there and names the project. */
    public boolean isThere() {
        Path file = file();
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && StateKey.here().user().owns(file, home)
                    && InputFile.text(file).equals(text());
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** The file to be written. */
    public PlannedFile planned() {
        return PlannedFile.of(
                FileWrite.open(file(), text().getBytes(StandardCharsets.UTF_8)),
                "says whose keys and certificates these are");
    }

    private Path file() {
        return home.resolve(NAME);
    }

    /** The project as it is seen from here, so that both can be moved together. */
    private String text() {
        return home.relativize(project) + "\n";
    }
}
