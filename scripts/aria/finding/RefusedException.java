package aria.finding;

/** Input that is not used or changed, and is untouched. The caller may go on with other input. */
public class RefusedException extends AriaException {
    /** Keeps an error without a service and a place. */
    public RefusedException(FindingId id, String message, Remedy... remedies) {
        this(Finding.error(id, message, remedies));
    }

    /** Keeps the finding. */
    public RefusedException(Finding finding) {
        super(finding, null);
    }

    /** Keeps the finding and what led to it. */
    public RefusedException(Finding finding, Throwable cause) {
        super(finding, cause);
    }
}
