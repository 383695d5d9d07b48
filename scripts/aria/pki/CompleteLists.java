package aria.pki;

import java.io.ByteArrayOutputStream;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.Extension;

/**
 * Revocation lists for a server that asks for one from every issuer in a chain, as OpenSSL does. It refuses everybody
 * when one is missing, has expired, or has a critical extension that it does not know; and of two lists of one issuer
 * it takes either.
 */
public final class CompleteLists {
    private CompleteLists() {}

    /**
     * Returns why such a server would refuse everybody, or let in who is revoked; empty when these lists are good.
     *
     * @param issuers roots and intermediates whose certificates are accepted
     */
    public static Optional<String> problem(List<X509CRL> lists, List<X509Certificate> issuers, Instant at) {
        return issuers.stream()
                .flatMap(issuer -> problem(lists, issuer, at)
                        .map(why -> "the revocation list of '" + Certificates.commonName(issuer) + "' " + why)
                        .stream())
                .findFirst();
    }

    /** Returns whether an issuer has a list among these. */
    public static boolean has(List<X509CRL> lists, X509Certificate issuer) {
        return lists.stream().anyMatch(list -> Revocation.foreign(list, issuer).isEmpty());
    }

    private static Optional<String> problem(List<X509CRL> lists, X509Certificate issuer, Instant at) {
        List<X509CRL> named = lists.stream()
                .filter(list -> list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal()))
                .toList();
        if (named.isEmpty()) {
            return Optional.of("is missing");
        }
        if (named.size() > 1) {
            return Optional.of("is there twice");
        }
        X509CRL list = named.get(0);
        if (Revocation.foreign(list, issuer).isPresent()) {
            return Optional.of("was not signed by its key");
        }
        if (at.isBefore(list.getThisUpdate().toInstant())) {
            return Optional.of("is not valid before " + list.getThisUpdate().toInstant());
        }
        if (list.getNextUpdate() == null) {
            return Optional.of("has no nextUpdate");
        }
        if (!at.isBefore(list.getNextUpdate().toInstant())) {
            return Optional.of("expired at " + list.getNextUpdate().toInstant());
        }
        return extensions(list);
    }

    private static Optional<String> extensions(X509CRL list) {
        if (list.getExtensionValue(Extension.issuingDistributionPoint.getId()) != null) {
            return Optional.of("is that of one distribution point (issuingDistributionPoint)");
        }
        Set<String> critical = list.getCriticalExtensionOIDs();
        return critical == null || critical.isEmpty()
                ? Optional.empty()
                : Optional.of("has critical extensions (" + String.join(", ", critical) + ")");
    }

    /** Returns them in one file, PEM. */
    public static byte[] pem(List<X509CRL> lists) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        lists.forEach(list -> all.writeBytes(Revocation.pem(list)));
        return all.toByteArray();
    }
}
