package aria.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What all checks found, in the order of the catalogue.
 *
 * @param results one for each thing that was or should have been looked at
 */
public record Report(List<CheckResult> results) {
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

    /** The results, those together that say the same of different services; each group not empty. */
    public List<List<CheckResult>> grouped() {
        List<List<CheckResult>> groups = new ArrayList<>();
        for (CheckResult result : results) {
            Optional<List<CheckResult>> fitting = groups.stream()
                    .filter(group -> saysTheSame(group.get(0), result))
                    .findFirst();
            fitting.ifPresentOrElse(group -> group.add(result), () -> groups.add(new ArrayList<>(List.of(result))));
        }
        return groups;
    }

    /** The same, every message and hint in other words: for people who stand elsewhere than these are written for. */
    public Report in(UnaryOperator<String> words) {
        return new Report(results.stream().map(result -> result.in(words)).toList());
    }

    private static boolean saysTheSame(CheckResult one, CheckResult other) {
        boolean sameWords = one.status() == Status.PASS || one.message().equals(other.message());
        return one.id().equals(other.id())
                && one.status() == other.status()
                && one.via().equals(other.via())
                && one.service().isPresent()
                && other.service().isPresent()
                && sameWords;
    }
}
