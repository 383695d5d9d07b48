package aria.pki;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;

/**
 * Certificate revocation lists (RFC 5280, sections 5 and 6.3): complete ones, signed by the CA whose certificates
 * they list.
 */
public final class Revocation {

    private static final int CRL_SIGN = 6; // RFC 5280, 4.2.1.3
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private Revocation() {}

    /** Returns when a list counts; empty without a nextUpdate, which RFC 5280, 5.1.2.5, requires. */
    public static Optional<Validity> validity(X509CRL list) {
        return Optional.ofNullable(list.getNextUpdate())
                .map(next -> new Validity(list.getThisUpdate().toInstant(), next.toInstant()));
    }

    /**
     * Reads a list, PEM or DER.
     *
     * @param label what to call the file in an error
     * @throws aria.finding.RefusedException when it isn't one
     */
    public static X509CRL read(byte[] pemOrDer, String label) {
        if (pemOrDer.length > MOST_BYTES) {
            throw PkiErrors.in(
                    label, "the file has " + pemOrDer.length + " bytes, which is too large for a revocation list");
        }
        try {
            return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(pemOrDer));
            // The last two come from within the JDK, which goes as deep as the file does.
        } catch (CRLException | CertificateException | RuntimeException | StackOverflowError malformed) {
            throw PkiErrors.in(label, "not a revocation list: " + malformed.getMessage(), malformed);
        }
    }

    /**
     * Reads all lists of a file, as a server does.
     *
     * @param label what to call the file in an error
     * @throws aria.finding.RefusedException when it holds something else
     */
    public static List<X509CRL> readAll(byte[] pemOrDer, String label) {
        X509CRL first = read(pemOrDer, label);
        try {
            List<X509CRL> all =
                    CertificateFactory.getInstance("X.509").generateCRLs(new ByteArrayInputStream(pemOrDer)).stream()
                            .map(X509CRL.class::cast)
                            .toList();
            return all.isEmpty() ? List.of(first) : all;
        } catch (CRLException | CertificateException | RuntimeException | StackOverflowError malformed) {
            throw PkiErrors.in(label, "not a file of revocation lists: " + malformed.getMessage(), malformed);
        }
    }

    /** As PEM. */
    public static byte[] pem(X509CRL list) {
        return Infallible.get("a parsed list can't be encoded", () -> Pem.write("X509 CRL", list.getEncoded()));
    }

    /** The list's number, which grows from list to list (RFC 5280, 5.2.3); zero when it has none. */
    public static BigInteger number(X509CRL list) {
        return RevocationWriter.number(Optional.of(list));
    }

    /** Returns the numbers of the certificates on a list, in ascending order. */
    public static List<BigInteger> serials(X509CRL list) {
        return Optional.ofNullable(list.getRevokedCertificates()).orElse(Set.of()).stream()
                .map(X509CRLEntry::getSerialNumber)
                .sorted()
                .toList();
    }

    /**
     * When a list says that the certificate was revoked; empty when it isn't on it, or the list is another issuer's.
     * Signatures are not checked.
     */
    public static Optional<Instant> revoked(X509Certificate certificate, X509CRL list) {
        return Optional.of(list)
                .filter(crl -> crl.getIssuerX500Principal().equals(certificate.getIssuerX500Principal()))
                .map(crl -> crl.getRevokedCertificate(certificate.getSerialNumber()))
                .map(entry -> entry.getRevocationDate().toInstant());
    }

    /**
     * What the lists say against a path. Without lists nothing is asked; with some the peer's issuer has to have a
     * good one. Of several lists of one issuer, as after a change of its key, one that is good is enough; what any of
     * its own revokes is revoked.
     */
    public static List<String> problems(List<X509Certificate> path, List<X509CRL> crls, Instant at, Profile profile) {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i + 1 < path.size() && !crls.isEmpty(); i++) {
            X509Certificate certificate = path.get(i);
            X509Certificate issuer = path.get(i + 1);
            List<X509CRL> issued = crls.stream()
                    .filter(crl -> crl.getIssuerX500Principal().equals(certificate.getIssuerX500Principal()))
                    .toList();
            String who = "'" + Certificates.commonName(certificate) + "'";
            if (issued.isEmpty() && i == 0) {
                problems.add(who + ": there is no revocation list from its issuer");
            }
            List<Optional<String>> faults = issued.stream()
                    .map(crl -> listProblem(crl, issuer, at)
                            .or(() -> ListScope.problem(crl, certificate, profile)
                                    .map(problem -> "the revocation list of '" + Certificates.commonName(issuer) + "' "
                                            + problem)))
                    .toList();
            if (faults.stream().allMatch(Optional::isPresent)) {
                faults.forEach(fault -> fault.ifPresent(problems::add));
            }
            entry(certificate, issuer, issued).ifPresent(problems::add);
        }
        return problems;
    }

    /**
     * What the entries of a list say against a path, whether the list is in time or not: an entry stays true.
     *
     * @param path the peer first, then its issuers
     */
    public static List<String> entries(List<X509Certificate> path, X509CRL list) {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i + 1 < path.size(); i++) {
            entry(path.get(i), path.get(i + 1), List.of(list)).ifPresent(problems::add);
        }
        return problems;
    }

    private static Optional<String> entry(X509Certificate certificate, X509Certificate issuer, List<X509CRL> lists) {
        return lists.stream()
                .filter(crl -> foreign(crl, issuer).isEmpty())
                .map(crl -> crl.getRevokedCertificate(certificate.getSerialNumber()))
                .filter(Objects::nonNull)
                .findFirst()
                .map(entry -> "'" + Certificates.commonName(certificate) + "' was revoked on "
                        + entry.getRevocationDate().toInstant());
    }

    /** Why the list can't be that issuer's; empty when it is. */
    public static Optional<String> foreign(X509CRL crl, X509Certificate issuer) {
        boolean[] usage = issuer.getKeyUsage();
        if (usage != null && !usage[CRL_SIGN]) {
            return Optional.of("'" + Certificates.commonName(issuer)
                    + "' may not sign revocation lists (no cRLSign in its key usage)");
        }
        return isSignedBy(crl, issuer)
                ? Optional.empty()
                : Optional.of(
                        "the revocation list of '" + Certificates.commonName(issuer) + "' was not signed by its key");
    }

    private static Optional<String> listProblem(X509CRL crl, X509Certificate issuer, Instant at) {
        Optional<String> foreign = foreign(crl, issuer);
        if (foreign.isPresent()) {
            return foreign;
        }
        String list = "the revocation list of '" + Certificates.commonName(issuer) + "' ";
        if (at.isBefore(crl.getThisUpdate().toInstant())) {
            return Optional.of(
                    list + "is not valid before " + crl.getThisUpdate().toInstant());
        }
        if (crl.getNextUpdate() == null || at.isAfter(crl.getNextUpdate().toInstant())) {
            return Optional.of(list
                    + (crl.getNextUpdate() == null
                            ? "has no nextUpdate"
                            : "expired at " + crl.getNextUpdate().toInstant()));
        }
        return formProblem(crl).map(problem -> list + problem);
    }

    private static Optional<String> formProblem(X509CRL crl) {
        Set<String> critical = crl.getCriticalExtensionOIDs() == null ? Set.of() : crl.getCriticalExtensionOIDs();
        if (crl.getVersion() != 2) {
            return Optional.of("does not have version 2");
        }
        if (critical.contains(Extension.cRLNumber.getId())
                || crl.getExtensionValue(Extension.cRLNumber.getId()) == null) {
            return Optional.of("has no CRL number, or marks it as critical"); // 5.2.3
        }
        Set<String> unknown = new TreeSet<>(critical);
        unknown.remove(Extension.issuingDistributionPoint.getId());
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of("has critical extensions that are not supported (" + String.join(", ", unknown) + ")");
    }

    private static boolean isSignedBy(X509CRL crl, X509Certificate issuer) {
        try {
            crl.verify(issuer.getPublicKey());
            return KeyRules.isAcceptedSignature(new ASN1ObjectIdentifier(crl.getSigAlgOID()));
        } catch (GeneralSecurityException notItsSignature) {
            return false;
        }
    }
}
