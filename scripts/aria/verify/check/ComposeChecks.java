package aria.verify.check;

import aria.docker.ComposeCommand;
import aria.docker.ComposeFiles;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.finding.Severity;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.verify.ComposeFacts;
import aria.verify.Observation;
import aria.verify.Subject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The checks of the compose files, as Docker Compose sees them. */
final class ComposeChecks {
    /** What another check says. */
    private static final Set<String> ELSEWHERE =
            Set.of(FindingId.CHOICE_WEAKENS.text(), FindingId.STAGE_OPEN.text(), FindingId.COMPOSE_REFUSES.text());

    private ComposeChecks() {}

    static Map<String, Function<Subject, List<Observation>>> all() {
        return Map.of(
                "compose.files",
                ComposeChecks::files,
                "compose.settings",
                ComposeChecks::settings,
                "compose.choices",
                ComposeChecks::choices,
                "compose.clients",
                ComposeChecks::clients,
                "compose.plaintext",
                ComposeChecks::plaintext,
                "compose.applied",
                ComposeChecks::applied,
                "compose.running-files",
                ComposeChecks::runningFiles);
    }

    private static List<Observation> files(Subject subject) {
        ComposeFacts compose = subject.compose();
        if (!compose.troubles().isEmpty()) {
            return compose.troubles().stream().map(Observation::fail).toList();
        }
        List<Observation> missing = missingVariables(compose);
        if (!missing.isEmpty()) {
            return missing;
        }
        List<Observation> refused = subject.live().asked() ? refused(compose) : List.of();
        if (!refused.isEmpty()) {
            return refused;
        }
        return compose.files().isEmpty() ? List.of() : List.of(Observation.pass(String.join(", ", compose.files())));
    }

    /** What Docker Compose would refuse the project for, found without it. */
    private static List<Observation> missingVariables(ComposeFacts compose) {
        return compose.stacks().stream()
                .flatMap(planned -> planned.plan().findings().stream())
                .filter(finding -> finding.is(FindingId.COMPOSE_REFUSES))
                .map(finding -> {
                    String place = finding.place().map(at -> at + ": ").orElse("");
                    Observation seen = Observation.fail(
                            place + finding.message(), finding.remedies().toArray(Remedy[]::new));
                    return finding.place().map(seen::at).orElse(seen);
                })
                .toList();
    }

    /** What Docker Compose itself says, which counts where a stack runs. */
    private static List<Observation> refused(ComposeFacts compose) {
        Optional<ComposeCommand> docker = ComposeCommand.search().command();
        return compose.stacks().stream()
                .map(planned -> planned.stack().project().files())
                .map(files -> new ComposeFiles(files.directory(), files.present(), Optional.empty()))
                .flatMap(files -> docker.flatMap(command -> command.refusal(files)).stream())
                .map(why -> Observation.fail("Docker Compose does not accept the project: " + why))
                .toList();
    }

    private static List<Observation> settings(Subject subject) {
        List<Observation> findings = new ArrayList<>(subject.compose().gaps().stream()
                .map(gap -> Observation.fail(
                                gap.place().file() + " needs " + changes(gap.reasons()), Remedy.aria("patch-compose"))
                        .at(gap.place()))
                .toList());
        if (findings.isEmpty()) {
            findings.add(Observation.pass("nothing is left to change"));
        }
        subject.compose().remarks().stream()
                .filter(remark -> !ELSEWHERE.contains(remark.id()))
                .forEach(remark -> {
                    Observation seen = remark(subject, remark);
                    findings.add(remark.service().map(seen::about).orElse(seen));
                });
        return findings;
    }

    /** What was never set up is a warning; what has a certificate already was set up, and somebody counts on it. */
    private static Observation remark(Subject subject, Finding remark) {
        Remedy[] remedies = remark.remedies().toArray(Remedy[]::new);
        String message = remark.place().map(place -> place + ": ").orElse("") + remark.message();
        return remark.service()
                .filter(name -> remark.severity() == Severity.ERROR && !showsByProxy(subject, name))
                .map(subject.layout()::serviceCertificate)
                .filter(Files::exists)
                .map(file ->
                        Observation.fail("it has " + subject.show(file) + " but does not use it: " + message, remedies))
                .orElseGet(() -> Observation.warn(message, remedies));
    }

    /** Whether a service has its certificate for its calls, where a proxy beside it presents it. */
    private static boolean showsByProxy(Subject subject, String service) {
        return subject.compose().stacks().stream()
                .anyMatch(stack -> stack.plan().proxies().of(service).isPresent());
    }

    private static List<Observation> choices(Subject subject) {
        return subject.compose().remarks().stream()
                .filter(remark -> remark.is(FindingId.CHOICE_WEAKENS))
                .map(remark -> {
                    Observation seen = Observation.fail(remark.message());
                    return remark.place().map(seen::at).orElse(seen);
                })
                .toList();
    }

    private static List<Observation> clients(Subject subject) {
        List<Finding> any = subject.compose().stacks().stream()
                .flatMap(stack -> stack.plan().findings().stream())
                .filter(finding -> finding.is(FindingId.ANY_CERTIFICATE))
                .toList();
        return Finding.joined(any).stream()
                .map(finding -> Observation.fail(finding.message()))
                .toList();
    }

    private static List<Observation> plaintext(Subject subject) {
        List<Observation> open = subject.compose().openPorts().stream()
                .map(port -> Observation.fail(
                                "the port " + port.mapping() + " is published in plaintext",
                                Remedy.aria("patch-compose"))
                        .about(port.service())
                        .at(port.place()))
                .toList();
        return open.isEmpty() ? List.of(Observation.pass("")) : open;
    }

    private static List<Observation> applied(Subject subject) {
        List<Observation> stale = subject.compose().stacks().stream()
                .flatMap(planned -> stale(subject, planned.stack()))
                .toList();
        return stale.isEmpty() ? List.of(Observation.pass("")) : stale;
    }

    /** With one remedy for all services of the project, so that they stand in one line. */
    private static Stream<Observation> stale(Subject subject, Stack stack) {
        List<StackService> stale = stack.services().stream()
                .filter(service -> subject.live().stale().contains(service.name()))
                .toList();
        Remedy up = up(subject, stack, stale);
        return stale.stream()
                .map(service -> Observation.warn(
                                "the container is older than the compose files, so it was not tried", up)
                        .about(service.name()));
    }

    private static List<Observation> runningFiles(Subject subject) {
        List<Observation> others = subject.compose().stacks().stream()
                .flatMap(planned -> ofOtherFiles(subject, planned.stack()))
                .toList();
        return others.isEmpty() ? List.of(Observation.pass("")) : others;
    }

    /** Which of the two is meant, only a person knows. */
    private static Stream<Observation> ofOtherFiles(Subject subject, Stack stack) {
        Map<String, List<Path>> running = subject.live().otherFiles();
        List<StackService> others = stack.services().stream()
                .filter(service -> running.containsKey(service.name()))
                .toList();
        return others.stream()
                .map(service -> Observation.fail(
                                "the container was made from " + shown(subject, running.get(service.name()))
                                        + ", and the plan is for "
                                        + shown(subject, stack.project().files().present()),
                                up(subject, stack, others),
                                Remedy.advice("name the files that it was made from with -f"))
                        .about(service.name()));
    }

    private static String shown(Subject subject, List<Path> files) {
        return files.stream().map(subject::show).collect(Collectors.joining(", "));
    }

    private static Remedy up(Subject subject, Stack stack, List<StackService> services) {
        List<String> words = new ArrayList<>(List.of("up", "-d"));
        if (services.stream().anyMatch(service -> !service.service().profiles().isEmpty())) {
            services.forEach(service -> words.add(service.name()));
        }
        return typed(subject, stack, words);
    }

    /** A command of Docker Compose on the files of a stack. */
    static Remedy typed(Subject subject, Stack stack, List<String> words) {
        return Remedy.compose(
                stack.project().files().present().stream().map(subject::show).toList(), words);
    }

    private static String changes(List<String> reasons) {
        return reasons.size() == 1
                ? "a change: " + reasons.get(0)
                : reasons.size() + " changes, the first: " + reasons.get(0);
    }
}
