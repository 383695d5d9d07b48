package aria.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The SHA-256 by which this project identifies contents: 64 lower-case hex digits. */
public final class Digest {

    /** As much as a backup may hold. */
    private static final long MOST_BYTES = 1L << 30;

    private Digest() {}

    /** The SHA-256 of these bytes. */
    public static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * The SHA-256 of a file's content, links followed.
     *
     * @return empty when there is no file
     * @throws UncheckedIOException when it cannot be read
     */
    public static Optional<String> ofFile(Path file) {
        if (Absent.withItsFolder(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(sha256(InputFile.bytes(file, MOST_BYTES)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw DiskTrouble.of(file, "read", e);
        }
    }
}
