package aria.cli.pkicert;

import aria.pki.Certificates;
import aria.pki.LeafFacts;
import aria.pki.PkiRefused;
import aria.pki.Purpose;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;

/**
 * A certificate for machines: the members of the JSON answer.
 *
 * @param notBefore ISO 8601, UTC
 * @param purpose   {@code server_and_client}, {@code server}, {@code client}; null when it says nothing of TLS
 */
record Facts(String commonName, List<String> dns, List<String> ips, String issuer, String serial, String fingerprint, String key,
             String notBefore, String notAfter, boolean authority, String purpose) {

    /** @throws PkiRefused when an extension can't be read */
    static Facts of(X509Certificate certificate) {
        LeafFacts facts = Certificates.facts(certificate);
        return new Facts(facts.commonName(), facts.names().dns(), facts.names().ips(), facts.issuer(), facts.serialHex(), facts.fingerprint(),
                facts.keyLabel(), facts.validity().notBefore().toString(), facts.validity().notAfter().toString(), facts.authority(),
                facts.purpose().map(Purpose::name).map(name -> name.toLowerCase(Locale.ROOT)).orElse(null));
    }
}
