package aria.cli;

import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** The content of a file that an option names. */
public final class OptionFile {

    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private OptionFile() {}

    /**
     * Refuses a secret that is no secret.
     *
     * @param option as it is typed, for the message
     * @throws aria.finding.RefusedException when it is a file that others can read; a pipe may have any mode
     */
    public static void requirePrivate(Path file, String option) {
        try {
            boolean others = Files.isRegularFile(file)
                    && Files.getFileStore(file).supportsFileAttributeView(PosixFileAttributeView.class)
                    && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
            if (others) {
                throw new RefusedException(
                        FindingId.PKI_REFUSED,
                        option + " " + file + " can be read by others, so what it holds is no secret",
                        Remedy.command("chmod", "600", file.toString()));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    option + " " + file + " can't be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /**
     * @param option as it is typed, for the message
     * @throws UncheckedIOException when it can't be read
     */
    static byte[] read(CommonOptions common, String option, Path file) {
        Path path = common.directory().resolve(file);
        requirePrivate(path, option);
        try {
            return Files.readAllBytes(path);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    option + " " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
