package aria.verify;

import aria.finding.Severity;
import java.util.Locale;

/** The result of a check. {@code SKIP} is "not checked", which is never shown as passed. */
public enum Status {
    PASS,
    WARN,
    FAIL,
    SKIP;

    /** Returns how much a result with this status matters. */
    public Severity severity() {
        return switch (this) {
            case FAIL -> Severity.ERROR;
            case WARN -> Severity.WARNING;
            case PASS, SKIP -> Severity.NOTE;
        };
    }

    /** Returns the status as it stands in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
