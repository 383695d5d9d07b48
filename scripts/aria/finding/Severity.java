package aria.finding;

/** How much a finding matters. */
public enum Severity {
    /** Worth knowing; nothing is wrong. */
    NOTE,
    /** Done, but something beside it needs a look. */
    WARNING,
    /** Not done, or wrong. */
    ERROR
}
