package aria.cli;

import aria.docker.ComposeCommand;
import aria.docker.Engine;
import aria.docker.MissingEngineException;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.PartialFailureException;
import aria.operate.CertificateDelivery;
import aria.operate.CertificateDelivery.Delivered;
import aria.operate.CertificateDelivery.Taken;
import aria.operate.Readiness;
import aria.operate.StackUp;
import aria.stack.CertificateReload;
import aria.stack.Stack;
import aria.store.Layout;
import aria.verify.CheckResult;
import aria.verify.EngineProject;
import aria.verify.Report;
import aria.verify.Subject;
import aria.verify.SubjectReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The running servers of a project, which are to present the certificates that lie on disk. */
public record RunningServers(
        CommonOptions common, ComposeOptions compose, Layout layout, ProjectChoices choices, List<Stack> stacks) {
    /** Servers that look for new files do so within two minutes. */
    private static final Duration LONGEST_POLL = Duration.ofSeconds(150);

    private static final Duration TOLD = Duration.ofSeconds(30);

    /**
     * The outcome.
     *
     * @param delivered what was done about each server; empty when none had to be told, and when nothing runs
     * @param shown     what the servers present now; empty when nothing runs
     */
    public record Presented(List<Delivered> delivered, List<CheckResult> shown) {
        /** Keeps unmodifiable copies. */
        public Presented {
            delivered = List.copyOf(delivered);
            shown = List.copyOf(shown);
        }

        /** Returns those about which this was done. */
        List<Delivered> all(Taken taken) {
            return delivered.stream().filter(one -> one.taken() == taken).toList();
        }

        /** Returns the services whose certificate is to be seen: their servers were told, or look by themselves. */
        Set<String> awaited() {
            return delivered.stream()
                    .filter(one -> one.taken() == Taken.TOLD || one.taken() == Taken.BY_ITSELF)
                    .map(one -> one.reload().service())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /**
     * Brings renewed certificates to their servers, and those that an earlier run could not bring.
     *
     * @param services that are looked at
     * @param renewed  those with a new certificate
     * @param restarts whether servers may be restarted
     * @throws PartialFailureException when there is an engine that does not answer: the certificates are renewed
     */
    public Presented present(Set<String> services, Set<String> renewed, boolean restarts) {
        if (noneRuns()) {
            return new Presented(List.of(), List.of());
        }
        Report before = Readiness.await(
                Readiness.SHOWN, seen -> true, () -> subject().withRightClientOnly(services::contains), Duration.ZERO);
        Set<String> wanted = new HashSet<>(before.troubled());
        wanted.addAll(renewed);
        List<Delivered> delivered = deliver(wanted, restarts);
        Presented presented = new Presented(delivered, before.results());
        Set<String> expected = presented.awaited();
        if (expected.isEmpty()) {
            return presented;
        }
        boolean polls = delivered.stream().anyMatch(one -> one.taken() == Taken.BY_ITSELF);
        common.console()
                .message("Waiting until "
                        + String.join(", ", expected) + " present"
                        + (expected.size() == 1 ? "s" : "") + " the new certificate");
        Report after = Readiness.await(
                Readiness.SHOWN,
                seen -> Collections.disjoint(seen.troubled(), expected),
                () -> subject().withRightClientOnly(expected::contains),
                limit(polls));
        return new Presented(delivered, after.results());
    }

    /** Whether it is known that no container of the project exists. */
    public boolean noneRuns() {
        return stacks.isEmpty() || Engine.hasNone(EngineProject.any(stacks));
    }

    /** How long a server may take to go by new files. */
    static Duration limit(boolean polls) {
        return polls ? LONGEST_POLL : TOLD;
    }

    /** Returns the ways in which the servers of these services read their files. */
    List<CertificateReload> reloads(Set<String> services) {
        return stacks.stream()
                .flatMap(stack -> stack.services().stream()
                        .filter(service -> services.contains(service.name()))
                        .flatMap(service -> CertificateReload.all(stack, service).stream()))
                .toList();
    }

    /** Restarts the servers of these services. */
    public void restart(Set<String> services) {
        StackUp.Tools tools = reached(StackUp::tools);
        for (Stack stack : stacks) {
            List<String> words = new ArrayList<>(List.of("restart"));
            reloads(services).stream()
                    .map(CertificateReload::server)
                    .filter(stack.project().services()::containsKey)
                    .distinct()
                    .forEach(words::add);
            if (words.size() > 1) {
                common.console().message(tools.compose().typed() + " " + String.join(" ", words));
                tools.compose().run(StackUp.composeFiles(stack.project().files()), words, LONGEST_POLL, line -> {});
            }
        }
    }

    /** Copies the files of these services into their volumes, and has the servers read them. */
    public List<Delivered> deliver(Set<String> wanted, boolean restarts) {
        if (wanted.isEmpty()) {
            return List.of();
        }
        Optional<ComposeCommand> program = ComposeCommand.search().command();
        List<Delivered> delivered = new ArrayList<>();
        try (Engine engine = reached(Engine::connect)) {
            for (Stack stack : stacks) {
                delivered.addAll(new CertificateDelivery(
                                engine,
                                program,
                                layout,
                                stack,
                                StackUp.composeFiles(stack.project().files()),
                                common.console()::quote)
                        .deliver(wanted, restarts));
            }
        }
        return delivered;
    }

    private static <T> T reached(Supplier<T> tools) {
        try {
            return tools.get();
        } catch (MissingEngineException silent) {
            throw new PartialFailureException(
                    Finding.error(
                                    FindingId.PARTLY_DONE,
                                    "the certificates are on disk, but no server was told: "
                                            + silent.finding().message())
                            .also(silent.finding().remedies()),
                    silent);
        }
    }

    Subject subject() {
        return choices.subject(compose, layout, List.of(), SubjectReader.Live.WHERE_IT_RUNS, Optional.empty());
    }
}
