package aria.cli;

import static aria.finding.Remedy.advice;

import aria.finding.ConsentException;
import aria.finding.FindingId;
import aria.store.AtomicFiles;
import aria.store.FileWrite;
import aria.store.UserPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A file that the user named for the output of a command. It may be overwritten again and again. A file with other
 * content is never replaced, and a link that came with the project is never followed.
 *
 * @param option the option that named it
 * @param typed  as it was typed
 * @param path   where it is; absolute
 */
record OutputFile(String option, Path typed, Path path) {
    /** How much of a file tells one of ours from a file of the user's. */
    private static final int BEGINNING = 16;

    /**
     * Finds the place.
     *
     * @param root the working directory, without links in its path
     */
    static OutputFile of(Path root, String option, Path typed) {
        return new OutputFile(option, typed, UserPath.of(root, typed));
    }

    /**
     * Refuses to write over something else.
     *
     * @param beginnings what files of this kind begin with, one or the other; 16 bytes count
     * @throws ConsentException when something else is there
     */
    void requireOurs(byte[]... beginnings) {
        if (Files.isSymbolicLink(path)) {
            throw taken("is a link");
        }
        if (!Files.exists(path) || isDevice()) {
            return;
        }
        try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            byte[] there = in.readNBytes(BEGINNING);
            if (there.length > 0 && Arrays.stream(beginnings).noneMatch(beginning -> begins(there, beginning))) {
                throw taken("exists and is something else");
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Writes it, whole or not at all; something like a pipe gets the content as it comes. */
    void write(byte[] content) {
        write(FileWrite.ofUser(path, content));
    }

    /** As {@link #write(byte[])}; every user of the machine can read it, whatever the umask. */
    void publish(byte[] content) {
        write(FileWrite.open(path, content));
    }

    private void write(FileWrite write) {
        if (!isDevice()) {
            AtomicFiles.write(write);
            return;
        }
        try {
            Files.write(path, write.content(), StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static boolean begins(byte[] there, byte[] beginning) {
        int length = Math.min(beginning.length, BEGINNING);
        return there.length >= length && Arrays.equals(there, 0, length, beginning, 0, length);
    }

    private boolean isDevice() {
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }

    private ConsentException taken(String what) {
        return new ConsentException(
                FindingId.CONSENT_MISSING, option + ": " + path + " " + what, advice("name another file"));
    }

    private UncheckedIOException failed(IOException cause) {
        return new UncheckedIOException(option + ": " + path + " cannot be written: " + Problem.oneLine(cause), cause);
    }
}
