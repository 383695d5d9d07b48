package aria.pki.path;

import aria.pki.Certificates;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.Extension;

/**
 * The JDK's own path validation, as a second opinion: it processes policies, and knows the algorithms that this
 * machine forbids. Its judgement of name constraints is left to {@link PathNames}, because it treats the common name
 * of a CA without alternative names as a host name.
 */
final class JdkPath {

    private JdkPath() {}

    /**
     * Its objection.
     *
     * @param path peer first, root last
     */
    static Optional<String> problem(List<X509Certificate> path, Instant at) {
        List<X509Certificate> below = path.subList(0, path.size() - 1);
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(path.get(path.size() - 1), null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(below), parameters);
            return Optional.empty();
        } catch (CertPathValidatorException invalid) {
            if (invalid.getReason() == PKIXReason.INVALID_NAME && path.stream().allMatch(JdkPath::asksForNoPolicy)) {
                return Optional.empty();
            }
            X509Certificate culprit = below.get(Math.max(0, invalid.getIndex()));
            return Optional.of("'" + Certificates.commonName(culprit) + "': " + invalid.getMessage());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PKIX validation", e);
        }
    }

    /** Otherwise an objection to a name may hide one to a policy that would have come after it. */
    private static boolean asksForNoPolicy(X509Certificate certificate) {
        return certificate.getExtensionValue(Extension.policyConstraints.getId()) == null;
    }
}
