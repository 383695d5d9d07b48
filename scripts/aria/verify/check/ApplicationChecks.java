package aria.verify.check;

import aria.finding.Remedy;
import aria.stack.Stack;
import aria.verify.ApplicationClaim;
import aria.verify.Observation;
import aria.verify.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The check that what worked before still does. */
final class ApplicationChecks {
    /** The check after which the report may claim something of applications. */
    static final String ID = "application.works";

    private ApplicationChecks() {}

    static Map<String, Function<Subject, List<Observation>>> all() {
        return Map.of(ID, ApplicationChecks::works);
    }

    private static List<Observation> works(Subject subject) {
        return subject.applicationClaims().stream()
                .map(claim -> seen(subject, claim).about(claim.service()))
                .toList();
    }

    private static Observation seen(Subject subject, ApplicationClaim claim) {
        return switch (claim.state()) {
            case WORKS -> Observation.pass(claim.why());
            case BROKEN ->
                Observation.fail(
                        claim.why(), takingBack(subject, claim.service()), Remedy.page("docs/howto/LET_CALLERS_IN.md"));
            default ->
                claim.isDown()
                        ? Observation.warn(claim.why(), starting(subject, claim.service()))
                        : Observation.skip(claim.why());
        };
    }

    /** The way back to the stack as it was. */
    private static Remedy takingBack(Subject subject, String service) {
        List<String> files = subject.compose().stackOf(service).stream()
                .map(Stack::project)
                .flatMap(project -> project.files().present().stream()
                        .filter(file -> !project.override().equals(Optional.of(file))))
                .map(subject::show)
                .toList();
        return Remedy.inOrder(
                Remedy.aria("bootstrap", "--undo", "--yes"),
                Remedy.compose(files, List.of("up", "-d", "--remove-orphans")));
    }

    /** Docker Compose alone may fail at what a killed start has left; a profile is started by its service's name. */
    private static Remedy starting(Subject subject, String service) {
        return subject.compose()
                .stackOf(service)
                .filter(each -> each.service(service)
                        .filter(found -> !found.service().profiles().isEmpty())
                        .isPresent())
                .map(profiled -> ComposeChecks.typed(subject, profiled, List.of("up", "-d", service)))
                .orElseGet(() -> Remedy.aria("bootstrap", "--up"));
    }
}
