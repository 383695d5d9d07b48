package aria.ca.config;

import static aria.finding.Remedy.advice;

import aria.edit.json.JsonDocument;
import aria.finding.RefusedException;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules that ca.json must satisfy before step-ca starts. A file that step-ca would reject is refused with the
 * place of the fault, instead of being left to step-ca's log. Missing members are not faults: init-ca adds the
 * required ones. Tests compare these rules with step-ca.
 */
record StartRules(JsonDocument json) {
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\s]*):\\d{1,5}");
    private static final Set<String> DATABASES =
            Set.of("badger", "badgerv1", "badgerv2", "bbolt", "mysql", "postgresql");
    private static final Set<String> LOG_FORMATS = Set.of("", "text", "json", "common");
    private static final Set<String> TYPES =
            Set.of("jwk", "oidc", "gcp", "aws", "azure", "acme", "x5c", "k8ssa", "sshpop", "scep", "nebula");
    private static final List<String> LIFETIMES = List.of(
            "minTLSCertDuration",
            "maxTLSCertDuration",
            "defaultTLSCertDuration",
            "minUserSSHCertDuration",
            "maxUserSSHCertDuration",
            "defaultUserSSHCertDuration",
            "minHostSSHCertDuration",
            "maxHostSSHCertDuration",
            "defaultHostSSHCertDuration");
    private static final String AUTHORITY = "authority";
    private static final String PROVISIONERS = "provisioners";
    private static final String CLAIMS = "claims";

    /** @throws RefusedException for the first thing by which step-ca would not start, with its place */
    static void require(JsonDocument json) {
        StartRules rules = new StartRules(json);
        rules.texts();
        rules.tls();
        rules.claims(AUTHORITY, CLAIMS);
        rules.lifetimes();
        rules.listsThatRenew();
        rules.provisioners();
    }

    /** What step-ca drops without a word, one line each. */
    static List<String> dropped(JsonDocument json) {
        List<String> dropped = new ArrayList<>();
        for (JsonElement each : new StartRules(json).list()) {
            String type = text(each.getAsJsonObject(), "type");
            if (!TYPES.contains(type.toLowerCase(Locale.ROOT))) {
                dropped.add("step-ca ignores the provisioner '" + text(each.getAsJsonObject(), "name")
                        + "', because it does not know the type '" + type + "'");
            }
        }
        return dropped;
    }

    private void texts() {
        json.string("address")
                .filter(address ->
                        !address.isEmpty() && !ADDRESS.matcher(address).matches())
                .ifPresent(address -> {
                    throw CaErrors.at(
                            json.place("address"),
                            "'" + address + "' is not a valid address",
                            advice("write host:port or :port, for instance :9000"));
                });
        json.string("logger", "format")
                .filter(format -> !LOG_FORMATS.contains(format))
                .ifPresent(format -> {
                    throw CaErrors.at(
                            json.place("logger", "format"),
                            "'" + format + "' is not a format of step-ca's log",
                            advice("write json or text"));
                });
        if (json.get("db").filter(JsonElement::isJsonObject).isPresent()) {
            String type = json.string("db", "type").orElse("");
            if (!DATABASES.contains(type.toLowerCase(Locale.ROOT))) {
                throw CaErrors.at(
                        json.place("db", "type"),
                        "'" + type + "' is not a database that step-ca supports",
                        advice("write badgerv2, postgresql, mysql or bbolt"));
            }
        }
        json.get("dnsNames")
                .filter(names -> !names.isJsonNull() && !names.isJsonArray())
                .ifPresent(names -> {
                    throw CaErrors.at(json.place("dnsNames"), "dnsNames should be a list of names");
                });
    }

    private void tls() {
        Optional<BigDecimal> least = number("tls", "minVersion");
        Optional<BigDecimal> most = number("tls", "maxVersion");
        if (least.isPresent()
                && most.isPresent()
                && most.get().signum() > 0
                && least.get().compareTo(most.get()) > 0) {
            throw CaErrors.at(json.place("tls", "minVersion"), "tls.minVersion is above tls.maxVersion");
        }
    }

    private Optional<BigDecimal> number(String... path) {
        Optional<JsonElement> value = json.get(path).filter(found -> !found.isJsonNull());
        if (value.isPresent()
                && !(value.get().isJsonPrimitive()
                        && value.get().getAsJsonPrimitive().isNumber())) {
            throw CaErrors.at(json.place(path), String.join(".", path) + " should be a number, without quotes");
        }
        return value.map(JsonElement::getAsBigDecimal);
    }

    /**
     * Durations that can be read.
     *
     * @param path of an object of claims, which need not be there
     */
    private void claims(String... path) {
        json.get(path)
                .filter(claims -> !claims.isJsonNull() && !claims.isJsonObject())
                .ifPresent(claims -> {
                    throw CaErrors.at(json.place(path), String.join(".", path) + " should be an object of claims");
                });
        LIFETIMES.forEach(claim -> duration(with(path, claim)));
    }

    private Optional<Duration> duration(String... path) {
        return json.string(path)
                .filter(text -> !text.isEmpty())
                .map(text -> GoDuration.parse(text)
                        .orElseThrow(() -> CaErrors.at(
                                json.place(path),
                                path[path.length - 1] + " '" + text + "' is not a duration that step-ca can read",
                                advice("write hours, such as 8760h"))));
    }

    /** Those of a provisioner make step-ca leave that provisioner out; the authority's, not start at all. */
    private void lifetimes() {
        Duration least = duration(AUTHORITY, CLAIMS, "minTLSCertDuration").orElse(Claims.OF_STEP_CA.min());
        Duration most = duration(AUTHORITY, CLAIMS, "maxTLSCertDuration").orElse(Claims.OF_STEP_CA.max());
        boolean alone = json.string(AUTHORITY, CLAIMS, "maxTLSCertDuration").isPresent();
        Duration usual = duration(AUTHORITY, CLAIMS, "defaultTLSCertDuration").orElse(Claims.OF_STEP_CA.standard());
        if (least.isZero()) {
            throw claim("minTLSCertDuration", "should be more than zero");
        }
        if (alone && most.compareTo(least) < 0) {
            throw claim("maxTLSCertDuration", "is less than minTLSCertDuration");
        }
        if (alone && most.compareTo(usual) < 0) {
            throw claim("maxTLSCertDuration", "is less than defaultTLSCertDuration, which is 24h unless it is set");
        }
        duration(AUTHORITY, "backdate");
    }

    private RefusedException claim(String name, String message) {
        return CaErrors.at(json.place(AUTHORITY, CLAIMS, name), name + " " + message);
    }

    private void listsThatRenew() {
        Optional<Duration> life = duration("crl", "cacheDuration");
        Optional<Duration> renewal = duration("crl", "renewPeriod");
        if (life.isPresent() && renewal.isPresent() && life.get().compareTo(renewal.get()) < 0) {
            throw CaErrors.at(
                    json.place("crl", "renewPeriod"),
                    "crl.renewPeriod is longer than crl.cacheDuration, so a list would expire before the next one is signed");
        }
    }

    private void provisioners() {
        Set<String> names = new HashSet<>();
        JsonArray list = list();
        for (int i = 0; i < list.size(); i++) {
            String at = String.valueOf(i);
            JsonObject provisioner = list.get(i).getAsJsonObject();
            String name = text(provisioner, "name");
            if (text(provisioner, "type").equalsIgnoreCase("JWK") && !(provisioner.get("key") instanceof JsonObject)) {
                throw CaErrors.at(
                        json.place(AUTHORITY, PROVISIONERS, at),
                        "the provisioner '" + name + "' is of type JWK and has no key",
                        advice("remove it"),
                        advice("give it its public key"));
            }
            if (TYPES.contains(text(provisioner, "type").toLowerCase(Locale.ROOT)) && !names.add(name)) {
                throw CaErrors.at(
                        json.place(AUTHORITY, PROVISIONERS, at),
                        "another provisioner before this one has the same name '" + name + "'",
                        advice("give one of them another name"));
            }
            claims(AUTHORITY, PROVISIONERS, at, CLAIMS);
        }
    }

    /** Those that are objects, each; empty when it is no list: whoever reads it says so. */
    private JsonArray list() {
        JsonArray objects = new JsonArray();
        json.get(AUTHORITY, PROVISIONERS).filter(JsonElement::isJsonArray).map(JsonElement::getAsJsonArray).stream()
                .filter(list -> list.asList().stream().allMatch(JsonElement::isJsonObject))
                .forEach(objects::addAll);
        return objects;
    }

    private static String text(JsonObject object, String name) {
        JsonElement value = object.get(name);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }

    private static String[] with(String[] path, String last) {
        String[] longer = Arrays.copyOf(path, path.length + 1);
        longer[path.length] = last;
        return longer;
    }
}
