package aria.verify.check;

import aria.finding.Finding;
import aria.finding.Severity;
import aria.verify.CheckResult;
import aria.verify.Need;
import aria.verify.Observation;
import aria.verify.Status;
import aria.verify.Subject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A check as a value.
 *
 * @param id       stable, for scripts, for example {@code pki.root}; without service names
 * @param category heading it stands under
 * @param title    what is true when it passes
 * @param severity what a failure amounts to: {@link Severity#NOTE} is not worth a line
 * @param production the same for a project that is judged as one in production
 * @param needs    without them it is left out or not checked
 * @param function looks, and changes nothing. One finding for the project or for each thing it is about; none when
 *                 there is nothing of the kind, which leaves the check out
 */
public record Check(
        String id,
        String category,
        String title,
        Severity severity,
        Severity production,
        List<Need> needs,
        Function<Subject, List<Observation>> function) {
    public Check {
        needs = List.copyOf(needs);
    }

    /** Where the documentation explains what to do about it. */
    public String hint() {
        return CheckResult.page(id);
    }

    /** Its results here: of one skipped when a need is missing, of none when it does not apply. */
    List<CheckResult> results(Subject subject) {
        Optional<Need.Lack> lack = needs.stream()
                .map(need -> need.lackIn(subject))
                .flatMap(Optional::stream)
                .findFirst();
        if (lack.isPresent()) {
            return lack.get().reason().map(why -> result(Observation.skip(why), subject)).stream()
                    .toList();
        }
        Severity severe = subject.production() ? production : severity;
        return function.apply(subject).stream()
                .filter(finding -> finding.status() != Status.FAIL || severe != Severity.NOTE)
                .map(finding -> result(finding, subject))
                .toList();
    }

    /**
     * What is about a service and nowhere else is where the service is defined. A failure counts for what the check
     * does.
     */
    private CheckResult result(Observation seen, Subject subject) {
        Severity severe = subject.production() ? production : severity;
        Status status = severe == Severity.WARNING && seen.status() == Status.FAIL ? Status.WARN : seen.status();
        Finding finding = new Finding(
                id,
                status.severity(),
                seen.service(),
                seen.place().or(() -> seen.service().flatMap(subject.compose()::place)),
                seen.message(),
                seen.remedies());
        return new CheckResult(category, title, status, seen.listener(), seen.via(), finding);
    }
}
