package aria.verify;

import java.util.Locale;

/** The state of a service of the user's, as far as it was seen. */
public enum ApplicationState {
    /** Its health check passes, or its calls are answered. */
    WORKS,
    /** It does not run or is not healthy, or a server refuses it. */
    BROKEN,
    /** A server refuses it, because the user has decided so. */
    SHUT_OUT_BY_CHOICE,
    /** It runs, and gives no sign of whether it works. */
    NOT_CHECKED;

    /** Returns the state in words, as {@code not checked}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Returns how many are in it, as {@code 1 works} or {@code 2 work}. */
    public String counted(long number) {
        return number + " " + (this == WORKS && number != 1 ? "work" : label());
    }
}
