package aria.ca.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.Set;

/**
 * The ACME provisioner that init-ca writes. ACME proves a position on the network and no identity: a container with
 * default capabilities can answer for another one. So what it issues is for servers only, and lives for
 * {@link #LONGEST} at most.
 */
public final class AcmeProvisioner {
    /** The longest lifetime of a certificate by ACME. */
    public static final Duration LONGEST = Duration.ofDays(90);

    private static final Set<String> MEMBERS = Set.of("type", "name", "claims", "options");
    private static final JsonObject NEW = JsonParser.parseString(NewConfig.JSON)
            .getAsJsonObject()
            .getAsJsonObject("authority")
            .getAsJsonArray("provisioners")
            .get(0)
            .getAsJsonObject();
    private static final JsonElement OPTIONS = NEW.get("options");

    private AcmeProvisioner() {}

    /** Returns whether it is one that init-ca wrote, of any version: version 0.1 wrote no template. */
    static boolean isOurs(JsonObject provisioner) {
        return is(provisioner, "type", "ACME")
                && is(provisioner, "name", "acme")
                && MEMBERS.containsAll(provisioner.keySet())
                && (!provisioner.has("options") || hasTemplate(provisioner));
    }

    /**
     * Returns whether it issues for servers only, and not for longer than it should.
     *
     * @param claims that hold for it
     */
    static boolean isRestricted(JsonObject provisioner, Claims claims) {
        return hasTemplate(provisioner) && claims.max().compareTo(LONGEST) <= 0;
    }

    /** Returns it as init-ca writes it. */
    static JsonObject fresh() {
        return NEW.deepCopy();
    }

    /** Returns the template, as {@code options} of a provisioner. */
    static JsonElement options() {
        return OPTIONS.deepCopy();
    }

    /**
     * Returns {@code claims} of a provisioner that keep its lifetimes within the limit.
     *
     * @param given its own {@code claims}; everything else in them stays
     * @param now   the claims that hold for it
     */
    static JsonObject claims(JsonObject given, Claims now) {
        JsonObject claims = given.deepCopy();
        String longest = LONGEST.toHours() + "h";
        if (now.max().compareTo(LONGEST) > 0) {
            claims.addProperty("maxTLSCertDuration", longest);
        }
        if (now.standard().compareTo(LONGEST) > 0) {
            claims.addProperty("defaultTLSCertDuration", longest);
        }
        return claims;
    }

    private static boolean hasTemplate(JsonObject provisioner) {
        return OPTIONS.equals(provisioner.get("options"));
    }

    private static boolean is(JsonObject provisioner, String member, String text) {
        JsonElement value = provisioner.get(member);
        return value != null && value.isJsonPrimitive() && value.getAsString().equals(text);
    }
}
