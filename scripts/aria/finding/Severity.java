package aria.finding;

/** The severity of a finding. */
public enum Severity {
    /** Worth knowing; nothing is wrong. */
    NOTE,
    /** Done, but something beside it needs a look. */
    WARNING,
    /** Not done, or wrong. */
    ERROR
}
