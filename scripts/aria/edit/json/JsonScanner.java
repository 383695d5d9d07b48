package aria.edit.json;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.edit.Offsets;
import aria.edit.Position;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import com.google.gson.JsonParser;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Strict JSON (RFC 8259) with the place of every value, which Gson does not tell. Names must be unique, as Go would take the last. */
public final class JsonScanner {

    private static final int MAX_BYTES = 1024 * 1024;
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

    /** @throws RefusedException when it is larger than 1 MiB or not UTF-8 */
    public static String decode(String label, byte[] content) {
        if (content.length > MAX_BYTES) {
            throw EditErrors.file(
                    FindingId.LIMIT,
                    label,
                    "the file has " + content.length + " bytes; more than " + MAX_BYTES + " are refused");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw EditErrors.file(FindingId.CONFIG_INVALID, label, "the file is not UTF-8", advice("save it as UTF-8"));
        }
    }

    /** Returns where a character stands. */
    static Position position(String text, int offset) {
        return new Offsets(text).position(offset);
    }

    /** The whole text: one object. @throws RefusedException when it isn't */
    JsonNode document() {
        skipBlanks();
        if (at >= text.length() || text.charAt(at) != '{') {
            throw refused("expected '{': the file holds one JSON object");
        }
        JsonNode node = value(0);
        skipBlanks();
        if (at < text.length()) {
            throw refused("unexpected text after the end of the JSON object");
        }
        return node;
    }

    private JsonNode value(int depth) {
        if (depth > MAX_DEPTH) {
            throw refused("more than " + MAX_DEPTH + " levels are refused");
        }
        int start = at;
        switch (at < text.length() ? text.charAt(at) : ' ') {
            case '{':
                return container(JsonNode.Kind.OBJECT, depth);
            case '[':
                return container(JsonNode.Kind.ARRAY, depth);
            case '"':
                string();
                return new JsonNode(JsonNode.Kind.SCALAR, start, at, List.of());
            default:
                Matcher scalar = SCALAR.matcher(text).region(at, text.length());
                if (!scalar.lookingAt()) {
                    throw refused("expected a JSON value");
                }
                if (scalar.end() - start > LONGEST_SCALAR) {
                    throw refused("a number of more than " + LONGEST_SCALAR + " digits");
                }
                at = scalar.end();
                return new JsonNode(
                        scalar.group().equals("null") ? JsonNode.Kind.NULL : JsonNode.Kind.SCALAR,
                        start,
                        at,
                        List.of());
        }
    }

    private JsonNode container(JsonNode.Kind kind, int depth) {
        int start = at++;
        char close = kind == JsonNode.Kind.OBJECT ? '}' : ']';
        List<JsonNode.Child> children = new ArrayList<>();
        Set<String> names = new HashSet<>();
        skipBlanks();
        while (!take(close)) {
            if (!children.isEmpty()) {
                require(',');
            }
            int childStart = at;
            String name = "";
            if (kind == JsonNode.Kind.OBJECT) {
                name = string();
                if (!names.add(name)) {
                    at = childStart;
                    throw refused("the name \"" + name + "\" stands twice in this object", advice("remove one"));
                }
                skipBlanks();
                require(':');
            }
            children.add(new JsonNode.Child(childStart, name, value(depth + 1)));
            skipBlanks();
        }
        return new JsonNode(kind, start, at, List.copyOf(children));
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
        return EditErrors.at(
                FindingId.CONFIG_INVALID, label, position(text, Math.min(at, text.length())), message, remedies);
    }
}
