package aria.docker;

import aria.finding.Finding;
import aria.finding.UnavailableException;

/** No Docker engine, or no Docker Compose, to talk to. The caller may do without. */
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
