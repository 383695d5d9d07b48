package aria.cli;

/** The command line can be parsed but makes no sense. The message says what to write instead. */
public final class WrongUsage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for people */
    public WrongUsage(String message) {
        super(message);
    }
}
