package aria.verify;

/** What a failure of a check amounts to. */
public enum Severity {
    /** Something does not work or is not safe. */
    ERROR,
    /** Works, and should be otherwise: a failure is shown as a warning. */
    WARNING;

    /** What a finding with this status counts as. */
    public Status of(Status found) {
        return this == WARNING && found == Status.FAIL ? Status.WARN : found;
    }
}
