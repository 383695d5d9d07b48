package aria.ca.config;

import aria.finding.RefusedException;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one provisioner of ca.json lets callers of step-ca obtain, and what they have to prove.
 *
 * @param type    {@code JWK}, {@code ACME} and so on, as it stands there
 * @param name    as it stands there
 * @param ours    whether it is as init-ca makes it, apart from lifetimes; version 0.1's form of it counts
 * @param names   what {@code authority.policy} allows; empty for every name
 * @param usages  extended key usages of what it issues; none for a provisioner that issues no X.509 certificates, empty
 *                when its template cannot be evaluated without step-ca
 * @param longest the longest lifetime
 * @param proof   what a caller has to prove
 */
public record IssuingRight(
        String type,
        String name,
        boolean ours,
        Optional<List<String>> names,
        Optional<Set<String>> usages,
        Duration longest,
        Proof proof) {

    /** What proves the right to a certificate. */
    public enum Proof {
        /** A token signed with the provisioner's key. */
        KEY("a one-time token signed with its key"),
        /** An answer under the name, from wherever the CA reaches it. */
        POSITION("an answer under the name, from whoever gives it"),
        /** As {@link #POSITION}, by an account that the CA's operator gave out. */
        ACCOUNT("an account that the CA gave out, and an answer under the name"),
        /** A certificate of another CA, or of this one. */
        CERTIFICATE("a certificate that it trusts"),
        /** The word of somebody else: a cloud, a cluster, an identity provider. */
        OTHERS("a document of the platform or identity provider that it trusts"),
        /** A password that all callers share. */
        PASSWORD("a shared password");

        private final String words;

        Proof(String words) {
            this.words = words;
        }

        /** Returns it as scripts see it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Returns what a caller needs, for people: the end of a sentence. */
        public String words() {
            return words;
        }
    }

    private static final Map<String, Proof> PROOFS = Map.of(
            "jwk", Proof.KEY,
            "acme", Proof.POSITION,
            "x5c", Proof.CERTIFICATE,
            "nebula", Proof.CERTIFICATE,
            "sshpop", Proof.CERTIFICATE,
            "scep", Proof.PASSWORD);
    private static final Set<String> OF_SSH = Set.of("sshpop");

    /** Keeps unmodifiable copies. */
    public IssuingRight {
        names = names.map(List::copyOf);
        usages = usages.map(Set::copyOf);
    }

    /**
     * Reads those of every provisioner, in the order of the file.
     *
     * @param folder where a {@code templateFile} is looked for
     * @throws RefusedException when the list of provisioners or a duration cannot be read
     */
    public static List<IssuingRight> of(CaConfig config, CaFolder folder) {
        Optional<List<String>> names =
                config.policy().map(policy -> NameRules.of(policy.json())).flatMap(NameRules::only);
        int ours = config.ours().map(CaConfig.Provisioner::index).orElse(-1);
        List<JsonObject> all = config.provisionerObjects();
        return config.provisioners().stream()
                .map(each -> of(config, all.get(each.index()), each, folder, names, each.index() == ours))
                .toList();
    }

    private static IssuingRight of(
            CaConfig config,
            JsonObject provisioner,
            CaConfig.Provisioner named,
            CaFolder folder,
            Optional<List<String>> names,
            boolean signsForUs) {
        String type = named.type().toLowerCase(Locale.ROOT);
        Proof proof = PROOFS.getOrDefault(type, Proof.OTHERS);
        JsonElement bound = provisioner.get("requireEAB");
        return new IssuingRight(
                named.type(),
                named.name(),
                signsForUs || AcmeProvisioner.isOurs(provisioner) || isShipped(provisioner),
                names,
                OF_SSH.contains(type) ? Optional.of(Set.of()) : usages(provisioner, folder),
                config.claims(provisioner).max(),
                proof == Proof.POSITION && bound != null && bound.isJsonPrimitive() && bound.getAsBoolean()
                        ? Proof.ACCOUNT
                        : proof);
    }

    private static Optional<Set<String>> usages(JsonObject provisioner, CaFolder folder) {
        try {
            return Optional.of(
                    IssuingRules.form(provisioner, folder, "a provisioner").extendedKeyUsages());
        } catch (RefusedException onlyStepCaCan) {
            return Optional.empty();
        }
    }

    private static boolean isShipped(JsonObject provisioner) {
        JsonObject bare = withoutClaims(provisioner);
        return CaConfig.fresh().provisionerObjects().stream()
                .anyMatch(each -> withoutClaims(each).equals(bare));
    }

    private static JsonObject withoutClaims(JsonObject provisioner) {
        JsonObject bare = provisioner.deepCopy();
        bare.remove("claims");
        return bare;
    }

    /** Returns whether a position on the network is all that a caller has to prove. */
    public boolean isByPosition() {
        return proof == Proof.POSITION && !issuesNothing();
    }

    /** Returns whether what it issues can be used as a client, or for something that is not known. */
    public boolean givesIdentity() {
        return usages.isEmpty() || !Set.of("serverAuth").containsAll(usages.get());
    }

    /** Returns whether a position on the network is enough for more than a server's certificate of 90 days. */
    public boolean isLoose() {
        return isByPosition() && (givesIdentity() || names.isEmpty() || longest.compareTo(AcmeProvisioner.LONGEST) > 0);
    }

    /** Returns it in one line, for people. */
    public String shown() {
        return issuesNothing()
                ? label() + ": no TLS certificates"
                : label() + ": " + names.map(some -> some.size() + " names").orElse("any name") + ", "
                        + usages.map(IssuingRight::purposes).orElse("what its template says") + ", "
                        + lifetime() + ", by " + proof.words();
    }

    /** Returns its type and name, for people. */
    public String label() {
        return type + " '" + name + "'";
    }

    /** Returns whether it issues no X.509 certificates. */
    public boolean issuesNothing() {
        return usages.filter(Set::isEmpty).isPresent();
    }

    private String lifetime() {
        return longest.toDays() >= 2 ? longest.toDays() + " days" : longest.toHours() + " hours";
    }

    private static String purposes(Set<String> usages) {
        return Stream.of(usages.contains("serverAuth") ? "servers" : "", usages.contains("clientAuth") ? "clients" : "")
                .filter(word -> !word.isEmpty())
                .reduce((one, other) -> one + " and " + other)
                .orElse("other purposes");
    }
}
