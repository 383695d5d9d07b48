package aria.ca.config;

import aria.pki.Infallible;
import aria.pki.Names;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The policy {@code authority.policy} of ca.json: the names that step-ca may certify.
 *
 * <p>A policy of ours carries the member {@code managedBy}, a digest of the rest of it, which step-ca ignores. When
 * the digest does not match, somebody has changed the policy by hand. It then belongs to the user and is never edited
 * again, like a policy without the member.
 */
public record NamePolicy(JsonElement json) {

    private static final String MARK = "managedBy";
    private static final String MARK_PREFIX = "aria sha256:";
    /**
     * What Go's idna.Lookup takes; step-ca does not start on any other name. A "--" in third place announces
     * punycode.
     */
    private static final Pattern LABEL = Pattern.compile("(?!..--)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /**
     * A policy of ours that allows these names and nothing else. Names that {@link #unsupported} gives are left out.
     */
    public static NamePolicy allowing(Names names) {
        JsonObject allow = new JsonObject();
        allow.add(
                "dns",
                CaConfig.array(
                        names.dns().stream().filter(NamePolicy::isSupported).toList()));
        allow.add("ip", CaConfig.array(names.ips()));
        JsonObject x509 = new JsonObject();
        x509.add("allow", allow);
        x509.addProperty("allowWildcardNames", false);
        JsonObject policy = new JsonObject();
        policy.add("x509", x509);
        policy.addProperty(MARK, MARK_PREFIX + digest(policy));
        return new NamePolicy(policy);
    }

    /** The names its grammar can't hold: an underscore, a hyphen at a label's edge, a wildcard. */
    public static List<String> unsupported(Names names) {
        return names.dns().stream().filter(name -> !isSupported(name)).toList();
    }

    /** Whether we wrote it, and nobody changed it since. */
    public boolean isOurs() {
        if (!json.isJsonObject()
                || !json.getAsJsonObject().has(MARK)
                || !json.getAsJsonObject().get(MARK).isJsonPrimitive()) {
            return false;
        }
        JsonObject rest = json.getAsJsonObject().deepCopy();
        return rest.remove(MARK).getAsString().equals(MARK_PREFIX + digest(rest));
    }

    /** The names it allows; none when it isn't of our shape. */
    public Names allowed() {
        List<String> names = new ArrayList<>();
        JsonElement allow = json;
        for (String member : List.of("x509", "allow")) {
            allow = allow != null && allow.isJsonObject()
                    ? allow.getAsJsonObject().get(member)
                    : null;
        }
        if (allow != null && allow.isJsonObject()) {
            for (String kind : List.of("dns", "ip")) {
                JsonElement list = allow.getAsJsonObject().get(kind);
                if (list != null && list.isJsonArray()) {
                    names.addAll(CaConfig.strings(list));
                }
            }
        }
        return isOurs() ? Names.of(names) : Names.none();
    }

    private static boolean isSupported(String name) {
        for (String label : name.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return true;
    }

    private static String digest(JsonObject policy) {
        return Infallible.get("this Java has no SHA-256", () -> {
            byte[] text = policy.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        });
    }
}
