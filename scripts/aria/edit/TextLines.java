package aria.edit;

/** The lines of a text; a line ends at CR LF, LF, CR, NEL, LS or PS, as for SnakeYAML and go-yaml. */
public record TextLines(String text) {
    /** The offset of the line break at or after an offset, or of the end of the text. */
    public int lineEnd(int offset) {
        int at = offset;
        while (at < text.length() && !isBreak(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The offset of the first character of the line that an offset is in. */
    public int lineStart(int offset) {
        int at = offset;
        while (at > 0 && !isBreak(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    /** The length of the line break at an offset: 0 when there is none. */
    public int breakLength(int offset) {
        if (offset >= text.length() || !isBreak(text.charAt(offset))) {
            return 0;
        }
        return text.startsWith("\r\n", offset) ? 2 : 1;
    }

    /** The start of the line after the one that ends at an offset; the end of the text when it is the last. */
    public int next(int lineEnd) {
        return lineEnd + breakLength(lineEnd);
    }

    /** The end of the line before the one that starts at an offset; -1 when it is the first. */
    public int previousEnd(int lineStart) {
        if (lineStart == 0) {
            return -1;
        }
        return lineStart > 1 && text.startsWith("\r\n", lineStart - 2) ? lineStart - 2 : lineStart - 1;
    }

    /** The line break to write after a line: its own; at the end of the text that of the line before; else LF. */
    public String breakFor(int lineEnd) {
        int at = lineEnd;
        if (breakLength(at) == 0) {
            at = previousEnd(lineStart(lineEnd));
        }
        return at < 0 || breakLength(at) == 0 ? "\n" : text.substring(at, at + breakLength(at));
    }

    /** The number of blanks that a line starts with. */
    public int indent(int lineStart) {
        int at = lineStart;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at - lineStart;
    }

    /** Whether there is nothing but blanks and tabs from an offset to the end of its line. */
    public boolean blank(int offset) {
        return text.substring(offset, lineEnd(offset)).isBlank();
    }

    /** Whether YAML takes this character for the end of a line. */
    public static boolean isBreak(char c) {
        return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }
}
