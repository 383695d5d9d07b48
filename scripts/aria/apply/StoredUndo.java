package aria.apply;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.edit.SourceText;
import aria.edit.undo.UndoRecord;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.store.Digest;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The stored undo record of one change of one file.
 *
 * @param path   the file, relative to the root where it lies below it
 * @param time   when it was changed
 * @param before SHA-256 of what it was; empty: it was created
 * @param after  SHA-256 of what it became
 * @param edit   the edit, when it was one
 * @param whole  both contents, when it was replaced as a whole
 * @param undone whether it has been taken back since
 * @param foreign by what the record is known when this user did not write it here; empty otherwise
 */
record StoredUndo(
        Path path,
        Instant time,
        Optional<String> before,
        String after,
        Optional<UndoRecord> edit,
        Optional<Whole> whole,
        boolean undone,
        Optional<String> foreign) {

    private static final String SCHEMA = "aria.undo/1";

    /** The digest becomes a part of the name of a file. */
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException when there is no way from after to before, or these are no digests */
    StoredUndo {
        if (!SHA_256.matcher(after).matches()
                || before.isPresent() && !SHA_256.matcher(before.get()).matches()) {
            throw new IllegalArgumentException("no SHA-256");
        }
        if (before.isPresent() && edit.isEmpty() && whole.isEmpty()) {
            throw new IllegalArgumentException("neither an edit nor the contents of " + path);
        }
    }

    /** The full contents of a file before and after it was replaced. */
    record Whole(byte[] before, byte[] after) {}

    /** Whether taking it back means that the file goes. */
    boolean created() {
        return before.isEmpty();
    }

    StoredUndo markUndone() {
        return new StoredUndo(path, time, before, after, edit, whole, true, Optional.empty());
    }

    /**
     * The text without this change.
     *
     * @throws RefusedException when what was added has been changed since
     */
    SourceText takeBack(SourceText current) {
        if (edit.isPresent()) {
            return edit.get().undo(current);
        }
        SourceText was = SourceText.of(current.file(), whole.orElseThrow().before());
        if (current.sha256().equals(after)) {
            return was;
        }
        SourceText became = SourceText.of(current.file(), whole.orElseThrow().after());
        return TextMerge.withoutChange(was.text(), became.text(), current.text())
                .filter(merged -> !current.file().endsWith(".json") || isJson(merged))
                .map(current::withText)
                .orElseThrow(() -> EditErrors.file(
                        FindingId.CHANGED_SINCE_PLAN,
                        current.file(),
                        "the file was edited since in the same places, so the change cannot be taken back",
                        advice("use git"),
                        advice("restore it by hand")));
    }

    private static boolean isJson(String text) {
        try {
            return new Gson().getAdapter(JsonElement.class).fromJson(text) != null;
        } catch (IOException | JsonParseException e) {
            return false;
        }
    }

    /** The name of its file: what it undoes, and a part that keeps two files of one content apart. */
    String fileName() {
        String place = Digest.sha256(path.toString().getBytes(StandardCharsets.UTF_8));
        return after + "-" + place.substring(0, 8) + ".json";
    }

    String toJson() {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setIndent("  ");
            json.setHtmlSafe(false);
            json.beginObject()
                    .name("schema")
                    .value(SCHEMA)
                    .name("path")
                    .value(path.toString())
                    .name("time")
                    .value(time.toString());
            if (before.isPresent()) {
                json.name("before").value(before.get());
            }
            json.name("after").value(after);
            if (edit.isPresent()) {
                json.name("edit").jsonValue(edit.get().toJson().strip());
            }
            if (whole.isPresent()) {
                json.name("contentBefore")
                        .value(Base64.getEncoder().encodeToString(whole.get().before()));
                json.name("contentAfter")
                        .value(Base64.getEncoder().encodeToString(whole.get().after()));
            }
            json.name("undone").value(undone).endObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a string takes any text", impossible);
        }
        return text.append('\n').toString();
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @param foreign whose it is, as the component
     * @throws RuntimeException of gson or of the edit room, when it is damaged
     */
    static StoredUndo fromJson(String text, Optional<String> foreign) {
        JsonObject json = JsonParser.parseString(text).getAsJsonObject();
        if (!SCHEMA.equals(json.get("schema").getAsString())) {
            throw new IllegalArgumentException("schema " + json.get("schema"));
        }
        return new StoredUndo(
                Path.of(json.get("path").getAsString()),
                Instant.parse(json.get("time").getAsString()),
                Optional.ofNullable(json.get("before")).map(JsonElement::getAsString),
                json.get("after").getAsString(),
                Optional.ofNullable(json.get("edit")).map(edit -> UndoRecord.fromJson(edit.toString())),
                Optional.ofNullable(json.get("contentBefore"))
                        .map(content -> new Whole(decoded(content), decoded(json.get("contentAfter")))),
                json.get("undone").getAsBoolean(),
                foreign);
    }

    private static byte[] decoded(JsonElement base64) {
        return Base64.getDecoder().decode(base64.getAsString());
    }
}
