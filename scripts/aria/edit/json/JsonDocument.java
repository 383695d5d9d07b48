package aria.edit.json;

import aria.edit.EditErrors;
import aria.edit.Position;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A JSON file that is changed by splices: what isn't touched keeps every byte, its order and the way its numbers are written.
 * Immutable; each change gives a new document, parsed again.
 */
public final class JsonDocument {

    private static final Gson PRETTY = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .create();
    private static final Gson COMPACT =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();
    private static final String GSON_INDENT = "  ";

    private final String label;
    private final String text;
    private final JsonNode root;

    private JsonDocument(String label, String text) {
        this.label = label;
        this.text = text;
        this.root = new JsonScanner(label, text).document();
    }

    /** @param label what to call the file in an error @throws RefusedException with {@code label:line:column} when it isn't a JSON object */
    public static JsonDocument parse(String label, byte[] content) {
        return new JsonDocument(label, JsonScanner.decode(label, content));
    }

    /** The file's content. */
    public byte[] content() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The value under the given member names; empty when one of them is absent, or something on the way is no object. */
    public Optional<JsonElement> get(String... path) {
        return node(path).map(this::value);
    }

    /** The text of a string under the given member names; empty when it is absent, null or no string. */
    public Optional<String> string(String... path) {
        return get(path)
                .filter(value ->
                        value.isJsonPrimitive() && value.getAsJsonPrimitive().isString())
                .map(JsonElement::getAsString);
    }

    /**
     * Puts a value under the given member names: replaced where it is, else added as the last member. Objects on the way that are
     * absent or null are created.
     *
     * @throws RefusedException when something on the way is neither an object nor null
     */
    public JsonDocument put(JsonElement value, String... path) {
        Optional<JsonNode> present = node(path);
        if (present.isPresent()) {
            return value(present.get()).equals(value) ? this : replace(present.get(), value);
        }
        String[] parentPath = Arrays.copyOf(path, path.length - 1);
        String name = path[path.length - 1];
        Optional<JsonNode> parent = node(parentPath);
        if (parent.isEmpty() || parent.get().isNull()) {
            JsonObject created = new JsonObject();
            created.add(name, value);
            return put(created, parentPath);
        }
        if (parent.get().kind() != JsonNode.Kind.OBJECT) {
            throw refused(parent.get(), "an object is expected here, to hold '" + name + "'");
        }
        return insert(parent.get(), parent.get().children().size(), COMPACT.toJson(name) + ": ", value);
    }

    /** Replaces the item at {@code index} of the array under the given member names, unless it says the same already. */
    public JsonDocument replaceItem(JsonElement value, int index, String... path) {
        JsonNode item = node(path).orElseThrow().children().get(index).value();
        return value(item).equals(value) ? this : replace(item, value);
    }

    /** Puts an item in front of the array under the given member names; the array is created where it is absent. */
    public JsonDocument prependItem(JsonElement value, String... path) {
        Optional<JsonNode> array = node(path);
        if (array.isEmpty() || array.get().isNull()) {
            JsonArray created = new JsonArray();
            created.add(value);
            return put(created, path);
        }
        if (array.get().kind() != JsonNode.Kind.ARRAY) {
            throw refused(array.get(), "an array is expected here");
        }
        return insert(array.get(), 0, "", value);
    }

    /** Returns where the value under the given member names stands, or the whole object when it is absent. */
    public Place place(String... path) {
        Position at = JsonScanner.position(text, node(path).orElse(root).start());
        return new Place(label, at.line(), at.column());
    }

    private RefusedException refused(JsonNode node, String message) {
        return EditErrors.at(FindingId.WRONG_TYPE, label, JsonScanner.position(text, node.start()), message);
    }

    private Optional<JsonNode> node(String... path) {
        Optional<JsonNode> node = Optional.of(root);
        for (String name : path) {
            node = node.flatMap(parent -> parent.member(name));
        }
        return node;
    }

    private JsonElement value(JsonNode node) {
        return JsonParser.parseString(text.substring(node.start(), node.end()));
    }

    private JsonDocument replace(JsonNode node, JsonElement value) {
        return splice(node.start(), node.end(), render(value, indentationAt(node.start()), isSpreadOut()));
    }

    private JsonDocument insert(JsonNode container, int index, String prefix, JsonElement value) {
        List<JsonNode.Child> children = container.children();
        if (children.isEmpty()) {
            String outer = indentationAt(container.start());
            String inner = outer + unit();
            String body = isSpreadOut()
                    ? "\n" + inner + prefix + render(value, inner, true) + "\n" + outer
                    : prefix + render(value, "", false);
            return splice(container.start() + 1, container.end() - 1, body);
        }
        boolean last = index == children.size();
        int neighbour = children.get(last ? index - 1 : index).start();
        boolean ownLine = startsItsLine(neighbour);
        String separator = ownLine ? "\n" + indentationAt(neighbour) : " ";
        String rendered = prefix + render(value, indentationAt(neighbour), ownLine);
        if (last) {
            int end = children.get(index - 1).value().end();
            return splice(end, end, "," + separator + rendered);
        }
        return splice(neighbour, neighbour, rendered + "," + separator);
    }

    private JsonDocument splice(int start, int end, String inserted) {
        String newline = text.contains("\r\n") ? inserted.replace("\n", "\r\n") : inserted;
        return new JsonDocument(label, text.substring(0, start) + newline + text.substring(end));
    }

    private String render(JsonElement value, String indentation, boolean spreadOut) {
        if (!spreadOut) {
            return COMPACT.toJson(value);
        }
        StringBuilder rendered = new StringBuilder();
        for (String line : PRETTY.toJson(value).split("\n")) {
            int depth = 0;
            while (line.startsWith(GSON_INDENT, depth * GSON_INDENT.length())) {
                depth++;
            }
            rendered.append(rendered.isEmpty() ? "" : "\n" + indentation)
                    .append(unit().repeat(depth))
                    .append(line.substring(depth * GSON_INDENT.length()));
        }
        return rendered.toString();
    }

    private boolean isSpreadOut() {
        return root.children().isEmpty() || startsItsLine(root.children().get(0).start());
    }

    /** One level of the file's own indentation. */
    private String unit() {
        String first = root.children().isEmpty()
                ? ""
                : indentationAt(root.children().get(0).start());
        return first.isEmpty() ? GSON_INDENT : first;
    }

    private String indentationAt(int offset) {
        int lineStart = text.lastIndexOf('\n', offset - 1) + 1;
        int end = lineStart;
        while (end < offset && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return text.substring(lineStart, end);
    }

    private boolean startsItsLine(int offset) {
        int lineStart = text.lastIndexOf('\n', offset - 1) + 1;
        return lineStart > 0 && text.substring(lineStart, offset).isBlank();
    }
}
