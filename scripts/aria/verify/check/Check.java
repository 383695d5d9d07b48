package aria.verify.check;

import aria.verify.CheckResult;
import aria.verify.Finding;
import aria.verify.Need;
import aria.verify.Place;
import aria.verify.Severity;
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
 * @param severity what a failure amounts to
 * @param needs    without them it is left out or not checked
 * @param function looks, and changes nothing. One finding for the project or for each thing it is about; none when there
 *                 is nothing of the kind, which leaves the check out
 */
public record Check(
        String id,
        String category,
        String title,
        Severity severity,
        List<Need> needs,
        Function<Subject, List<Finding>> function) {
    private static final String PAGE = "docs/TROUBLESHOOTING.md";

    public Check {
        needs = List.copyOf(needs);
    }

    /** Where the documentation explains what to do about it. */
    public String hint() {
        return PAGE + "#" + id.replace('.', '-');
    }

    /** Its results here: of one skipped when a need is missing, of none when it does not apply. */
    List<CheckResult> results(Subject subject) {
        Optional<Need.Lack> lack = needs.stream()
                .map(need -> need.lackIn(subject))
                .flatMap(Optional::stream)
                .findFirst();
        if (lack.isPresent()) {
            return lack.get().reason().map(why -> result(Finding.skip(why), subject)).stream()
                    .toList();
        }
        return function.apply(subject).stream()
                .map(finding -> result(finding, subject))
                .toList();
    }

    /** What is about a service and nowhere else is where the service is defined. */
    private CheckResult result(Finding finding, Subject subject) {
        Optional<Place> place = finding.place().or(() -> finding.service().flatMap(subject.compose()::place));
        return new CheckResult(
                id,
                category,
                title,
                finding.service(),
                finding.listener(),
                severity.of(finding.status()),
                finding.via(),
                place,
                finding.message(),
                hint());
    }
}
