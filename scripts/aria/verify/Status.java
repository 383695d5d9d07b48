package aria.verify;

import java.util.Locale;

/** What a check found. {@code SKIP} is "not checked", which is never shown as passed. */
public enum Status {
    PASS,
    WARN,
    FAIL,
    SKIP;

    /** As it stands in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
