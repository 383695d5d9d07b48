package aria.plan;

import aria.pki.Names;
import java.util.Set;

/**
 * A certificate that a service has to have, whether or not it is there.
 *
 * @param service the service's name, which is the certificate's common name too
 * @param names   subject alternative names
 * @param formats key formats beside PEM: {@code der}
 */
public record CertificateNeed(String service, Names names, Set<String> formats) {}
