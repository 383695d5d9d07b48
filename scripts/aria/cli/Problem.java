package aria.cli;

import aria.ca.config.CaRefused;
import aria.edit.EditRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something wrong, for machines. Members that don't apply are null, and {@code line} and {@code column} 0.
 *
 * @param id      what kind, as in {@code duplicate-key}; stable
 * @param file    where
 * @param line    1-based
 * @param column  1-based
 * @param message for people, one line
 * @param hint    what to do, or where it is explained
 */
public record Problem(String id, String file, int line, int column, String message, String hint) {
    /** How a message about a place in ca.json begins. */
    private static final Pattern PLACE = Pattern.compile("(\\S+):(\\d{1,9}):(\\d{1,9}): (.*)");

    /** A problem that is not about a place in a file. */
    public static Problem of(String id, String message, String hint) {
        return new Problem(id, null, 0, 0, message, hint);
    }

    /** The problem that a failure is; its id is the failure's own, else its class's name in kebab case. */
    public static Problem of(Throwable failure) {
        Throwable cause = ExitCode.unwrap(failure);
        if (cause instanceof EditRefused refused) {
            return new Problem(
                    refused.reasonId(), refused.file(), refused.line(), refused.column(), refused.problem(), null);
        }
        Matcher place = PLACE.matcher(oneLine(cause));
        if (cause instanceof CaRefused && place.matches()) {
            return new Problem(
                    kebab(CaRefused.class.getSimpleName()),
                    place.group(1),
                    Integer.parseInt(place.group(2)),
                    Integer.parseInt(place.group(3)),
                    place.group(4),
                    null);
        }
        boolean io = cause instanceof UncheckedIOException || cause instanceof IOException;
        return of(io ? "io" : kebab(cause.getClass().getSimpleName()), oneLine(cause), null);
    }

    /** The message of a failure in one line; never empty. */
    static String oneLine(Throwable failure) {
        Throwable cause = failure instanceof UncheckedIOException io
                        && io.getCause().toString().equals(io.getMessage())
                ? io.getCause()
                : failure;
        String message = cause instanceof FileSystemException refused ? disk(refused) : cause.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }

    /** What the disk refused: Java's own message is the file's name alone. */
    private static String disk(FileSystemException refused) {
        String reason = refused instanceof AccessDeniedException
                ? "permission denied"
                : refused instanceof NoSuchFileException ? "it is not there" : refused.getReason();
        return refused.getFile() + ": " + (reason == null ? refused.getClass().getSimpleName() : reason);
    }

    private static String kebab(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
