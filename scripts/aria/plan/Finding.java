package aria.plan;

/**
 * Something the plan has to tell, beside what it does.
 *
 * @param kind    how much it matters
 * @param id      stable, for scripts: {@code no-preset}, {@code refused}, {@code unknown-caller}, …
 * @param service the service it is about; empty when it is about the whole stack
 * @param message one line: what, where
 * @param remedy  what to do; empty when nothing has to be done
 */
public record Finding(Kind kind, String id, String service, String message, String remedy) {

    /** From "left alone as asked" to "not done". */
    public enum Kind {
        /** Worth knowing, nothing is wrong. */
        NOTE,
        /** Done, but something beside it needs a look. */
        WARNING,
        /** This part was refused and is untouched. */
        REFUSED
    }

    static Finding note(String id, String service, String message) {
        return new Finding(Kind.NOTE, id, service, message, "");
    }

    static Finding warning(String id, String service, String message, String remedy) {
        return new Finding(Kind.WARNING, id, service, message, remedy);
    }

    static Finding refused(String id, String service, String message, String remedy) {
        return new Finding(Kind.REFUSED, id, service, message, remedy);
    }
}
