package aria.ca.config;

import aria.pki.Validity;
import java.time.Duration;
import java.time.Instant;

/**
 * The allowed lifetimes of a provisioner's certificates.
 *
 * @param min      shortest
 * @param max      longest
 * @param standard when nothing is asked for
 */
public record Claims(Duration min, Duration max, Duration standard) {

    /** What step-ca takes where ca.json says nothing. */
    static final Claims OF_STEP_CA = new Claims(Duration.ofMinutes(5), Duration.ofHours(24), Duration.ofHours(24));

    /** From a minute before now, as long as wanted but within the claims. */
    public Validity validity(Duration wanted, Instant now) {
        Duration lifetime = wanted.compareTo(max) > 0 ? max : wanted.compareTo(min) < 0 ? min : wanted;
        return Validity.startingAt(now, lifetime);
    }
}
