package aria.edit.json;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.edit.Offsets;
import aria.edit.Position;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import com.google.gson.JsonParser;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds violations of strict JSON (RFC 8259) with their place, which Gson does not report. Names must be unique,
 * because Go would use the last one.
 */
final class JsonScanner {

    private static final int MAX_DEPTH = 64;
    /** No number in use has more, and Gson takes longer ones for text. */
    private static final int LONGEST_SCALAR = 1000;

    /** Without the closing quote, so that it ends before what a string cannot hold. */
    private static final Pattern STRING =
            Pattern.compile("\"(?:[^\"\\\\\\x00-\\x1f]|\\\\(?:[\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*+");

    private static final Pattern SCALAR =
            Pattern.compile("true|false|null|-?(?:0|[1-9]\\d*+)(?:\\.\\d++)?(?:[eE][+-]?\\d++)?");
    private static final Pattern BLANKS = Pattern.compile("[ \t\r\n]*+");

    private final String label;
    private final String text;
    private int at;

    JsonScanner(String label, String text) {
        this.label = label;
        this.text = text;
    }

    /** @throws RefusedException when the text is anything else than one object */
    void requireObject() {
        at = end(BLANKS);
        if (!text.startsWith("{", at)) {
            throw refused("expected '{': the file holds one JSON object");
        }
        value(0);
        if (at < text.length()) {
            throw refused("unexpected text after the end of the JSON object");
        }
    }

    private void value(int depth) {
        if (depth > MAX_DEPTH) {
            throw refused("nested deeper than " + MAX_DEPTH + " levels");
        }
        if (take('{')) {
            elements('}', depth);
        } else if (take('[')) {
            elements(']', depth);
        } else if (text.startsWith("\"", at)) {
            string();
        } else if (end(SCALAR) - at > LONGEST_SCALAR) {
            throw refused("a number with more than " + LONGEST_SCALAR + " digits");
        } else {
            skip(SCALAR, "expected a JSON value");
        }
        at = end(BLANKS);
    }

    private void elements(char close, int depth) {
        Set<String> names = new HashSet<>();
        for (boolean first = true; !take(close); first = false) {
            if (!first) {
                require(',');
            }
            if (close == '}') {
                name(names);
                require(':');
            }
            value(depth + 1);
        }
    }

    private void name(Set<String> names) {
        int start = at;
        String name = string();
        if (!names.add(name)) {
            at = start;
            throw refused("the name \"" + name + "\" occurs twice in this object", advice("remove one"));
        }
    }

    private String string() {
        int start = at;
        skip(STRING, "expected a string in double quotes");
        int end = at;
        if (!take('"')) {
            throw refused("a JSON string cannot contain this character, or its closing quote is missing");
        }
        return JsonParser.parseString(text.substring(start, end + 1)).getAsString();
    }

    private void require(char wanted) {
        if (!take(wanted)) {
            throw refused("expected '" + wanted + "'");
        }
    }

    private boolean take(char wanted) {
        boolean there = at < text.length() && text.charAt(at) == wanted;
        if (there) {
            at++;
            at = end(BLANKS);
        }
        return there;
    }

    private void skip(Pattern wanted, String message) {
        int end = end(wanted);
        if (end == at) {
            throw refused(message);
        }
        at = end;
    }

    /** The end of what stands here; here when it is something else. */
    private int end(Pattern wanted) {
        Matcher matcher = wanted.matcher(text).region(at, text.length());
        return matcher.lookingAt() ? matcher.end() : at;
    }

    private RefusedException refused(String message, Remedy... remedies) {
        Position place = new Offsets(text).position(at);
        return EditErrors.at(FindingId.JSON_INVALID, label, place, message, remedies);
    }
}
