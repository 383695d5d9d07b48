package aria.edit.block;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.edit.Offsets;
import aria.edit.Position;
import aria.edit.SourceText;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A position in the text of a block language that moves forward. */
final class BlockCursor {
    /** Deeper nesting is refused: nobody writes it, and reading it takes a stack. */
    private static final int DEEPEST = 50;

    private final SourceText source;
    private final String text;
    private int at;
    private int depth;

    BlockCursor(SourceText source) {
        this.source = source;
        this.text = source.text();
        if (text.startsWith("\uFEFF")) {
            throw invalid(
                    0,
                    "the file starts with a byte order mark, which the server does not accept",
                    advice("save the file without it"));
        }
    }

    int at() {
        return at;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /** The character here; NUL at the end. */
    char here() {
        return charAt(at);
    }

    /** What stands here, in words for a message. */
    String found() {
        return atEnd()
                ? "the end of the file"
                : here() == '\n' || here() == '\r'
                        ? "a line break"
                        : "'" + Character.toString(text.codePointAt(at)) + "'";
    }

    char charAt(int offset) {
        return offset < text.length() ? text.charAt(offset) : 0;
    }

    boolean startsWith(String wanted) {
        return text.startsWith(wanted, at);
    }

    /** At most to the end. */
    void move(int characters) {
        at = Math.min(at + characters, text.length());
    }

    void moveTo(int offset) {
        at = offset;
    }

    String from(int start) {
        return text.substring(start, at);
    }

    /** Moves over a match that starts here. */
    boolean skip(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        boolean found = matcher.lookingAt();
        at = found ? matcher.end() : at;
        return found;
    }

    void skipLine() {
        while (!atEnd() && here() != '\n' && here() != '\r') {
            at++;
        }
    }

    void skipAny(String characters) {
        while (!atEnd() && characters.indexOf(here()) >= 0) {
            at++;
        }
    }

    /** The next occurrence of a text at or after an offset; -1 when there is none. */
    int find(String wanted, int from) {
        return text.indexOf(wanted, from);
    }

    void deeper() {
        if (++depth > DEEPEST) {
            throw EditErrors.at(
                    FindingId.LIMIT, source.file(), position(at), "nested deeper than " + DEEPEST + " levels");
        }
    }

    void shallower() {
        depth--;
    }

    private Position position(int offset) {
        return new Offsets(text).position(Math.min(offset, text.length()));
    }

    /** The refusal of a file that the language's server would not read, or that this program does not. */
    RefusedException invalid(int offset, String message, Remedy... remedies) {
        return EditErrors.at(FindingId.CONFIG_INVALID, source.file(), position(offset), message, remedies);
    }
}
