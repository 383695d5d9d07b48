package aria.verify;

import aria.pki.CertifiedKey;
import java.util.Optional;

/**
 * A listener to be tried.
 *
 * @param listener    what it has to do
 * @param address     where it is
 * @param rightClient the identity it has to let in; empty when none is at hand
 */
record Target(Listener listener, Address address, Optional<CertifiedKey> rightClient) {}
