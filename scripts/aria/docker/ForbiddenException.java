package aria.docker;

import aria.finding.Finding;
import aria.finding.UnavailableException;

/** The failure that an engine, or an allow-list before it, does not permit a request. */
public final class ForbiddenException extends UnavailableException {
    ForbiddenException(Finding finding, Throwable cause) {
        super(finding, cause);
    }
}
