package aria.pki;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes text from certificates, files and servers safe to show: replaces characters that are invisible, control a
 * terminal, or reorder text.
 */
public final class Printable {
    private static final int SOME = 20;

    private Printable() {}

    /** The names with commas between them, of many the first twenty: a line with thousands helps nobody. */
    public static String some(List<String> names) {
        int left = names.size() - SOME;
        return String.join(", ", names.subList(0, Math.min(SOME, names.size())))
                + (left > 0 ? " and " + left + " more" : "");
    }

    /**
     * The text without control characters other than line ends and tabs, lone surrogates, non-characters (XML 1.0,
     * 2.2 forbids all of these) and the invisible characters that change the direction of what follows.
     */
    public static String text(String text) {
        if (text.codePoints().allMatch(Printable::fit)) {
            return text;
        }
        return text.codePoints()
                .mapToObj(c -> fit(c) ? Character.toString(c) : escape(c))
                .collect(Collectors.joining());
    }

    /** The text with blanks for line ends: a message may tell what is wrong in the words of what was read. */
    public static String oneLine(String text) {
        return text.replaceAll("\\R+", " ");
    }

    /** As {@link #text}, on one line: without line ends and tabs too. */
    public static String line(String text) {
        return text(text).replace("\n", "\\n").replace("\t", "\\t");
    }

    private static String escape(int c) {
        return String.format("\\u%04x", c);
    }

    private static boolean fit(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c == '\n' || c == '\t';
            case Character.SURROGATE -> false;
            case Character.FORMAT -> c == 0xAD || c == 0x200D;
            default -> (c & 0xFFFE) != 0xFFFE;
        };
    }
}
