package aria.ca.online;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;

/** A refusal by the CA itself. The caller may know what its HTTP status means. */
public final class RejectedException extends RefusedException {
    private final int status;

    /**
     * Keeps the answer.
     *
     * @param status of HTTP, or the nearest to it
     * @param cause  what led to it; null when nothing was thrown before
     */
    RejectedException(int status, String message, Throwable cause, Remedy... remedies) {
        super(Finding.error(FindingId.REJECTED, message, remedies), cause);
        this.status = status;
    }

    /** Returns the status of HTTP. */
    public int status() {
        return status;
    }
}
