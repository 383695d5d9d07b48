package aria.ca.init;

import aria.pki.Certificates;
import aria.pki.Validity;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was asked for and only a new CA could follow, while the one that is there stays as it is. */
final class IgnoredOptions {
    /** More than the minute by which certificates are dated back. */
    private static final Duration GRAIN = Duration.ofHours(1);

    private IgnoredOptions() {}

    /**
     * One line for a person.
     *
     * @param where the CA, as people write it
     * @return empty when the CA is what was asked for; an option at its default asks for nothing
     */
    static Optional<String> warning(
            CaOptions options, X509Certificate root, X509Certificate intermediate, String where) {
        CaOptions defaults = CaOptions.defaults(options.policyNames());
        List<String> unheard = new ArrayList<>();
        String key = Certificates.keyLabel(intermediate.getPublicKey());
        if (options.keyType() != defaults.keyType()
                && !options.keyType().label().equals(key)) {
            unheard.add("--key-type " + options.keyType().label() + " (it has " + key + ")");
        }
        String name = Certificates.commonName(root);
        if (!options.name().equals(defaults.name()) && !name.startsWith(options.name() + " ")) {
            unheard.add("--name " + options.name() + " (it is " + name + ")");
        }
        if (!options.rootValidity().equals(defaults.rootValidity()) && differs(options.rootValidity(), root)) {
            unheard.add("--root-validity");
        }
        if (!options.intermediateValidity().equals(defaults.intermediateValidity())
                && differs(options.intermediateValidity(), intermediate)) {
            unheard.add("--intermediate-validity");
        }
        return unheard.isEmpty()
                ? Optional.empty()
                : Optional.of("without effect on the CA in " + where + ", which is there and stays: "
                        + String.join(", ", unheard) + "; init-ca --force makes a new one in its place");
    }

    private static boolean differs(Duration wanted, X509Certificate certificate) {
        Validity validity = Certificates.validity(certificate);
        return Duration.between(validity.notBefore(), validity.notAfter())
                        .minus(wanted)
                        .abs()
                        .compareTo(GRAIN)
                > 0;
    }
}
