package aria.compose;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files of {@code NAME=value} lines as Compose reads them ({@code .env} and {@code env_file}): comments,
 * {@code export}, single quotes for literal text, double quotes for escapes, quoted values over several lines, and
 * variables. Other lines are ignored.
 */
final class DotEnv {
    private static final Pattern START = Pattern.compile(
            "[ \\t]*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_.\\-]*)[ \\t]*(?:[=:][ \\t]*|(?=\\r?\\n|$))");
    private static final Pattern ESCAPE = Pattern.compile("\\\\([abfnrtv\\\\$\"'])");

    private final String text;
    private final Interpolation outer;
    private final Map<String, String> found = new LinkedHashMap<>();

    private DotEnv(String text, Interpolation outer) {
        this.text = text;
        this.outer = outer;
    }

    /** The variables of the text in its order. A name alone takes its value from {@code outer}, or is left out. */
    static Map<String, String> parse(String text, Interpolation outer) {
        DotEnv parser = new DotEnv(text.startsWith("\uFEFF") ? text.substring(1) : text, outer);
        for (int at = 0; at < parser.text.length(); ) {
            at = parser.statement(at);
        }
        return parser.found;
    }

    /** Reads the statement at {@code at} and returns where the next begins. */
    private int statement(int at) {
        int lineEnd = lineEnd(at);
        Matcher start = START.matcher(text).region(at, text.length());
        if (text.substring(at, lineEnd).isBlank() || !start.lookingAt() || start.end() > lineEnd) {
            return lineEnd + 1;
        }
        String name = start.group(1);
        String sign = text.substring(start.end(1), start.end()).strip();
        if (sign.isEmpty()) {
            outer.get(name).ifPresent(value -> found.put(name, value));
            return lineEnd + 1;
        }
        char quote = start.end() < text.length() ? text.charAt(start.end()) : '\n';
        int close = quote == '"' || quote == '\'' ? closingQuote(start.end() + 1, quote) : -1;
        if (close < 0) {
            found.put(name, unquoted(text.substring(start.end(), lineEnd)));
            return lineEnd + 1;
        }
        String value = text.substring(start.end() + 1, close);
        found.put(name, quote == '"' ? replace(unescape(value)) : value.replace("\\'", "'"));
        return lineEnd(close) + 1;
    }

    private String unquoted(String rest) {
        int comment = rest.indexOf(" #");
        String value = rest.startsWith("#") ? "" : comment < 0 ? rest : rest.substring(0, comment);
        return replace(value.strip());
    }

    private String replace(String value) {
        return outer.orElse(found).replace(value);
    }

    private static String unescape(String value) {
        return ESCAPE.matcher(value)
                .replaceAll(match -> Matcher.quoteReplacement(
                        switch (match.group(1)) {
                            case "a" -> "\u0007";
                            case "b" -> "\b";
                            case "f" -> "\f";
                            case "n" -> "\n";
                            case "r" -> "\r";
                            case "t" -> "\t";
                            case "v" -> "\u000B";
                            case "$" -> "$$";
                            default -> match.group(1);
                        }));
    }

    private int closingQuote(int from, char quote) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == quote) {
                return i;
            }
        }
        return -1;
    }

    private int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }
}
