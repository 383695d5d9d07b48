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

/** Finds what is not strict JSON (RFC 8259), with its place, which Gson does not tell. Names must be unique, as Go would take the last. */
final class JsonScanner {

    private static final int MAX_DEPTH = 64;
    /** No number in use has more, and Gson takes longer ones for text. */
    private static final int LONGEST_SCALAR = 1000;

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:[\"\\\\/bfnrt]|u[0-9a-fA-F]{4})");
    private static final Pattern SCALAR =
            Pattern.compile("true|false|null|-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");

    private final String label;
    private final String text;
    private int at;

    JsonScanner(String label, String text) {
        this.label = label;
        this.text = text;
    }

    /** @throws RefusedException when the text is anything else than one object */
    void requireObject() {
        skipBlanks();
        if (!text.startsWith("{", at)) {
            throw refused("expected '{': the file holds one JSON object");
        }
        value(0);
        skipBlanks();
        if (at < text.length()) {
            throw refused("unexpected text after the end of the JSON object");
        }
    }

    private void value(int depth) {
        if (depth > MAX_DEPTH) {
            throw refused("more than " + MAX_DEPTH + " levels are refused");
        }
        if (take('{')) {
            elements('}', depth);
        } else if (take('[')) {
            elements(']', depth);
        } else if (text.startsWith("\"", at)) {
            string();
        } else {
            scalar();
        }
    }

    private void elements(char close, int depth) {
        Set<String> names = new HashSet<>();
        skipBlanks();
        for (boolean first = true; !take(close); first = false) {
            if (!first) {
                require(',');
            }
            if (close == '}') {
                name(names);
                require(':');
            }
            value(depth + 1);
            skipBlanks();
        }
    }

    private void name(Set<String> names) {
        int start = at;
        String name = string();
        if (!names.add(name)) {
            at = start;
            throw refused("the name \"" + name + "\" stands twice in this object", advice("remove one"));
        }
        skipBlanks();
    }

    private String string() {
        int start = at;
        if (!take('"')) {
            throw refused("expected a string in double quotes");
        }
        while (!take('"')) {
            if (at >= text.length() || text.charAt(at) < ' ') {
                throw refused("this string has no closing quote on its line");
            }
            at += text.charAt(at) == '\\' ? escapeLength() : 1;
        }
        return JsonParser.parseString(text.substring(start, at)).getAsString();
    }

    private int escapeLength() {
        Matcher escape = ESCAPE.matcher(text).region(at, text.length());
        if (!escape.lookingAt()) {
            throw refused("this escape is not one of JSON's");
        }
        return escape.end() - at;
    }

    private void scalar() {
        Matcher scalar = SCALAR.matcher(text).region(at, text.length());
        if (!scalar.lookingAt()) {
            throw refused("expected a JSON value");
        }
        if (scalar.end() - at > LONGEST_SCALAR) {
            throw refused("a number of more than " + LONGEST_SCALAR + " digits");
        }
        at = scalar.end();
    }

    private void require(char wanted) {
        if (!take(wanted)) {
            throw refused("expected '" + wanted + "'");
        }
        skipBlanks();
    }

    private boolean take(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private RefusedException refused(String message, Remedy... remedies) {
        Position place = new Offsets(text).position(Math.min(at, text.length()));
        return EditErrors.at(FindingId.JSON_INVALID, label, place, message, remedies);
    }
}
