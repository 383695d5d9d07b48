package aria.store;

import java.util.regex.Pattern;

/**
 * The end of an audit log's chain: whoever holds an older one sees whether the log still leads from it.
 *
 * @param sequence of the last entry
 * @param hash     its SHA-256; of one that was noted elsewhere at least the first 48 bits
 */
public record AuditHead(long sequence, String hash) {
    private static final Pattern FORM = Pattern.compile("[1-9][0-9]{0,17}:[0-9a-f]{12,64}");
    private static final int METRIC_DIGITS = 12;

    /**
     * Parses {@code SEQUENCE:HASH}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static AuditHead parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not of the form SEQUENCE:HASH, with 12 hex digits or more");
        }
        int colon = text.indexOf(':');
        return new AuditHead(Long.parseLong(text.substring(0, colon)), text.substring(colon + 1));
    }

    /** The first 48 bits of the hash, which a metric can hold exactly. */
    public long first48() {
        return Long.parseLong(hash.substring(0, METRIC_DIGITS), 16);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return sequence + ":" + hash;
    }
}
