package aria.cli.pkicert;

import aria.ca.OfflineSigner;
import aria.ca.config.CaFolder;
import aria.ca.rotation.RotationPlanner;
import aria.pki.Certificates;
import aria.pki.PkiErrors;
import aria.store.Layout;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether a certificate that is to be revoked is one of this CA's. Its issuer's name does not tell: all CAs that aria makes
 * have the same names, and a file that came with a folder may bear the serial number of another certificate.
 */
final class OurCertificate {
    private OurCertificate() {}

    /**
     * Passes a certificate that the present intermediate, the other one of a rotation, or an earlier one under an
     * accepted root has signed.
     *
     * @param shown what to call it in an error
     * @param chain the certificate first
     * @throws aria.finding.RefusedException when none of them has
     */
    static void require(Layout layout, OfflineSigner signer, String shown, List<X509Certificate> chain) {
        X509Certificate certificate = chain.get(0);
        List<X509Certificate> roots = new CaFolder(layout).certificates(layout.rootCertificate());
        boolean ours = Stream.of(
                        Stream.of(signer.issuer()),
                        RotationPlanner.otherIntermediate(layout).stream(),
                        chain.stream()
                                .skip(1)
                                .filter(earlier ->
                                        roots.stream().anyMatch(root -> Certificates.isIssuedBy(earlier, root))))
                .flatMap(issuers -> issuers)
                .anyMatch(issuer -> Certificates.isIssuedBy(certificate, issuer));
        if (!ours) {
            boolean named =
                    certificate.getIssuerX500Principal().equals(signer.issuer().getSubjectX500Principal());
            throw PkiErrors.refused("'" + shown + "' was signed by " + (named ? "another CA of the name " : "") + "'"
                    + Certificates.issuerName(certificate) + "': only that CA can revoke it");
        }
    }
}
