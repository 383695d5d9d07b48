package aria.plan;

import aria.pki.Names;
import java.util.List;
import java.util.Set;

/**
 * A certificate that a service needs, whether or not it exists.
 *
 * @param service the service's name, which is the certificate's common name too
 * @param names   subject alternative names
 * @param formats key formats beside PEM: {@code der}
 */
public record CertificateNeed(String service, Names names, Set<String> formats) {

    /**
     * This, with some more names.
     *
     * @throws aria.finding.RefusedException naming one that is no name
     */
    public CertificateNeed with(List<String> more) {
        return new CertificateNeed(service, names.plus(Names.of(more)), formats);
    }

    /** This, without these names. */
    public CertificateNeed without(Names left) {
        return new CertificateNeed(service, names.minus(left), formats);
    }
}
