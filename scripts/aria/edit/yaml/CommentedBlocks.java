package aria.edit.yaml;

import aria.edit.SourceText;
import aria.edit.TextLines;
import aria.finding.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Commented-out blocks. One is uncommented when it then means exactly what is wanted at the wanted place; the
 * comment's own indentation does not decide its meaning. All other comments stay as they are.
 *
 * <p>The usual ways to comment out a block shift all its lines alike: {@code # } or {@code #} before the text, or
 * {@code #} in the place of its first blank. A block in another column is moved to the column that it needs.
 */
final class CommentedBlocks {
    /** A comment line: the offset and column of its {@code #}, and the column of the text after it. */
    private record Line(int hash, int column, int textColumn, String text) {}

    private static final Pattern COMMENT = Pattern.compile("( *)#( *)(\\S.*)");
    private static final Pattern KEY = Pattern.compile("[\"']?([^\\s\"'#:]+)[\"']?:(\\s.*)?");
    private static final String ITEM = "-";

    private final NodeRanges extents;
    private final Patch patch;
    private final String text;
    /** The starts of comment lines that could open a block, by the key they name; {@code -} for items. */
    private final Map<String, NavigableSet<Integer>> openings = new HashMap<>();

    CommentedBlocks(NodeRanges extents, Patch patch, String text) {
        this.extents = extents;
        this.patch = patch;
        this.text = text;
        TextLines lines = extents.lines();
        for (int start = 0; start < text.length(); start = lines.next(lines.lineEnd(start))) {
            Line line = line(start);
            if (line != null) {
                Matcher key = KEY.matcher(line.text());
                String opening = line.text().startsWith("- ") ? ITEM : key.matches() ? key.group(1) : null;
                if (opening != null) {
                    openings.computeIfAbsent(opening, name -> new TreeSet<>()).add(start);
                }
            }
        }
    }

    /** Uncomments {@code key: value} in a block mapping; false when it is not there. */
    boolean entry(Node map, String key, YamlValue value) {
        return uncomment(key, from(map), to(extents.trueEnd(map)), map.column, YamlValue.map(Map.of(key, value)));
    }

    /** Uncomments an item behind the last one of a block list; false when it is not there. */
    boolean item(Node list, YamlValue item) {
        return uncomment(
                ITEM, extents.lineEndAfter(list), to(extents.trueEnd(list)), list.column, YamlValue.list(item));
    }

    private boolean uncomment(String opening, int from, int to, int column, YamlValue wanted) {
        for (int start : openings.getOrDefault(opening, new TreeSet<>()).subSet(from, Math.max(from, to))) {
            List<Line> block = block(start);
            if (says(block, wanted)) {
                block.forEach(line -> shift(line, column - block.get(0).textColumn()));
                return true;
            }
        }
        return false;
    }

    /** The comment lines from one on that are its block: those further to the right, and the items of a key. */
    private List<Line> block(int start) {
        TextLines lines = extents.lines();
        Line first = line(start);
        boolean takesItems = first.text().endsWith(":");
        List<Line> block = new ArrayList<>(List.of(first));
        for (int at = lines.next(lines.lineEnd(start)); at < text.length(); at = lines.next(lines.lineEnd(at))) {
            Line line = line(at);
            boolean inside = line != null
                    && line.column() == first.column()
                    && (line.textColumn() > first.textColumn()
                            || takesItems
                                    && line.textColumn() == first.textColumn()
                                    && line.text().startsWith("- "));
            if (!inside) {
                break;
            }
            block.add(line);
        }
        return block;
    }

    private static boolean says(List<Line> block, YamlValue wanted) {
        int column = block.get(0).textColumn();
        StringBuilder lines = new StringBuilder();
        block.forEach(line -> lines.append(YamlWriter.blanks(line.textColumn() - column))
                .append(line.text())
                .append('\n'));
        try {
            byte[] text = lines.toString().getBytes(StandardCharsets.UTF_8);
            List<Node> documents = YamlTree.of(SourceText.of("comment", text)).documents();
            return documents.size() == 1 && wanted.equals(documents.get(0).value);
        } catch (RefusedException notYaml) {
            return false;
        }
    }

    /** Takes the comment sign away and brings the text to its column, with as few characters as that needs. */
    private void shift(Line line, int by) {
        int textStart = line.hash() + line.textColumn() - line.column();
        int target = line.textColumn() + by;
        int kept = Math.min(line.column(), target);
        int from = line.hash() - line.column() + kept;
        if (target < line.column()) {
            patch.replace(from, textStart, "");
        } else {
            int blanks = Math.min(target - line.column(), line.textColumn() - line.column() - 1);
            patch.replace(line.hash(), textStart - blanks, YamlWriter.blanks(target - line.column() - blanks));
        }
    }

    /** The start of the comments directly above a node. */
    private int from(Node node) {
        TextLines lines = extents.lines();
        int start = lines.lineStart(node.first);
        for (int above = lines.previousEnd(start); above >= 0; above = lines.previousEnd(start)) {
            if (line(lines.lineStart(above)) == null && !lines.blank(lines.lineStart(above))) {
                break;
            }
            start = lines.lineStart(above);
        }
        return start;
    }

    /** The start of the next line behind an offset that is neither blank nor a comment. */
    private int to(int end) {
        TextLines lines = extents.lines();
        int at = lines.next(lines.lineEnd(end));
        while (at < text.length() && (lines.blank(at) || text.startsWith("#", at + lines.indent(at)))) {
            at = lines.next(lines.lineEnd(at));
        }
        return at;
    }

    private Line line(int start) {
        int at = start + extents.lines().indent(start);
        if (!text.startsWith("#", at)) {
            return null;
        }
        Matcher comment = COMMENT.matcher(text.substring(start, extents.lines().lineEnd(start)));
        return !comment.matches() ? null : new Line(at, comment.end(1), comment.end(2), comment.group(3));
    }
}
