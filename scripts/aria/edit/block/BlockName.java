package aria.edit.block;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a block within another one: {@code listener "tcp"}, {@code tls}.
 *
 * @param words      its type and labels, without quotes; one word for NATS
 * @param occurrence which of the blocks with these words, from 0
 */
public record BlockName(List<String> words, int occurrence) {
    private static final Pattern TEXT =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_.-]*)((?: \"[^\"\\\\]*\")*+)(?: #(\\d+))?");
    private static final Pattern LABEL = Pattern.compile("\"([^\"]*)\"");

    /** Keeps an unmodifiable copy of the words. */
    public BlockName {
        words = List.copyOf(words);
        if (words.isEmpty() || occurrence < 0) {
            throw new IllegalArgumentException("a block has a type");
        }
    }

    /**
     * Reads what {@link #toString()} writes: the type, the labels in quotes, and {@code #n} for the n-th after the
     * first.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static BlockName parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a block name, such as listener \"tcp\"");
        }
        List<String> words = new ArrayList<>(List.of(matcher.group(1)));
        LABEL.matcher(matcher.group(2)).results().forEach(label -> words.add(label.group(1)));
        return new BlockName(words, matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3)));
    }

    /** The n-th block with these words. */
    public BlockName at(int which) {
        return new BlockName(words, which);
    }

    boolean fits(List<String> others) {
        if (words.size() != others.size() || !words.get(0).equalsIgnoreCase(others.get(0))) {
            return false;
        }
        return words.subList(1, words.size()).equals(others.subList(1, others.size()));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(words.get(0));
        words.subList(1, words.size())
                .forEach(label -> text.append(" \"").append(label).append('"'));
        return (occurrence == 0 ? text : text.append(" #").append(occurrence)).toString();
    }
}
