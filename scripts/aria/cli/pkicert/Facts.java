package aria.cli.pkicert;

import aria.finding.RefusedException;
import aria.pki.Certificates;
import aria.pki.Printable;
import aria.pki.Purpose;
import aria.pki.Validity;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A certificate in the JSON answer. It may come from an attacker, so names are reported as they are, whether valid or
 * not.
 *
 * @param otherNames alternative names of other kinds, as {@code email:ada@example.org}
 * @param notBefore  ISO 8601, UTC
 * @param purpose    {@code server_and_client}, {@code server}, {@code client}; null when it says nothing of TLS
 */
record Facts(
        String commonName,
        List<String> dns,
        List<String> ips,
        List<String> otherNames,
        String issuer,
        String serial,
        String fingerprint,
        String key,
        String notBefore,
        String notAfter,
        boolean authority,
        String purpose) {

    /** @throws RefusedException when an extension can't be parsed */
    static Facts of(X509Certificate certificate) {
        List<String> names = Certificates.shownNames(certificate);
        Validity validity = Certificates.validity(certificate);
        return new Facts(
                Certificates.commonName(certificate),
                of(names, "DNS:"),
                of(names, "IP:"),
                names.stream()
                        .filter(name -> !name.startsWith("DNS:") && !name.startsWith("IP:"))
                        .toList(),
                Certificates.issuerName(certificate),
                Certificates.serialHex(certificate),
                Certificates.fingerprintSha256(certificate),
                Certificates.keyLabel(certificate.getPublicKey()),
                validity.notBefore().toString(),
                validity.notAfter().toString(),
                Certificates.isAuthority(certificate),
                Certificates.purpose(certificate)
                        .map(Purpose::name)
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .orElse(null));
    }

    /** One line for a person; nothing in it is a control character. */
    static String line(X509Certificate certificate) {
        String names;
        try {
            names = String.join(", ", of(certificate).names());
        } catch (RefusedException malformed) {
            names = "malformed names";
        }
        return Printable.line(Certificates.commonName(certificate) + (names.isEmpty() ? "" : " (" + names + ")")
                + ", signed by " + Certificates.issuerName(certificate) + ", valid until "
                + certificate.getNotAfter().toInstant());
    }

    /** All alternative names, those of DNS first. */
    List<String> names() {
        return Stream.of(dns, ips, otherNames).flatMap(List::stream).toList();
    }

    private static List<String> of(List<String> names, String kind) {
        return names.stream()
                .filter(name -> name.startsWith(kind))
                .map(name -> name.substring(kind.length()))
                .toList();
    }
}
