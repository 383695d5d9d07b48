package aria.verify;

import aria.ca.OfflineSigner;
import aria.finding.Finding;
import aria.finding.MissingCaException;
import aria.finding.RefusedException;
import aria.store.Layout;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The CA, as far as its files are on this machine.
 *
 * @param roots     what clients of this CA trust; empty when there is no root certificate
 * @param signer    signs with the CA's key; empty when that is not here or does not open
 * @param whyNoSign why there is no signer; empty when there is one
 */
public record LocalCa(List<X509Certificate> roots, Optional<OfflineSigner> signer, Optional<Finding> whyNoSign) {

    static LocalCa open(Layout layout, Instant now) {
        List<X509Certificate> roots =
                CertificateFile.read(layout.rootCertificate()).chain();
        try {
            return new LocalCa(
                    roots, Optional.of(OfflineSigner.open(layout, now).withoutRules()), Optional.empty());
        } catch (MissingCaException | RefusedException e) {
            return new LocalCa(roots, Optional.empty(), Optional.of(e.finding()));
        }
    }

    /** Why nothing can be said about certificates; empty when there is a root. */
    Optional<String> problem() {
        return roots.isEmpty() ? Optional.of("there is no CA yet") : Optional.empty();
    }
}
