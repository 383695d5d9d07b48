package aria.edit.yaml;

import aria.edit.TextLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes values in block style or in flow style, in the style of the file. */
final class YamlWriter {
    private final YamlStyle.Steps steps;
    private final char quote;
    private final String gap;

    /**
     * @param quote the quotes that the neighbours have: 0, {@code "} or {@code '}
     * @param gap   what stands between a dash and its item
     */
    YamlWriter(YamlStyle.Steps steps, char quote, String gap) {
        this.steps = steps;
        this.quote = quote;
        this.gap = gap;
    }

    YamlWriter(YamlStyle.Steps steps) {
        this(steps, (char) 0, " ");
    }

    /** The lines of {@code key: value} at a column. */
    List<String> entry(String key, YamlValue value, int column) {
        List<String> lines = new ArrayList<>();
        addEntry(lines, key, value, column);
        return lines;
    }

    /** The lines of a list or mapping that stands under a key at a column. */
    List<String> children(YamlValue value, int keyColumn) {
        List<String> lines = new ArrayList<>();
        addChildren(lines, value, keyColumn);
        return lines;
    }

    /** The lines of the entries of a mapping. */
    List<String> entries(Map<String, YamlValue> entries, int column) {
        List<String> lines = new ArrayList<>();
        entries.forEach((key, value) -> addEntry(lines, key, value, column));
        return lines;
    }

    /** The lines of {@code - item} with the dash at a column. */
    List<String> item(YamlValue item, int column) {
        List<String> lines = new ArrayList<>();
        addItem(lines, item, column);
        return lines;
    }

    private void addEntry(List<String> lines, String key, YamlValue value, int column) {
        String head = blanks(column) + key(key) + ":";
        if (isInline(value)) {
            String text = inline(value);
            lines.add(text.isEmpty() ? head : head + " " + text);
            return;
        }
        lines.add(head + tagBehindColon(value));
        addChildren(lines, value, column);
    }

    /** What stands on the line of the key of a collection in block style: nothing, or a blank and its tag. */
    static String tagBehindColon(YamlValue value) {
        return value.tag().map(tag -> " " + local(tag)).orElse("");
    }

    private static String local(String tag) {
        if (!tag.startsWith("!")) {
            throw new IllegalArgumentException("only a tag of Compose's is written, not " + tag);
        }
        return tag;
    }

    private void addChildren(List<String> lines, YamlValue value, int keyColumn) {
        if (value instanceof YamlList list) {
            list.items().forEach(item -> addItem(lines, item, keyColumn + steps.list()));
        } else {
            ((YamlMap) value).entries().forEach((key, entry) -> addEntry(lines, key, entry, keyColumn + steps.map()));
        }
    }

    private void addItem(List<String> lines, YamlValue item, int column) {
        String dash = blanks(column) + "-" + gap;
        if (isInline(item)) {
            lines.add((dash + inline(item)).stripTrailing());
            return;
        }
        int body = dash.length();
        int first = lines.size();
        if (item instanceof YamlMap map) {
            map.entries().forEach((key, entry) -> addEntry(lines, key, entry, body));
        } else {
            ((YamlList) item).items().forEach(inner -> addItem(lines, inner, body));
        }
        lines.set(first, dash + lines.get(first).substring(body));
    }

    /** Whether a value is written on the line of its key. */
    static boolean isInline(YamlValue value) {
        if (value instanceof YamlMap map) {
            return map.entries().isEmpty();
        }
        return !(value instanceof YamlList list)
                || list.items().isEmpty()
                || list.flow() && list.items().stream().allMatch(YamlScalar.class::isInstance);
    }

    /**
     * Whether a collection can be written on one line and still be read easily: its elements have none of their own.
     */
    static boolean isFlat(YamlValue value) {
        return value instanceof YamlMap map
                ? map.entries().values().stream().allMatch(YamlWriter::isInline)
                : !(value instanceof YamlList list) || list.items().stream().allMatch(YamlScalar.class::isInstance);
    }

    /** A value for the line of its key: a scalar, an empty collection or a list of words. */
    String inline(YamlValue value) {
        return value instanceof YamlScalar scalar ? scalar(scalar, quote) : flow(value, FlowStyle.oneLine(false, " "));
    }

    /** A value in brackets; all strings quoted. */
    String flow(YamlValue value, FlowStyle style) {
        String tag = value instanceof YamlScalar
                ? ""
                : value.tag().map(text -> local(text) + " ").orElse("");
        return tag + untagged(value, style);
    }

    private String untagged(YamlValue value, FlowStyle style) {
        FlowStyle inner = style.inner();
        if (value instanceof YamlMap map) {
            List<String> entries = map.entries().entrySet().stream()
                    .map(entry -> flowEntry(entry.getKey(), entry.getValue(), inner))
                    .toList();
            return style.collection('{', entries, '}');
        }
        if (value instanceof YamlList list) {
            return style.collection(
                    '[', list.items().stream().map(item -> flow(item, inner)).toList(), ']');
        }
        YamlScalar scalar = (YamlScalar) value;
        return scalar.isNull() ? "null" : scalar(scalar, quote == 0 ? '"' : quote);
    }

    /** {@code key: value} for between braces. */
    String flowEntry(String key, YamlValue value, FlowStyle style) {
        return (style.jsonKeys() ? doubleQuoted(key) : key(key)) + ":" + style.gap() + flow(value, style);
    }

    /** A key, quoted when it needs to be. */
    static String key(String key) {
        boolean plain =
                PlainScalars.canBePlain(key) && key.indexOf('{') < 0 && key.indexOf('}') < 0 && key.indexOf('$') < 0;
        return plain ? key : doubleQuoted(key);
    }

    private static String scalar(YamlScalar scalar, char quote) {
        if (scalar.tag().isPresent()) {
            throw new IllegalArgumentException("a tagged value is never written anew");
        }
        String text = scalar.text();
        if (!scalar.quoted() && isOneLine(text)) {
            return text;
        }
        if (quote == 0 && PlainScalars.canBePlain(text)) {
            return text;
        }
        return quote == '\'' && isOneLine(text) ? "'" + text.replace("'", "''") + "'" : doubleQuoted(text);
    }

    private static boolean isOneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f && c < 0xa0 || TextLines.isBreak(c)) {
                return false;
            }
        }
        return true;
    }

    private static String doubleQuoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"', '\\' -> out.append('\\').append((char) c);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default ->
                    out.append(isOneLine(Character.toString(c)) ? Character.toString(c) : String.format("\\u%04x", c));
            }
        });
        return out.append('"').toString();
    }

    static String blanks(int count) {
        return " ".repeat(count);
    }
}
