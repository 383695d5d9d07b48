package aria.preset;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Where the owner of a service may have written the port of a listener. Exactly one of the three is there.
 *
 * @param commandWord regular expression on a word of the command, or on a word and the next one with a space between
 * @param fileHas     what stands in a file that the service mounts
 * @param environment a variable
 */
public record PortSource(
        Optional<String> commandWord, Optional<Refusal.FileText> fileHas, Optional<String> environment) {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");
    private static final int HIGHEST = 65535;

    /** Returns the port that the last match of a regular expression says, by its first group; empty where none does. */
    public static OptionalInt last(String pattern, String text) {
        List<String> all = Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(PortSource::said)
                .toList();
        return all.isEmpty() ? OptionalInt.empty() : number(all.get(all.size() - 1));
    }

    private static String said(MatchResult match) {
        return match.group(1);
    }

    /** Returns the port that a text is; empty where it is none. */
    public static OptionalInt number(String text) {
        return text != null && NUMBER.matcher(text).matches() && isPort(Integer.parseInt(text))
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }

    private static boolean isPort(int number) {
        return number > 0 && number <= HIGHEST;
    }
}
