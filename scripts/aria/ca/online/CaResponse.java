package aria.ca.online;

import static aria.finding.Remedy.advice;

import aria.ca.config.CaErrors;
import aria.finding.RefusedException;
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
 * A response of a CA, within the bounds of {@link HttpLimits}.
 *
 * @param from   what was asked
 * @param status of HTTP
 * @param type   the content type without parameters, in lower case; empty text when there is none
 * @param body   all of it
 * @param ahead  how far the CA's clock is ahead of ours, negative when behind; empty when it sent no date
 */
record CaResponse(URI from, int status, String type, byte[] body, Optional<Duration> ahead) {

    /**
     * The body as JSON.
     *
     * @throws RefusedException when it is something else
     */
    JsonObject json() {
        if (!type.equals("application/json")) {
            throw odd("sends '" + Text.shown(type) + "' instead of JSON");
        }
        try {
            JsonReader reader = new JsonReader(new StringReader(new String(body, StandardCharsets.UTF_8)));
            reader.setStrictness(Strictness.STRICT);
            JsonElement json = JsonParser.parseReader(reader);
            if (!json.isJsonObject()) {
                throw odd("sends JSON that is not an object");
            }
            return json.getAsJsonObject();
        } catch (JsonParseException malformed) {
            throw odd("sends JSON that is not valid", malformed);
        }
    }

    /**
     * The text of a member of a JSON object.
     *
     * @throws RefusedException when it isn't there
     */
    String text(JsonObject object, String member) {
        JsonElement value = object.get(member);
        if (value == null || !value.isJsonPrimitive()) {
            throw odd("leaves out '" + member + "'");
        }
        return value.getAsString();
    }

    /** An error about the answer itself: whoever sent it is no step-ca, or a broken one. */
    RefusedException odd(String what) {
        return odd(what, null);
    }

    private RefusedException odd(String what, Throwable cause) {
        return CaErrors.refused(
                from + " " + what
                        + ": it is not a step-ca, or something between it and this machine changes its responses",
                cause,
                advice("check the CA's address"));
    }
}
