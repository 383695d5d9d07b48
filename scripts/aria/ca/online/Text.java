package aria.ca.online;

/** Makes text from the network safe to show to a person. */
final class Text {

    private static final int LONGEST = 200;

    private Text() {}

    /** On one line, without control characters, cut to 200 characters. */
    static String shown(String foreign) {
        String line = foreign.replaceAll("[\\p{Cc}\\p{Cf}]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
