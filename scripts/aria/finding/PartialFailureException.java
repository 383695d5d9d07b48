package aria.finding;

/** A run that did part of its work. The finished part is safe, and another run does the rest. */
public class PartialFailureException extends AriaException {
    /** Keeps an error without a service and a place. */
    public PartialFailureException(FindingId id, String message, Remedy... remedies) {
        this(Finding.error(id, message, remedies));
    }

    /** Keeps the finding. */
    public PartialFailureException(Finding finding) {
        super(finding, null);
    }

    /** Keeps the finding and what led to it. */
    public PartialFailureException(Finding finding, Throwable cause) {
        super(finding, cause);
    }
}
