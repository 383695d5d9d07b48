package aria.finding;

/** Options or arguments that are not valid. The caller has to ask for something else; nothing was written. */
public class UsageException extends AriaException {
    /** Keeps an error without a service and a place. */
    public UsageException(FindingId id, String message, Remedy... remedies) {
        this(Finding.error(id, message, remedies));
    }

    /** Keeps the finding. */
    public UsageException(Finding finding) {
        super(finding, null);
    }

    /** Keeps the finding and what led to it. */
    public UsageException(Finding finding, Throwable cause) {
        super(finding, cause);
    }
}
