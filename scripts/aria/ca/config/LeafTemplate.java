package aria.ca.config;

import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.pki.CertificateTemplate;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An X.509 template of step-ca, as far as it can be evaluated without Go: inserted values, and the one condition of
 * step-ca's own template, whether the key is RSA. All other logic is refused, and so is anything that would change a
 * certificate's names.
 */
public final class LeafTemplate {

    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();
    private static final String SUBJECT = "\ue000subject";
    private static final String NAMES = "\ue000names";
    private static final String COMMON_NAME = "\ue000commonName";
    private static final String IF_RSA = "if typeIs \"*rsa.PublicKey\" .Insecure.CR.PublicKey";
    private static final Pattern VALUE =
            Pattern.compile("(?<json>toJson )?\\.(?<path>[A-Za-z_]\\w*+(?:\\.[A-Za-z_]\\w*+)*+)(?<pipe> \\| ?toJson)?");
    private static final Set<String> MEMBERS = Set.of(
            "subject",
            "sans",
            "keyUsage",
            "extKeyUsage",
            "basicConstraints",
            "crlDistributionPoints",
            "ocspServer",
            "issuingCertificateURL",
            "extensions");

    private final String label;
    private final JsonObject data;

    private LeafTemplate(String label, JsonObject data) {
        this.label = label;
        this.data = data;
    }

    /**
     * Evaluates one.
     *
     * @param text  of the template
     * @param data  {@code templateData}
     * @param label what to call it in an error
     * @throws RefusedException when it has logic, or makes what we would not
     */
    public static CertificateTemplate evaluate(String text, JsonObject data, String label) {
        LeafTemplate template = new LeafTemplate(label, data);
        JsonObject plain = template.json(text, false);
        JsonObject rsa = template.json(text, true);
        try {
            return template.form(plain, rsa);
        } catch (RefusedException
                | IllegalArgumentException
                | IllegalStateException
                | UnsupportedOperationException wrong) {
            throw wrong instanceof RefusedException refused && refused.is(FindingId.CA_REFUSED)
                    ? refused
                    : template.refused("contains what a leaf certificate cannot have (" + wrong.getMessage() + ")");
        }
    }

    private JsonObject json(String text, boolean rsa) {
        String filled = filled(text, rsa);
        try {
            JsonElement parsed = JsonParser.parseString(filled);
            if (parsed.isJsonObject()) {
                return parsed.getAsJsonObject();
            }
        } catch (JsonParseException malformed) {
            throw refused("does not produce valid JSON (" + malformed.getMessage() + ")");
        }
        throw refused("does not produce a JSON object");
    }

    /** The text with its values put in, and of an {@link #IF_RSA} the branch for that kind of key. */
    private String filled(String text, boolean rsa) {
        StringBuilder filled = new StringBuilder();
        boolean within = false;
        boolean otherwise = false;
        int at = 0;
        for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", at)) {
            int close = text.indexOf("}}", open + 2);
            if (close < 0) {
                throw refused("has a {{ without a }}");
            }
            boolean taken = !within || rsa != otherwise;
            filled.append(text, at, taken ? open : at);
            at = close + 2;
            String action = action(text.substring(open + 2, close));
            if (action.equals(within ? "end" : IF_RSA)) {
                within = !within;
                otherwise = false;
            } else if (within && !otherwise && action.equals("else")) {
                otherwise = true;
            } else if (taken) {
                filled.append(value(action));
            }
        }
        if (within) {
            throw refused("has an if without an end");
        }
        return filled.append(text, at, text.length()).toString();
    }

    /** Without blanks, and without the signs that have Go take away those outside. */
    private static String action(String between) {
        String begun = between.startsWith("-") ? between.substring(1) : between;
        return (begun.endsWith("-") ? begun.substring(0, begun.length() - 1) : begun).strip();
    }

    private String value(String action) {
        if (action.startsWith("/*")) {
            return "";
        }
        Matcher value = VALUE.matcher(action);
        if (!value.matches()) {
            throw refused("contains logic: {{ " + action + " }}");
        }
        boolean json = value.group("json") != null || value.group("pipe") != null;
        String path = value.group("path");
        String known = path.equals("Subject")
                ? SUBJECT
                : path.equals("SANs") ? NAMES : path.equals("Subject.CommonName") ? COMMON_NAME : null;
        if (known != null) {
            return json ? JSON.toJson(known) : known;
        }
        JsonElement found = data;
        for (String name : path.split("\\.")) {
            found = found != null && found.isJsonObject()
                    ? found.getAsJsonObject().get(name)
                    : null;
        }
        if (found == null) {
            throw refused("uses ." + path + ", which only a running CA knows");
        }
        if (!json && !found.isJsonPrimitive()) {
            throw refused("prints ." + path + " without toJson, but it is not a single value");
        }
        return json ? JSON.toJson(found) : found.getAsString();
    }

    private CertificateTemplate form(JsonObject plain, JsonObject rsa) {
        plain.keySet().stream()
                .filter(member -> !MEMBERS.contains(member))
                .findFirst()
                .ifPresent(member -> {
                    throw refused("sets \"" + member + "\"");
                });
        JsonObject likeRsa = rsa.deepCopy();
        likeRsa.add("keyUsage", plain.get("keyUsage"));
        if (!plain.has("keyUsage")) {
            likeRsa.remove("keyUsage");
        }
        if (!likeRsa.equals(plain)) {
            throw refused("uses the key's type for more than the key usage");
        }
        if (!plain.has("sans") || !isText(plain.get("sans"), NAMES)) {
            throw refused("sets its own names: \"sans\" should be {{ toJson .SANs }}");
        }
        return new CertificateTemplate(
                subject(plain.get("subject")),
                usages(plain.get("keyUsage")),
                usages(rsa.get("keyUsage")),
                usages(plain.get("extKeyUsage")),
                isNoAuthority(plain.get("basicConstraints")),
                texts(plain.get("crlDistributionPoints")),
                texts(plain.get("ocspServer")),
                texts(plain.get("issuingCertificateURL")),
                extensions(plain.get("extensions")));
    }

    private Map<String, List<String>> subject(JsonElement subject) {
        if (subject != null && (isText(subject, SUBJECT) || isText(subject, COMMON_NAME))) {
            return Map.of();
        }
        if (subject == null
                || !subject.isJsonObject()
                || !isText(subject.getAsJsonObject().get("commonName"), COMMON_NAME)) {
            throw refused("sets its own common name: \"commonName\" should be {{ toJson .Subject.CommonName }}");
        }
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        subject.getAsJsonObject().entrySet().stream()
                .filter(each -> !each.getKey().equals("commonName"))
                .forEach(each -> attributes.put(each.getKey(), texts(each.getValue())));
        return attributes;
    }

    private static boolean isText(JsonElement value, String text) {
        return value != null && value.isJsonPrimitive() && value.getAsString().equals(text);
    }

    private static Set<String> usages(JsonElement names) {
        return new LinkedHashSet<>(texts(names));
    }

    private boolean isNoAuthority(JsonElement constraints) {
        if (constraints == null || constraints.isJsonNull()) {
            return false;
        }
        JsonElement authority = constraints.getAsJsonObject().get("isCA");
        if (authority != null && authority.getAsBoolean()) {
            throw refused("produces CA certificates");
        }
        return true;
    }

    private static List<CertificateTemplate.Raw> extensions(JsonElement list) {
        List<CertificateTemplate.Raw> extensions = new ArrayList<>();
        if (list != null) {
            for (JsonElement item : list.getAsJsonArray()) {
                JsonObject extension = item.getAsJsonObject();
                JsonElement critical = extension.get("critical");
                extensions.add(new CertificateTemplate.Raw(
                        text(extension, "id"),
                        critical != null && critical.getAsBoolean(),
                        Base64.getDecoder().decode(text(extension, "value"))));
            }
        }
        return extensions;
    }

    private static String text(JsonObject extension, String member) {
        JsonElement value = extension.get(member);
        if (value == null) {
            throw new IllegalArgumentException("an extension without \"" + member + "\"");
        }
        return value.getAsString();
    }

    /** step-ca takes one text for a list of one. */
    private static List<String> texts(JsonElement value) {
        if (value == null || value.isJsonNull()) {
            return List.of();
        }
        return value.isJsonArray() ? CaConfig.strings(value) : List.of(value.getAsString());
    }

    private RefusedException refused(String why) {
        return CaErrors.refused(label + " " + why);
    }
}
