package aria.verify.check;

import aria.docker.RunningService;
import aria.finding.Remedy;
import aria.verify.Observation;
import aria.verify.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The checks of the step-ca service, the documentation, and interrupted runs. */
final class ProjectChecks {
    private ProjectChecks() {}

    static Map<String, Function<Subject, List<Observation>>> all() {
        return Map.of(
                "ca.service",
                ProjectChecks::service,
                "ca.running",
                ProjectChecks::running,
                "docs.present",
                ProjectChecks::documentation,
                "apply.unfinished",
                ProjectChecks::unfinished);
    }

    /** Somebody else's stack does not have to have one: certificates are issued from the files. */
    private static List<Observation> service(Subject subject) {
        if (subject.compose().stepCaServices().isEmpty()) {
            return subject.ownCheckout() ? List.of(Observation.fail("no service runs step-ca")) : List.of();
        }
        return subject.compose().stepCaServices().stream()
                .map(name -> Observation.pass("runs step-ca").about(name))
                .toList();
    }

    private static List<Observation> running(Subject subject) {
        return subject.compose().stepCaServices().stream()
                .map(name -> subject.live()
                        .container(name)
                        .map(ProjectChecks::state)
                        .orElseGet(() -> Observation.fail("has no container", start(subject, name)))
                        .about(name))
                .toList();
    }

    private static Remedy start(Subject subject, String service) {
        List<String> words = List.of("up", "-d", service);
        return subject.compose()
                .stackOf(service)
                .map(stack -> ComposeChecks.typed(subject, stack, words))
                .orElseGet(() -> Remedy.compose(subject.compose().files(), words));
    }

    private static Observation state(RunningService container) {
        if (container.ready()) {
            return Observation.pass("running");
        }
        String state = container.state().name().toLowerCase(Locale.ROOT);
        String health = container.health() == RunningService.Health.NONE
                ? ""
                : ", " + container.health().name().toLowerCase(Locale.ROOT);
        return Observation.fail("is " + state + health, Remedy.command("docker", "logs", container.name()));
    }

    private static List<Observation> documentation(Subject subject) {
        Path page = subject.layout().root().resolve("docs/MTLS_SETUP.md");
        return List.of(
                Files.exists(page)
                        ? Observation.pass(subject.show(page))
                        : Observation.fail(subject.show(page) + " is missing"));
    }

    private static List<Observation> unfinished(Subject subject) {
        Path folder = subject.layout().applyFolder();
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> records = Files.list(folder)) {
            return records
                    .findFirst()
                    .map(found -> Observation.fail(
                            "a run was interrupted; the next command that writes finishes or undoes it",
                            Remedy.aria("bootstrap")))
                    .stream()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }
}
