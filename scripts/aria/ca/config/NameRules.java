package aria.ca.config;

import aria.pki.Names;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Applies {@code authority.policy.x509} as step-ca does. A denied name is refused. If any kind of name is allowed,
 * every name that is not allowed is refused. {@code *.example} stands for one label.
 *
 * @param wildcards whether a name that is itself a wildcard may be allowed
 */
public record NameRules(Rules allow, Rules deny, boolean wildcards) {

    /**
     * The rules of one side. {@code other} counts rules on e-mail addresses and URIs, which our certificates never
     * contain.
     */
    record Rules(List<String> dns, List<String> ips, List<String> commonNames, int other) {

        public static Rules of(Optional<JsonObject> side) {
            return new Rules(
                    list(side, "dns"),
                    list(side, "ip"),
                    list(side, "cn"),
                    list(side, "email").size() + list(side, "uri").size());
        }

        private static List<String> list(Optional<JsonObject> side, String kind) {
            return side.map(rules -> rules.get(kind))
                    .filter(JsonElement::isJsonArray)
                    .map(CaConfig::strings)
                    .orElse(List.of());
        }

        int size() {
            return dns.size() + ips.size() + commonNames.size() + other;
        }
    }

    /**
     * Reads the rules of a policy.
     *
     * @param policy the value of {@code authority.policy}
     */
    public static NameRules of(JsonElement policy) {
        Optional<JsonObject> x509 = object(Optional.of(policy), "x509");
        JsonElement wildcards =
                x509.map(rules -> rules.get("allowWildcardNames")).orElse(null);
        return new NameRules(
                Rules.of(object(x509.map(JsonElement.class::cast), "allow")),
                Rules.of(object(x509.map(JsonElement.class::cast), "deny")),
                wildcards != null && wildcards.isJsonPrimitive() && wildcards.getAsBoolean());
    }

    private static Optional<JsonObject> object(Optional<JsonElement> in, String member) {
        return in.filter(JsonElement::isJsonObject)
                .map(object -> object.getAsJsonObject().get(member))
                .filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject);
    }

    /** Returns the names it allows, as they stand there; empty when it allows every name that it does not deny. */
    Optional<List<String>> only() {
        return allow.size() == 0
                ? Optional.empty()
                : Optional.of(Stream.of(allow.dns(), allow.ips(), allow.commonNames())
                        .flatMap(List::stream)
                        .distinct()
                        .toList());
    }

    /**
     * The names it refuses.
     *
     * @param commonName is judged too when it is given, by the rules on common names or else as a name
     */
    public List<String> refused(Names names, Optional<String> commonName) {
        if (allow.size() + deny.size() == 0) {
            return List.of();
        }
        List<String> refused = new ArrayList<>();
        names.dns().stream().filter(name -> !allowsDns(name)).forEach(refused::add);
        names.ips().stream().filter(ip -> !allowsIp(ip)).forEach(refused::add);
        commonName
                .filter(name -> !names.all().contains(name) && !allowsCommonName(name))
                .ifPresent(refused::add);
        return refused;
    }

    private boolean allowsCommonName(String name) {
        boolean ruled = allow.commonNames().size() + deny.commonNames().size() > 0;
        if (ruled
                && !deny.commonNames().contains(name)
                && (allow.commonNames().isEmpty() || allow.commonNames().contains(name))) {
            return true;
        }
        return isAddress(name) ? allowsIp(name) : allowsDns(name);
    }

    private boolean allowsDns(String name) {
        if (!NamePolicy.unsupported(Names.of(List.of(name.startsWith("*.") ? name.substring(2) : name)))
                .isEmpty()) {
            return false; // step-ca can't judge it, and fails
        }
        if (allow.dns().size() + deny.dns().size() == 0) {
            return allow.size() == 0;
        }
        return deny.dns().stream().noneMatch(rule -> matches(name, rule))
                && (allow.dns().isEmpty() || allow.dns().stream().anyMatch(rule -> matches(name, rule)));
    }

    private boolean matches(String name, String rule) {
        if (name.startsWith("*.") && !wildcards) {
            return false;
        }
        String wanted = rule.toLowerCase(Locale.ROOT);
        String actual = name.toLowerCase(Locale.ROOT);
        if (!wanted.startsWith("*.")) {
            return actual.equals(wanted);
        }
        int dot = actual.indexOf('.');
        return dot > 0 && actual.substring(dot).equals(wanted.substring(1));
    }

    private boolean allowsIp(String ip) {
        if (allow.ips().size() + deny.ips().size() == 0) {
            return allow.size() == 0;
        }
        return deny.ips().stream().noneMatch(rule -> contains(rule, ip))
                && (allow.ips().isEmpty() || allow.ips().stream().anyMatch(rule -> contains(rule, ip)));
    }

    /** @param rule an address, or a network with the length of its prefix */
    private static boolean contains(String rule, String ip) {
        String[] parts = rule.split("/", 2);
        if (!isAddress(parts[0])) {
            return false;
        }
        byte[] network = bytes(parts[0]);
        byte[] address = bytes(ip);
        int bits = parts.length == 2 && parts[1].matches("\\d{1,3}") ? Integer.parseInt(parts[1]) : network.length * 8;
        int rest = network.length * 8 - bits;
        return network.length == address.length
                && rest >= 0
                && new BigInteger(1, network).shiftRight(rest).equals(new BigInteger(1, address).shiftRight(rest));
    }

    private static boolean isAddress(String text) {
        return Names.isName(text) && !Names.of(List.of(text)).ips().isEmpty();
    }

    /** Of a literal: nothing is looked up. */
    private static byte[] bytes(String ip) {
        try {
            return InetAddress.getByName(ip).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(ip + " is no address", e);
        }
    }
}
