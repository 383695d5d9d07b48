package aria.apply;

import aria.finding.AriaException;
import aria.finding.Finding;
import aria.finding.PartialFailureException;

/** Some certificates of a plan were not issued; all the rest of it is written. */
public final class PartlyIssuedException extends PartialFailureException {
    private static final long serialVersionUID = 1;

    private final transient Applied applied;

    PartlyIssuedException(Finding finding, AriaException cause, Applied applied) {
        super(finding, cause);
        this.applied = applied;
    }

    /** Returns what was written. */
    public Applied applied() {
        return applied;
    }
}
