package aria.finding;

/** A project without a CA. The caller has to create one first. */
public class MissingCaException extends AriaException {
    /** Keeps an error without a service and a place. */
    public MissingCaException(FindingId id, String message, Remedy... remedies) {
        this(Finding.error(id, message, remedies));
    }

    /** Keeps the finding. */
    public MissingCaException(Finding finding) {
        super(finding, null);
    }
}
