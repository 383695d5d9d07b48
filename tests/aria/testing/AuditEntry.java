package aria.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A line of the audit log.
 *
 * @param event  what, such as {@code apply}
 * @param fields the rest but the time, in the order written
 */
public record AuditEntry(String event, Map<String, String> fields) {

    /** The entries of a log, oldest first; without a line that was torn by a crash. */
    public static List<AuditEntry> of(Path log) {
        try {
            return Files.readAllLines(log).stream()
                    .flatMap(line -> entry(line).stream())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Optional<AuditEntry> entry(String line) {
        JsonObject object;
        try {
            object = JsonParser.parseString(line).getAsJsonObject();
        } catch (JsonParseException torn) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> field : object.entrySet()) {
            fields.put(
                    field.getKey(),
                    field.getValue().isJsonPrimitive()
                            ? field.getValue().getAsString()
                            : field.getValue().toString());
        }
        fields.remove("time");
        return Optional.of(new AuditEntry(fields.remove("event"), fields));
    }
}
