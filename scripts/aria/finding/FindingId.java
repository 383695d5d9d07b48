package aria.finding;

/**
 * The ids of findings and errors. Scripts rely on them: one that was released keeps its text and its meaning. The ids of checks
 * stand in {@code templates/checks/checks.yaml}. The reference page lists them all.
 */
public enum FindingId {
    // Text files that are not edited
    YAML_INVALID("yaml-invalid", "The file is not valid YAML, or not UTF-8."),
    LIMIT("limit", "A size, depth or length is over a limit.");

    private final String text;
    private final String meaning;

    FindingId(String text, String meaning) {
        this.text = text;
        this.meaning = meaning;
    }

    /** Returns the id as scripts see it. */
    public String text() {
        return text;
    }

    /** Returns what it means, one sentence. */
    public String meaning() {
        return meaning;
    }
}
