package aria.plan;

import aria.pki.Names;
import aria.pki.Purpose;
import java.util.List;
import java.util.Set;

/**
 * A certificate that a service needs, whether or not it exists.
 *
 * @param service the service's name, which is the certificate's common name too
 * @param names   subject alternative names
 * @param formats key formats beside PEM: {@code der}
 * @param client  whether it has to be good for a client, too: the service calls others, or itself
 */
public record CertificateNeed(String service, Names names, Set<String> formats, boolean client) {

    /** Returns what the certificate has to be good for at least. */
    public Purpose purpose() {
        return client ? Purpose.SERVER_AND_CLIENT : Purpose.SERVER;
    }

    /**
     * This, with some more names.
     *
     * @throws aria.finding.RefusedException naming one that is no name
     */
    public CertificateNeed with(List<String> more) {
        return new CertificateNeed(service, names.plus(Names.of(more)), formats, client);
    }

    /** This, without these names. */
    public CertificateNeed without(Names left) {
        return new CertificateNeed(service, names.minus(left), formats, client);
    }
}
