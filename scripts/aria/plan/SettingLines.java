package aria.plan;

import aria.compose.SettingText;
import aria.finding.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Splits a text of a service into its settings: a variable is one, a command has one for each flag, a file one a line. */
final class SettingLines {
    private static final Pattern KEY =
            Pattern.compile("\\s*(?:-\\s+)?[\"']?([A-Za-z_][\\w.-]*)[\"']?\\s*(?:[:=]\\s*|\\{|$)(.*)");
    private static final Pattern FLAG = Pattern.compile("\\s*--?([\\w.-]+)(?:[=\\s]\\s*)?(.*)", Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("\\s*(?:#|//|;|--\\s).*");

    /**
     * A setting.
     *
     * @param scope the text it stands in; the variables of a service are one
     * @param name  the words of its name in lower case, behind those of the blocks around it
     * @param value as it stands there
     * @param text  name and value
     */
    record Line(String scope, List<String> name, String value, String text, Place place) {}

    /** A line that others may stand deeper than. */
    private record Block(int indent, List<String> words) {}

    private SettingLines() {}

    /** Returns the settings of a text; comments are none. */
    static List<Line> of(SettingText text) {
        return switch (text.source()) {
            case ENVIRONMENT, ENV_FILE ->
                List.of(new Line("", words(text.name()), text.text().strip(), text.text(), text.place()));
            case MOUNTED_FILE -> lines(text);
            default ->
                Stream.of(text.text().split("(?=\\s--?[A-Za-z])"))
                        .map(part -> flag(part, text))
                        .toList();
        };
    }

    private static Line flag(String part, SettingText text) {
        Matcher flag = FLAG.matcher(part);
        boolean found = flag.matches();
        return new Line(
                scope(text),
                words(found ? flag.group(1) : text.name()),
                found && flag.group(2).isBlank() ? "true" : found ? flag.group(2) : part,
                part,
                text.place());
    }

    private static List<Line> lines(SettingText text) {
        List<Line> lines = new ArrayList<>();
        Deque<Block> around = new ArrayDeque<>();
        String[] all = text.text().split("\r?\n");
        for (int i = 0; i < all.length; i++) {
            String line = all[i];
            if (line.isBlank() || COMMENT.matcher(line).matches()) {
                continue;
            }
            int indent = line.length() - line.stripLeading().length();
            if (line.startsWith("[")) {
                around.clear();
                around.push(new Block(-1, words(line)));
                continue;
            }
            while (!around.isEmpty() && around.peek().indent() >= indent) {
                around.pop();
            }
            if (line.startsWith("-", indent)) {
                around.push(new Block(indent, List.of("item" + i)));
                indent++;
            }
            Matcher key = KEY.matcher(line);
            boolean found = key.matches();
            around.push(new Block(indent, found ? words(key.group(1)) : List.of()));
            List<String> name = new ArrayList<>();
            around.descendingIterator().forEachRemaining(block -> name.addAll(block.words()));
            lines.add(new Line(scope(text), name, found ? key.group(2).strip() : line.strip(), line, text.at(i)));
        }
        return lines;
    }

    private static String scope(SettingText text) {
        return text.source() + " " + text.name() + " " + text.place();
    }

    private static List<String> words(String name) {
        return Stream.of(name.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
