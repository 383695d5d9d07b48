package aria.cli;

/** The mark before a line of a result list, as in {@code linkerd check}. */
public enum Mark {
    /** It is as it should be. */
    PASS("√", "[ok]", "32"),
    /** It works, but somebody should look. */
    WARN("‼", "[!]", "33"),
    /** It is wrong. */
    FAIL("×", "[x]", "31"),
    /** It wasn't looked at. */
    SKIP("-", "[-]", "2");

    private final String unicode;
    private final String ascii;
    private final String colour;

    Mark(String unicode, String ascii, String colour) {
        this.unicode = unicode;
        this.ascii = ascii;
        this.colour = colour;
    }

    String text(boolean inUnicode) {
        return inUnicode ? unicode : ascii;
    }

    /** The parameter of SGR (ECMA-48, 8.3.117). */
    String colour() {
        return colour;
    }
}
