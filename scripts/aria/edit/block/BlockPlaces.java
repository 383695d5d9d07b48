package aria.edit.block;

import aria.edit.Splice;
import aria.edit.TextLines;
import java.util.List;

/** The ranges of items in the text, including their blanks, separators and trailing comment. */
final class BlockPlaces {
    private final BlockFormat format;
    private final String text;
    private final TextLines lines;

    BlockPlaces(BlockFormat format, String text) {
        this.format = format;
        this.text = text;
        this.lines = new TextLines(text);
    }

    /** Whether what follows an item (or the opening brace) stands on the same line as the closing brace. */
    boolean inline(Block parent, BlockItem after) {
        int from = after == null ? parent.open() : after.end();
        return !parent.isFile() && lines.lineEnd(from) >= parent.close();
    }

    /** The end of the line on which a block's brace opens. */
    int lineEndAfterOpening(Block parent) {
        return parent.isFile() ? text.length() : tailEnd(parent.open());
    }

    /**
     * Behind an item: the end of its line, or of a comment that begins on it; the item's own end when more stands
     * there.
     */
    int tailEnd(int itemEnd) {
        int at = blanks(itemEnd, " \t,;");
        while (text.startsWith("/*", at) && format == BlockFormat.HCL) {
            at = blanks(text.indexOf("*/", at + 2) + 2, " \t,;");
        }
        boolean ends = at == text.length() || TextLines.isBreak(text.charAt(at));
        boolean comment = text.startsWith("#", at) || text.startsWith("//", at);
        return ends || comment ? lines.lineEnd(at) : itemEnd;
    }

    boolean startsLine(BlockItem item) {
        return text.substring(lines.lineStart(item.start()), item.start()).isBlank();
    }

    boolean blankLineBefore(BlockItem item) {
        int previous = lines.previousEnd(lines.lineStart(item.start()));
        return previous >= 0 && lines.blank(lines.lineStart(previous));
    }

    /** What stands between two items of a block on one line. */
    String separatorIn(Block parent) {
        List<BlockItem> items = parent.items();
        if (items.size() < 2) {
            return ", ";
        }
        String between = text.substring(
                items.get(items.size() - 2).end(), items.get(items.size() - 1).start());
        return between.matches("[ \\t]*[,;]?[ \\t]*") ? between : ", ";
    }

    Splice removal(Block parent, BlockItem item) {
        int end = tailEnd(item.end());
        boolean alone =
                startsLine(item) && (end > item.end() || end == text.length() || TextLines.isBreak(text.charAt(end)));
        if (alone) {
            return ownLines(item, end);
        }
        int after = blanks(item.end(), " \t");
        if (after < text.length() && ",;".indexOf(text.charAt(after)) >= 0) {
            return cut(item.start(), blanks(after + 1, " \t"));
        }
        int index = parent.items().indexOf(item);
        return index > 0 && onOneLine(parent.items().get(index - 1).end(), item.start())
                ? cut(parent.items().get(index - 1).end(), item.end())
                : cut(item.start(), Math.min(after, lines.lineEnd(item.end())));
    }

    /** The lines of an item; a block that was set off by a blank line takes it along. */
    private Splice ownLines(BlockItem item, int end) {
        int start = lines.lineStart(item.start());
        if (item instanceof Block && blankLineBefore(item)) {
            start = lines.lineStart(lines.previousEnd(start));
        }
        if (lines.breakLength(end) > 0) {
            return cut(start, lines.next(end));
        }
        return cut(Math.max(lines.previousEnd(start), 0), end);
    }

    private boolean onOneLine(int from, int to) {
        return lines.lineEnd(from) >= to;
    }

    private int blanks(int from, String blanks) {
        int at = from;
        while (at < text.length() && blanks.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private Splice cut(int from, int to) {
        return new Splice(from, text.substring(from, to), "");
    }
}
