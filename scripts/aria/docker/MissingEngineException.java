package aria.docker;

import aria.finding.Finding;
import aria.finding.UnavailableException;

/** The failure that no Docker engine or Docker Compose is available. The caller may continue without it. */
public final class MissingEngineException extends UnavailableException {
    /** Keeps the finding: where it was looked for, and what to do. */
    public MissingEngineException(Finding finding) {
        super(finding);
    }

    /** Keeps the finding and what led to it. */
    public MissingEngineException(Finding finding, Throwable cause) {
        super(finding, cause);
    }
}
