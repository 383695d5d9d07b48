package aria.ca.online;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Optional;

/**
 * A provisioner as a running CA lists it.
 *
 * @param type         {@code JWK}, {@code ACME} and so on
 * @param name         as in ca.json
 * @param keyId        the {@code kid} of its JWK; empty for other types
 * @param encryptedKey its private JWK as a compact JWE; empty when the CA doesn't publish it
 * @param ready        false when the CA could not start it
 */
public record RemoteProvisioner(
        String type, String name, Optional<String> keyId, Optional<String> encryptedKey, boolean ready) {

    static RemoteProvisioner of(CaResponse answer, JsonElement element) {
        if (!element.isJsonObject()) {
            throw answer.odd("lists a provisioner that is not an object");
        }
        JsonObject json = element.getAsJsonObject();
        Optional<JsonObject> key = Optional.ofNullable(json.get("key"))
                .filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject);
        return new RemoteProvisioner(
                Text.shown(answer.text(json, "type")),
                Text.shown(answer.text(json, "name")),
                key.flatMap(jwk -> string(jwk, "kid")).map(Text::shown),
                string(json, "encryptedKey"),
                !string(json, "state").orElse("").equals("Uninitialized"));
    }

    private static Optional<String> string(JsonObject json, String member) {
        return Optional.ofNullable(json.get(member))
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString)
                .filter(text -> !text.isEmpty());
    }
}
