package aria.apply;

import aria.edit.SourceText;
import aria.edit.undo.UndoRecord;
import aria.finding.RefusedException;
import aria.store.Digest;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The stored undo record of one change of one file.
 *
 * @param path   the file, relative to the root where it lies below it
 * @param time   when it was changed
 * @param turn   greater than that of every earlier change of the file; 0 in records of version 0.1
 * @param by     the command that remembered choices by it; empty for other changes
 * @param before SHA-256 of what it was; empty: it was created
 * @param after  SHA-256 of what it became
 * @param edit   how it is taken back; empty for a file that was created as a whole
 * @param undone whether it has been taken back since
 * @param foreign by what the record is known when this user did not write it here; empty otherwise
 */
record StoredUndo(
        Path path,
        Instant time,
        int turn,
        String by,
        Optional<String> before,
        String after,
        Optional<UndoRecord> edit,
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
        if (before.isPresent() && edit.isEmpty()) {
            throw new IllegalArgumentException("neither an edit nor the contents of " + path);
        }
    }

    /** Whether taking it back means that the file goes. */
    boolean created() {
        return before.isEmpty();
    }

    StoredUndo markUndone() {
        return new StoredUndo(path, time, turn, by, before, after, edit, true, Optional.empty());
    }

    /**
     * The text without some changes; of a file that was created as a whole the same text. Where a change put an earlier one
     * right that somebody had altered, what was there in between comes back and fits no record: then it stays away.
     *
     * @param changes the latest first
     * @throws RefusedException when what was replaced has been changed since
     */
    static SourceText takeBack(List<StoredUndo> changes, SourceText current) {
        try {
            return takeBack(changes, current, false);
        } catch (RefusedException changed) {
            return takeBack(changes, current, true);
        }
    }

    private static SourceText takeBack(List<StoredUndo> changes, SourceText current, boolean withMends) {
        SourceText text = current;
        for (int i = 0; i < changes.size(); i++) {
            Optional<UndoRecord> edit = changes.get(i).edit;
            List<UndoRecord> earlier = changes.subList(withMends ? i + 1 : changes.size(), changes.size()).stream()
                    .flatMap(change -> change.edit.stream())
                    .toList();
            if (edit.isPresent()) {
                text = edit.get().undo(text, earlier);
            }
        }
        return text;
    }

    /** Whether nothing but what this change began with is left of a file that it created. */
    boolean createdAllOf(SourceText text) {
        return created()
                && text.sha256().equals(edit.map(UndoRecord::beforeSha256).orElse(after));
    }

    /**
     * The name of its file: what it undoes, and a part that keeps apart two changes that led to one content. Version
     * 0.1 kept two files apart, not two changes of one.
     */
    String fileName() {
        String from = turn == 0 ? path.toString() : path + before.orElse("");
        String place = Digest.sha256(from.getBytes(StandardCharsets.UTF_8));
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
                    .value(time.toString())
                    .name("turn")
                    .value(turn)
                    .name("by")
                    .value(by);
            if (before.isPresent()) {
                json.name("before").value(before.get());
            }
            json.name("after").value(after);
            if (edit.isPresent()) {
                json.name("edit").jsonValue(edit.get().toJson().strip());
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
        Optional<UndoRecord> whole = Optional.ofNullable(json.get("contentBefore"))
                .map(content -> UndoRecord.of(decoded(json, content), decoded(json, json.get("contentAfter"))));
        return new StoredUndo(
                Path.of(json.get("path").getAsString()),
                Instant.parse(json.get("time").getAsString()),
                json.has("turn") ? json.get("turn").getAsInt() : 0,
                json.has("by") ? json.get("by").getAsString() : "",
                Optional.ofNullable(json.get("before")).map(JsonElement::getAsString),
                json.get("after").getAsString(),
                whole.or(() -> Optional.ofNullable(json.get("edit")).map(edit -> UndoRecord.fromJson(edit.toString()))),
                json.get("undone").getAsBoolean(),
                foreign);
    }

    /** Both contents of a file that was replaced as a whole, as version 0.1 wrote them. */
    private static SourceText decoded(JsonObject json, JsonElement base64) {
        return SourceText.of(json.get("path").getAsString(), Base64.getDecoder().decode(base64.getAsString()));
    }
}
