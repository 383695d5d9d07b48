package aria.cli;

import aria.finding.AriaException;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.FindingText;
import aria.finding.Place;
import aria.finding.Remedy;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/**
 * Something wrong, for machines: the JSON form of a finding. Members that do not apply are null, and {@code line} and
 * {@code column} 0.
 *
 * @param id       what kind, as in {@code duplicate-key}; stable
 * @param service  the Compose service it is about
 * @param file     where
 * @param line     1-based
 * @param column   1-based
 * @param message  for people, one line
 * @param hint     what to do, or where it is explained: the remedies as a sentence
 * @param remedies what to do, as values; empty when there is nothing to do
 */
public record Problem(
        String id,
        String service,
        String file,
        int line,
        int column,
        String message,
        String hint,
        List<Remedy> remedies) {

    /** A problem that is not about a place in a file. */
    public static Problem of(String id, String message, String hint) {
        return new Problem(id, null, null, 0, 0, message, hint, List.of());
    }

    /** Returns the JSON form of a finding, with its commands as for the root of the checkout. */
    public static Problem of(Finding finding) {
        Optional<Place> place = finding.place();
        return new Problem(
                finding.id(),
                finding.service().orElse(null),
                place.map(Place::file).orElse(null),
                place.map(Place::line).orElse(0),
                place.map(Place::column).orElse(0),
                finding.message(),
                FindingText.IN_CHECKOUT.hint(finding.remedies()).orElse(null),
                finding.remedies());
    }

    /** Returns the problem that a failure is. */
    public static Problem of(Throwable failure) {
        return of(finding(failure));
    }

    /** Returns the finding of a failure; one that nobody foresaw is a bug. */
    static Finding finding(Throwable failure) {
        Throwable cause = ExitCode.unwrap(failure);
        if (cause instanceof AriaException known) {
            return known.finding();
        }
        return switch (ExitCode.of(cause)) {
            case BUG -> Finding.error(FindingId.BUG, oneLine(cause));
            case INTERRUPTED -> Finding.error(FindingId.INTERRUPTED, "interrupted");
            default -> Finding.error(FindingId.IO, oneLine(cause));
        };
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
}
