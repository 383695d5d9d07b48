package aria.ca.online;

import aria.ca.config.CaRefused;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * What a CA answered, within the bounds of {@link HttpLimits}.
 *
 * @param from   what was asked
 * @param status of HTTP
 * @param type   the content type without parameters, in lower case; empty text when there is none
 * @param body   all of it
 * @param ahead  how far the CA's clock is ahead of ours, negative when behind; empty when it sent no date
 */
record CaResponse(URI from, int status, String type, byte[] body, Optional<Duration> ahead) {

    /** The body as JSON. @throws CaRefused when it is something else */
    JsonObject json() {
        if (!type.equals("application/json")) {
            throw odd("sends '" + Text.shown(type) + "' where JSON belongs");
        }
        try {
            JsonReader reader = new JsonReader(new StringReader(new String(body, StandardCharsets.UTF_8)));
            reader.setStrictness(Strictness.STRICT);
            JsonElement json = JsonParser.parseReader(reader);
            if (!json.isJsonObject()) {
                throw odd("sends JSON that is no object");
            }
            return json.getAsJsonObject();
        } catch (JsonParseException malformed) {
            throw new CaRefused(odd("sends JSON that can't be read").getMessage(), malformed);
        }
    }

    /** The text of a member of a JSON object. @throws CaRefused when it isn't there */
    String text(JsonObject object, String member) {
        JsonElement value = object.get(member);
        if (value == null || !value.isJsonPrimitive()) {
            throw odd("leaves out '" + member + "'");
        }
        return value.getAsString();
    }

    /** An error about the answer itself: whoever sent it is no step-ca, or a broken one. */
    CaRefused odd(String what) {
        return new CaRefused(from + " " + what
                + ": it is no step-ca, or something stands between it and this machine; check the CA's address");
    }
}
