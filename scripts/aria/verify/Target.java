package aria.verify;

import aria.pki.CertifiedKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A listener to be tried.
 *
 * @param listener      what it has to do
 * @param address       where it is
 * @param rightClient   the identity it has to let in; empty when none is at hand
 * @param startingUntil while it does not answer before this time it is starting, and is asked again
 */
record Target(Listener listener, Address address, Optional<CertifiedKey> rightClient, Instant startingUntil) {
    /** A listener that has to answer at once. */
    Target(Listener listener, Address address, Optional<CertifiedKey> rightClient) {
        this(listener, address, rightClient, Instant.EPOCH);
    }
}
