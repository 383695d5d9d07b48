package aria.store;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that happened to the project, for the audit log. It holds no secrets.
 *
 * @param name     what was done, such as {@code issue}
 * @param subjects the names in the certificates that it is about, or what else it is about
 * @param serials  of these certificates, lower-case hex, in the same order
 * @param files    that were written, relative to the project's root where they lie below it
 * @param result   {@link #DONE}, or what was in the way
 * @param more     further fields, in their order
 */
public record AuditEvent(
        String name,
        List<String> subjects,
        List<String> serials,
        List<String> files,
        String result,
        Map<String, String> more) {

    /** The result of what was done as wished. */
    public static final String DONE = "done";

    /** How the result of what was refused begins. */
    public static final String REFUSED = "refused";

    /** Keeps unmodifiable copies. */
    public AuditEvent {
        subjects = List.copyOf(subjects);
        serials = List.copyOf(serials);
        files = List.copyOf(files);
        more = new LinkedHashMap<>(more);
    }

    /** Returns an event about certificates that was done. */
    public static AuditEvent done(String name, List<String> subjects, List<String> serials, List<String> files) {
        return new AuditEvent(name, subjects, serials, files, DONE, Map.of());
    }

    /** Returns the event with one more field. */
    public AuditEvent with(String field, String value) {
        Map<String, String> all = new LinkedHashMap<>(more);
        all.put(field, value);
        return new AuditEvent(name, subjects, serials, files, result, all);
    }

    /** Adds its fields to a line; those of the line are taken. */
    void addTo(JsonObject line) {
        line.add("subject", AuditOrigin.array(subjects));
        line.add("serials", AuditOrigin.array(serials));
        line.add("files", AuditOrigin.array(files));
        line.addProperty("result", result);
        more.forEach((field, value) -> {
            if (line.has(field)) {
                throw new IllegalArgumentException("the audit log's field '" + field + "' is taken");
            }
            line.addProperty(field, value);
        });
    }
}
