package aria.finding;

/** A change that needs consent, or has to wait for another run. Nothing was written. */
public class ConsentException extends AriaException {
    /** Keeps an error without a service and a place. */
    public ConsentException(FindingId id, String message, Remedy... remedies) {
        this(Finding.error(id, message, remedies));
    }

    /** Keeps the finding. */
    public ConsentException(Finding finding) {
        super(finding, null);
    }

    /** Keeps the finding and what led to it. */
    public ConsentException(Finding finding, Throwable cause) {
        super(finding, cause);
    }
}
