package aria.verify.check;

import aria.finding.DidYouMean;
import aria.finding.FindingId;
import aria.finding.UsageException;
import aria.verify.CheckResult;
import aria.verify.Report;
import aria.verify.Subject;
import java.util.List;
import java.util.stream.Stream;

/** Runs checks. Changes nothing. */
public final class Verification {
    private Verification() {}

    /**
     * The checks that {@code only} selects.
     *
     * @param only ids, or beginnings of ids up to a dot ({@code handshake}); empty for all
     * @throws UsageException when one selects nothing
     */
    public static List<Check> select(List<Check> checks, List<String> only) {
        for (String wanted : only) {
            if (checks.stream().noneMatch(check -> selects(wanted, check))) {
                throw new UsageException(
                        FindingId.USAGE,
                        "there is no check " + wanted + DidYouMean.among(wanted, names(checks), "; --list shows them"));
            }
        }
        return only.isEmpty()
                ? checks
                : checks.stream()
                        .filter(check -> only.stream().anyMatch(wanted -> selects(wanted, check)))
                        .toList();
    }

    /** What selects some of these checks: the groups, each followed by what is in it. */
    public static List<String> names(List<Check> checks) {
        return checks.stream()
                .map(Check::id)
                .flatMap(id -> Stream.of(id.replaceFirst("\\..*", ""), id))
                .distinct()
                .toList();
    }

    /** Runs them in their order. */
    public static Report run(List<Check> checks, Subject subject) {
        List<CheckResult> results = checks.stream()
                .flatMap(check -> check.results(subject).stream())
                .toList();
        return new Report(
                results,
                has(results, ListenerChecks.ID) ? subject.listenerClaims() : List.of(),
                has(results, CaConfigChecks.ISSUING) ? subject.issuing() : List.of(),
                has(results, ApplicationChecks.ID) ? subject.applicationClaims() : List.of());
    }

    private static boolean has(List<CheckResult> results, String id) {
        return results.stream().anyMatch(result -> result.id().equals(id));
    }

    private static boolean selects(String wanted, Check check) {
        return check.id().equals(wanted) || check.id().startsWith(wanted + ".");
    }
}
