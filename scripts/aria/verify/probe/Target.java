package aria.verify.probe;

import aria.pki.CertifiedKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * A listener to be tried.
 *
 * @param listener      what it has to do
 * @param address       where it is
 * @param rightClient   the identity it has to let in; empty when none is at hand
 * @param startingUntil while it does not answer before this time it is starting, and is asked again
 * @param issued        the certificate it has to show; empty when any will do that is good for its name
 * @param notACaller    an identity of our CA that it has to refuse; empty when it tells nobody apart, and when none is
 *                      at hand
 * @param revoked       an identity of a caller that it has to refuse, because its list contains the number; empty as
 *                      {@code notACaller}
 */
public record Target(
        Listener listener,
        Address address,
        Optional<CertifiedKey> rightClient,
        Instant startingUntil,
        Optional<X509Certificate> issued,
        Optional<CertifiedKey> notACaller,
        Optional<CertifiedKey> revoked) {
    /** A listener that tells nobody apart. */
    public Target(
            Listener listener,
            Address address,
            Optional<CertifiedKey> rightClient,
            Instant startingUntil,
            Optional<X509Certificate> issued) {
        this(listener, address, rightClient, startingUntil, issued, Optional.empty(), Optional.empty());
    }

    /** A listener that has to answer at once. */
    public Target(Listener listener, Address address, Optional<CertifiedKey> rightClient) {
        this(listener, address, rightClient, Instant.EPOCH, Optional.empty());
    }
}
