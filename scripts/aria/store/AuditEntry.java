package aria.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * An entry of the audit log's chain.
 *
 * @param line  its bytes, without the end of the line
 * @param json  what it says
 */
public record AuditEntry(byte[] line, JsonObject json) {
    static final String SEQUENCE = "seq";
    static final String PREVIOUS = "previous";
    static final String GAP = "gap";
    static final String KEY = "key";
    static final String PUBLIC_KEY = "publicKey";
    private static final String SIGNATURE = ",\"signature\":\"";

    /** Parses a line; empty for one that is not part of a chain. */
    static Optional<AuditEntry> of(byte[] line) {
        try {
            return Optional.of(JsonParser.parseString(new String(line, StandardCharsets.UTF_8)))
                    .filter(JsonElement::isJsonObject)
                    .map(JsonElement::getAsJsonObject)
                    .map(json -> new AuditEntry(line, json))
                    .filter(AuditEntry::complete);
        } catch (JsonParseException torn) {
            return Optional.empty();
        }
    }

    private boolean complete() {
        try {
            return sequence() > 0 && previous().length() == 64 && !event().isEmpty() && time().isAfter(Instant.EPOCH);
        } catch (DateTimeParseException | NumberFormatException otherForm) {
            return false;
        }
    }

    /** Returns a signed line. */
    static String sign(String json, AuditKey key) {
        return json.substring(0, json.length() - 1) + SIGNATURE + key.sign(json) + "\"}";
    }

    /** Its place in the chain, from 1. */
    public long sequence() {
        return Long.parseLong(text(SEQUENCE));
    }

    /** SHA-256 of the entry before it; of the first one, of all lines above it. */
    public String previous() {
        return text(PREVIOUS);
    }

    /** When it was written, by that machine's clock. */
    public Instant time() {
        return Instant.parse(text("time"));
    }

    /** What happened, such as {@code issue}. */
    public String event() {
        return text("event");
    }

    /** A field that holds text or a number; empty when it is not there. */
    public String text(String field) {
        return Optional.ofNullable(json.get(field))
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString)
                .orElse("");
    }

    /** A field of {@code who} or {@code where}; empty when it is not there. */
    public String text(String object, String field) {
        return Optional.ofNullable(json.get(object))
                .filter(JsonElement::isJsonObject)
                .map(value -> new AuditEntry(line, value.getAsJsonObject()).text(field))
                .orElse("");
    }

    /** A field that holds a list of texts; empty when it is not there. */
    public List<String> list(String field) {
        return Optional.ofNullable(json.get(field)).filter(JsonElement::isJsonArray).stream()
                .flatMap(array -> StreamSupport.stream(array.getAsJsonArray().spliterator(), false))
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString)
                .toList();
    }

    /** Its SHA-256, which the next entry names. */
    public String hash() {
        return Digest.sha256(line);
    }

    /** The public key that it brings along, DER; empty when it brings none, or not the one it names. */
    Optional<byte[]> publicKey() {
        try {
            return Optional.of(Base64.getDecoder().decode(text(PUBLIC_KEY)))
                    .filter(spki -> AuditKey.id(spki).equals(text(KEY)));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Whether a key signed exactly this line. */
    boolean signedBy(byte[] spki) {
        String all = new String(line, StandardCharsets.ISO_8859_1);
        int end = all.lastIndexOf(SIGNATURE);
        return end > 0
                && all.endsWith("\"}")
                && AuditKey.signed(
                        spki,
                        (all.substring(0, end) + "}").getBytes(StandardCharsets.ISO_8859_1),
                        all.substring(end + SIGNATURE.length(), all.length() - 2));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuditEntry that && Arrays.equals(line, that.line);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(line);
    }
}
