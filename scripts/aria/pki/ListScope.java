package aria.pki;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;

/**
 * The certificates that a revocation list covers (RFC 5280, 5.2.5 and 6.3.3, b). A certificate that is not on the
 * list is unrevoked only if the list covers it.
 */
final class ListScope {

    private ListScope() {}

    /**
     * Why the list says nothing of a certificate that isn't on it, as the end of a sentence; empty when it does. A
     * certificate without distribution points belongs to no list of a distribution point; in a stack whoever names
     * the list knows that it does.
     */
    static Optional<String> problem(X509CRL list, X509Certificate certificate, Profile profile) {
        byte[] value = list.getExtensionValue(Extension.issuingDistributionPoint.getId());
        if (value == null) {
            return Optional.empty();
        }
        try {
            IssuingDistributionPoint scope = IssuingDistributionPoint.getInstance(
                    ASN1OctetString.getInstance(value).getOctets());
            if (scope.isIndirectCRL() || scope.onlyContainsAttributeCerts() || scope.getOnlySomeReasons() != null) {
                return Optional.of("is a partial list, which is not supported");
            }
            boolean authority = certificate.getBasicConstraints() >= 0;
            if (authority ? scope.onlyContainsUserCerts() : scope.onlyContainsCACerts()) {
                return Optional.of("covers " + (authority ? "no CA certificates" : "CA certificates only"));
            }
            Set<GeneralName> points = points(certificate);
            boolean meant = scope.getDistributionPoint() == null
                    || points.isEmpty() && profile == Profile.STACK
                    || names(scope.getDistributionPoint()).stream().anyMatch(points::contains);
            return Rfc5280Rules.when(!meant, "covers the certificates of another distribution point");
        } catch (IllegalArgumentException | ClassCastException malformed) {
            return Optional.of("has a distribution point that cannot be read");
        }
    }

    private static Set<GeneralName> points(X509Certificate certificate) {
        Set<GeneralName> points = new HashSet<>();
        byte[] value = certificate.getExtensionValue(Extension.cRLDistributionPoints.getId());
        if (value != null) {
            for (DistributionPoint point : CRLDistPoint.getInstance(
                            ASN1OctetString.getInstance(value).getOctets())
                    .getDistributionPoints()) {
                points.addAll(point.getDistributionPoint() == null ? Set.of() : names(point.getDistributionPoint()));
            }
        }
        return points;
    }

    /** Names relative to the issuer are used by nobody, and are none. */
    private static Set<GeneralName> names(DistributionPointName point) {
        return point.getType() != DistributionPointName.FULL_NAME
                ? Set.of()
                : new HashSet<>(
                        Arrays.asList(GeneralNames.getInstance(point.getName()).getNames()));
    }
}
