package aria.finding;

/** Input that was refused and left unchanged. The caller may continue with other input. */
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
