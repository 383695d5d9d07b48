package aria.store;

import static aria.finding.Remedy.advice;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads files that somebody else may have prepared. A pipe blocks its reader, a device and a sparse file fill the
 * memory, so only regular files are read, and only up to a size.
 */
public final class InputFile {
    /** The largest file that is read if nothing else is said, in bytes: 64 MiB. */
    public static final long LIMIT = 64L << 20;

    /** A pipe can take a file's place after a look at it, and has no end. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final ExecutorService READERS = Executors.newCachedThreadPool(InputFile::daemon);

    private InputFile() {}

    /**
     * Returns the content of a file, links followed.
     *
     * @throws IOException      when it is not there or cannot be read
     * @throws RefusedException when it is not a regular file, or larger than {@link #LIMIT}
     */
    public static byte[] bytes(Path file) throws IOException {
        return bytes(file, LIMIT);
    }

    /**
     * As {@link #bytes(Path)}, with another limit.
     *
     * @param most in bytes
     */
    public static byte[] bytes(Path file, long most) throws IOException {
        requireRegular(file, most);
        byte[] content = opened(file, most + 1, PATIENCE);
        if (content.length > most) {
            throw refused(file, most);
        }
        return content;
    }

    /**
     * Returns the first bytes of a file, whatever it is by now. Java opens a pipe only once somebody writes into it, and
     * cannot be stopped from waiting, so another thread waits.
     *
     * @throws RefusedException when it was not read in time
     */
    static byte[] opened(Path file, long most, Duration patience) throws IOException {
        Future<byte[]> read = READERS.submit(() -> {
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, most));
            }
        });
        try {
            return read.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException endless) {
            throw new RefusedException(
                    Finding.error(
                                    FindingId.LIMIT,
                                    "it could not be read within " + patience.toSeconds() + " s",
                                    advice("see whether somebody puts a pipe in its place"))
                            .at(Place.of(file.toString())),
                    endless);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException unreadable) {
                throw unreadable;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + file + " was read");
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "read");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Returns the content of a file that has to be there; as {@link #bytes(Path)}.
     *
     * @throws UncheckedIOException when it is not there or cannot be read, with its name in the message
     */
    public static byte[] required(Path file) {
        try {
            return bytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * As {@link #required}, of a file that aria writes and never makes a link.
     *
     * @throws RefusedException when it is a link, also
     */
    public static byte[] requiredItself(Path file) {
        if (Files.isSymbolicLink(file)) {
            throw HeldFolder.refusedToRead(file);
        }
        return required(file);
    }

    /** Returns the text of a file that has to be there; as {@link #text(Path)} and {@link #required(Path)}. */
    public static String requiredText(Path file) {
        try {
            return text(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static UncheckedIOException unreadable(Path file, IOException cause) {
        return new UncheckedIOException(file + " cannot be read: " + cause.getMessage(), cause);
    }

    /**
     * Returns the text of a file; as {@link #bytes(Path)}.
     *
     * @throws java.nio.charset.CharacterCodingException when it is not UTF-8
     */
    public static String text(Path file) throws IOException {
        return text(file, LIMIT);
    }

    /**
     * As {@link #text(Path)}, with another limit.
     *
     * @param most in bytes
     */
    public static String text(Path file, long most) throws IOException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes(file, most)))
                .toString();
    }

    /** Whether a file that is there is not larger than {@link #LIMIT}. */
    public static boolean isOfUsualSize(Path file) {
        return file.toFile().length() <= LIMIT;
    }

    /**
     * Checks what a file is before it is read.
     *
     * @throws IOException      when it is not there
     * @throws RefusedException when it is not a regular file, or larger than the limit
     */
    private static void requireRegular(Path file, long most) throws IOException {
        BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
        if (!is.isRegularFile() || is.size() > most) {
            throw refused(file, most);
        }
    }

    private static RefusedException refused(Path file, long most) {
        return new RefusedException(Finding.error(
                        FindingId.LIMIT,
                        "this is not a regular file of at most " + (most >> 20) + " MiB",
                        advice("remove it"))
                .at(Place.of(file.toString())));
    }
}
