package aria.edit;

/** Converts code-point indexes, which SnakeYAML uses, to UTF-16 indexes, which Java uses. */
public final class Offsets {
    private final String text;
    /** The UTF-16 index of each code point; null when they are all the same. */
    private final int[] utf16;

    public Offsets(String text) {
        this.text = text;
        int count = text.codePointCount(0, text.length());
        this.utf16 = count == text.length() ? null : new int[count + 1];
        if (utf16 != null) {
            for (int codePoint = 0, at = 0; codePoint <= count; codePoint++) {
                utf16[codePoint] = at;
                at += at < text.length() ? Character.charCount(text.codePointAt(at)) : 0;
            }
        }
    }

    /** Returns the UTF-16 index of a code point; that of the end of the text too. */
    public int utf16(int codePoint) {
        return utf16 == null ? codePoint : utf16[codePoint];
    }

    /** Line and column of a UTF-16 index. */
    public Position position(int offset) {
        TextLines lines = new TextLines(text);
        int line = 1;
        int start = 0;
        for (int end = lines.lineEnd(0); end < offset; end = lines.lineEnd(start)) {
            start = end + lines.breakLength(end);
            line++;
        }
        return new Position(line, text.codePointCount(start, Math.max(start, offset)) + 1);
    }
}
