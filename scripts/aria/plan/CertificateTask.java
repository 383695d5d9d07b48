package aria.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * A certificate to be issued.
 *
 * @param need   what it is to be
 * @param reason why the one on disk, if any, won't do
 * @param newKey whether the key on disk must not be used again
 * @param lifetime that of the one on disk, where nobody has said another; empty for the plan's
 */
public record CertificateTask(CertificateNeed need, String reason, boolean newKey, Optional<Duration> lifetime) {}
