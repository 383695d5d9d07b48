package aria.pki.path;

import aria.pki.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long before its end a certificate is renewed.
 *
 * @param share the part of its lifetime, from 0 to 1; counts without {@code fixed}
 * @param fixed the same for certificates of any lifetime
 */
public record RenewBefore(double share, Optional<Duration> fixed) {
    /** When a third of the lifetime is left. */
    public static final RenewBefore A_THIRD = new RenewBefore(1.0 / 3, Optional.empty());

    /** Returns a time that is the same for all. */
    public static RenewBefore of(Duration before) {
        return new RenewBefore(0, Optional.of(before));
    }

    /** Returns how long before its end one that lives so long is renewed, in whole seconds. */
    public Duration before(Validity validity) {
        return fixed.orElseGet(
                () -> Duration.ofSeconds((long) Math.ceil(validity.length().toSeconds() * share)));
    }

    /** Whether a certificate that is valid in this time is to be renewed. */
    public boolean isDue(Validity validity, Instant now) {
        return Duration.between(now, validity.notAfter()).toSeconds()
                < before(validity).toSeconds();
    }
}
