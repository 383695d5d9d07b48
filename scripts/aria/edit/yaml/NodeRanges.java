package aria.edit.yaml;

import aria.edit.TextLines;

/**
 * The ranges of nodes in the text. SnakeYAML's end of a block collection is the start of the next token, after
 * comments and blank lines. Insertions need the true end, which is found here.
 */
final class NodeRanges {
    private final String text;
    private final TextLines lines;

    NodeRanges(String text) {
        this.text = text;
        this.lines = new TextLines(text);
    }

    TextLines lines() {
        return lines;
    }

    /** The offset behind the last character of a node; for a block scalar at the end of its last line. */
    int trueEnd(Node node) {
        Node last = last(node);
        return last.isBlockScalar() ? blockScalarEnd(last) : last.end;
    }

    /** Whether a blank line behind a node would be taken into it: it ends with a keep-chomped block scalar. */
    boolean takesBlankLines(Node node) {
        Node last = last(node);
        return last.isBlockScalar() && header(last).indexOf('+') >= 0;
    }

    /** The node at the end of a node: itself, or the last one within. */
    private static Node last(Node node) {
        Node last = node;
        while (!last.flow && (last.kind == Node.Shape.LIST || last.kind == Node.Shape.MAP)) {
            last = last.kind == Node.Shape.LIST
                    ? last.items.get(last.items.size() - 1)
                    : last.entries.get(last.entries.size() - 1).value();
        }
        return last;
    }

    /** With keep-chomping the blank lines behind belong to the value; else they are left where they are. */
    private int blockScalarEnd(Node scalar) {
        int end = scalar.end;
        if (end == 0 || !TextLines.isBreak(text.charAt(end - 1))) {
            return end;
        }
        int last = lines.previousEnd(end);
        if (header(scalar).indexOf('+') >= 0) {
            return last;
        }
        while (last > scalar.start && lines.lineStart(last) == last) {
            last = lines.previousEnd(last);
        }
        return last;
    }

    /** The indicator and its modifiers: {@code |}, {@code >-}, {@code |2+}. */
    String header(Node scalar) {
        int from = headerStart(scalar);
        int to = from;
        while (to < text.length() && "|>+-0123456789".indexOf(text.charAt(to)) >= 0) {
            to++;
        }
        return text.substring(from, to);
    }

    /** The offset of a block scalar's indicator. */
    int headerStart(Node scalar) {
        int at = scalar.start;
        while (text.charAt(at) == '&' || text.charAt(at) == '!') {
            while (!Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            at = skipBlanks(at);
        }
        return at;
    }

    /** The offset behind the colon of an entry; -1 when the key is written with {@code ?}. */
    int colonEnd(Node.Entry entry) {
        int at = skipBlanks(entry.key().end);
        boolean explicit = text.substring(lines.lineStart(entry.key().start), entry.key().start)
                .strip()
                .endsWith("?");
        return !explicit && at < text.length() && text.charAt(at) == ':' ? at + 1 : -1;
    }

    /** The offset of the dash of an item of a block list. */
    int dash(Node list, int index) {
        if (index == 0) {
            return list.first;
        }
        int at = trueEnd(list.items.get(index - 1));
        while (text.charAt(at) != '-') {
            at = text.charAt(at) == '#' ? lines.lineEnd(at) : at + 1;
        }
        return at;
    }

    /** The end of the line on which the new entry of a list or of a short mapping goes. */
    int lineEndAfter(Node node) {
        return lines.lineEnd(trueEnd(node));
    }

    /**
     * The end of the line behind which a new key of a mapping goes: behind the comments that are indented like it, but
     * not behind those directly above the next token at the same indent, which belong to that token.
     */
    int tail(Node map) {
        int end = lineEndAfter(map);
        int tail = end;
        int run = end;
        int runIndent = -1;
        for (int at = lines.next(end); at > end; end = lines.lineEnd(at), at = lines.next(end)) {
            int indent = lines.indent(at);
            if (lines.blank(at)) {
                runIndent = -1;
            } else if (text.startsWith("#", at + indent) && indent >= map.column) {
                run = runIndent == indent ? run : tail;
                runIndent = indent;
                tail = lines.lineEnd(at);
            } else {
                boolean ofNext = !text.startsWith("#", at + indent) && indent == runIndent;
                return ofNext ? run : tail;
            }
        }
        return tail;
    }

    /** Whether the first character of a node is the first of its line, but for blanks. */
    boolean startsLine(int offset) {
        return text.substring(lines.lineStart(offset), offset).isBlank();
    }

    int skipBlanks(int offset) {
        int at = offset;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }
}
