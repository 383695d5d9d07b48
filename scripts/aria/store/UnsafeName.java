package aria.store;

/** A name from outside that cannot safely become the name of a file. */
public final class UnsafeName extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param name the name as it came in; shown escaped and shortened */
    public UnsafeName(String name) {
        super("'" + printable(name) + "' can't be the name of a file: "
                + "use letters, digits, '.', '_' and '-', beginning with a letter, a digit or '_'");
    }

    private static String printable(String name) {
        String plain = name.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() <= 60 ? plain : plain.substring(0, 60) + "...";
    }
}
