package aria.finding;

/** A missing requirement: an engine, a CA, a program. Nothing was done; trying later may help. */
public class UnavailableException extends AriaException {
    /** Keeps an error without a service and a place. */
    public UnavailableException(FindingId id, String message, Remedy... remedies) {
        this(Finding.error(id, message, remedies));
    }

    /** Keeps the finding. */
    public UnavailableException(Finding finding) {
        super(finding, null);
    }

    /** Keeps the finding and what led to it. */
    public UnavailableException(Finding finding, Throwable cause) {
        super(finding, cause);
    }
}
