package aria.store;

import static aria.finding.Remedy.advice;

import aria.finding.FindingId;
import aria.finding.UsageException;
import java.util.regex.Pattern;

/** Which names of services, people and kinds of files may become the names of files and folders. */
final class FileNames {
    /** No separator, no leading dot or dash. */
    private static final Pattern SAFE = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

    /** What lies beside the folders that are called after services, in any case: some file systems know none. */
    private static final Pattern OURS = Pattern.compile("(?i)apply|undo|lock|audit\\.(?:log|token).*|observed\\.json"
            + "|ca-rotation\\.json|lists-told|rotate-schedule|aria-root-ca\\.crt|aria\\.crl");

    private FileNames() {}

    /** Whether a service of this name can have folders of its own: they are called after it. */
    static boolean isService(String name) {
        return SAFE.matcher(name).matches() && !OURS.matcher(name).matches();
    }

    /**
     * Returns a part of a file's name.
     *
     * @throws UsageException when it cannot be one
     */
    static String part(String name) {
        if (!SAFE.matcher(name).matches()) {
            throw new UsageException(
                    FindingId.UNSAFE_NAME,
                    "'" + printable(name) + "' cannot be a file name",
                    advice("use letters, digits, '.', '_' and '-', beginning with a letter, a digit or '_'"));
        }
        return name;
    }

    private static String printable(String name) {
        String plain = name.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() <= 60 ? plain : plain.substring(0, 60) + "...";
    }
}
