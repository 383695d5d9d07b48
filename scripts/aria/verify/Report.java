package aria.verify;

import java.util.List;

/**
 * What all checks found, in the order of the catalogue.
 *
 * @param results one for each thing that was or should have been looked at
 */
public record Report(List<Result> results) {
    public Report {
        results = List.copyOf(results);
    }

    /** How many results have this status. */
    public long count(Status status) {
        return results.stream().filter(result -> result.status() == status).count();
    }

    /**
     * Whether the report means failure.
     *
     * @param failOn {@link Severity#WARNING} to take warnings for failures as well
     */
    public boolean failed(Severity failOn) {
        return count(Status.FAIL) > 0 || failOn == Severity.WARNING && count(Status.WARN) > 0;
    }
}
