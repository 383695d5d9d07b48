package aria.docker;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.UnavailableException;
import java.time.Duration;

/** The failure that something in a container did not end in time. */
public final class TimeLimitException extends UnavailableException {
    /** @param what completes "the Docker engine could not" */
    TimeLimitException(String what, Duration limit) {
        super(Finding.error(
                FindingId.ENGINE_FAILED,
                "the Docker engine could not " + what + ": it did not end within " + limit.toSeconds() + " s"));
    }
}
