package aria.cli.pkicert;

import aria.apply.FileOperation;
import aria.apply.Transaction;
import aria.ca.ServerLists;
import aria.cli.CommonOptions;
import aria.cli.ComposeOptions;
import aria.cli.ExitCode;
import aria.cli.ProjectChoices;
import aria.cli.RunningServers;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.FindingText;
import aria.finding.Remedy;
import aria.operate.CertificateDelivery.Delivered;
import aria.operate.CertificateDelivery.Taken;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.store.AuditLog;
import aria.store.Digest;
import aria.store.FileWrite;
import aria.store.InputFile;
import aria.store.Layout;
import aria.store.RotationRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The servers of this project that read revocation lists, in {@code crl.pem} beside their certificates. A server that
 * was not told of its latest lists would go on with those before until they expire, and then refuse everybody; so what
 * each was told is kept, and the next run of rotate-certs tells the others again.
 *
 * @param common the options that all commands have
 * @param stacks of the project; read before anything is written
 */
public record ListServers(CommonOptions common, List<Stack> stacks) {

    /** One server in a JSON answer; {@code taken} is what was done about it. */
    record Told(String service, String taken) {
        private static Told of(Delivered one) {
            return new Told(
                    one.reload().service(),
                    one.taken().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }

    /**
     * What was done.
     *
     * @param servers each that reads lists and was looked at; empty when nothing runs
     */
    public record Outcome(List<Delivered> servers) {
        /** Keeps an unmodifiable copy. */
        public Outcome {
            servers = List.copyOf(servers);
        }

        /** Returns {@link ExitCode#PARTLY} when one of them goes by the lists before. */
        public ExitCode exit() {
            return behind().isEmpty() ? ExitCode.OK : ExitCode.PARTLY;
        }

        /** Those that go by the lists before. */
        private List<Delivered> behind() {
            return all(Taken.FAILED, Taken.NEEDS_RESTART);
        }

        /** Those whose connections stay open: they read the new lists without a restart. */
        private List<Delivered> open() {
            return all(Taken.TOLD, Taken.BY_ITSELF).stream()
                    .filter(one -> !one.reload().restarts())
                    .toList();
        }

        List<Told> told() {
            return servers.stream().map(Told::of).toList();
        }

        private List<Delivered> all(Taken... taken) {
            return servers.stream()
                    .filter(one -> Set.of(taken).contains(one.taken()))
                    .toList();
        }

        private static List<String> names(List<Delivered> servers) {
            return servers.stream().map(one -> one.reload().server()).toList();
        }
    }

    /** Reads the project's compose files; none where no server reads lists. */
    public static ListServers of(CommonOptions common) {
        return new ListServers(
                common,
                ServerLists.readers(common.layout()).isEmpty()
                        ? List.of()
                        : new ComposeOptions().stacks(common.layout()));
    }

    /**
     * Has those servers read their lists that were not told of the latest ones.
     *
     * @param restarts whether they may be restarted
     * @throws aria.finding.PartialFailureException when the engine does not answer: the lists are written
     */
    public Outcome deliver(boolean restarts) {
        Set<String> pending = pending();
        RunningServers servers = servers();
        Outcome outcome = pending.isEmpty() || servers.noneRuns()
                ? new Outcome(List.of())
                : new Outcome(servers.deliver(pending, restarts).stream()
                        .filter(one -> one.reload().server().equals(one.reload().service()))
                        .toList());
        outcome.behind().forEach(one -> pending.remove(one.reload().service()));
        keep(pending);
        tell(outcome);
        return outcome;
    }

    /** Restarts servers, which ends the connections that are open. */
    void restart(Outcome outcome) {
        servers()
                .restart(outcome.open().stream()
                        .map(one -> one.reload().service())
                        .collect(Collectors.toSet()));
    }

    /** Returns the words that end the open connections of servers that were told; empty where there are none. */
    static Optional<String> ending(Outcome outcome) {
        List<String> open = Outcome.names(outcome.open());
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(FindingText.line(Stream.concat(Stream.of("docker", "compose", "restart"), open.stream())
                        .toList()));
    }

    private void tell(Outcome outcome) {
        List<String> told = Outcome.names(outcome.all(Taken.TOLD, Taken.BY_ITSELF));
        if (!told.isEmpty()) {
            common.console().message("The revocation lists are delivered to " + String.join(", ", told));
        }
        Outcome.names(outcome.all(Taken.NEEDS_RESTART))
                .forEach(server -> common.console()
                        .warning(common.console()
                                .text()
                                .line(Finding.warning(
                                                FindingId.NOT_PRESENTED,
                                                "it reads its revocation lists at the start only",
                                                Remedy.command("docker", "compose", "restart", server))
                                        .about(server))));
        Outcome.names(outcome.all(Taken.FAILED))
                .forEach(server -> common.console()
                        .error(Finding.error(FindingId.NOT_PRESENTED, "the revocation lists could not be delivered")
                                .about(server)));
    }

    private RunningServers servers() {
        Layout layout = common.layout();
        return new RunningServers(
                common,
                new ComposeOptions(),
                layout,
                new ProjectChoices(common.choices(), Selection.EVERYTHING, Optional.empty()),
                stacks);
    }

    private Set<String> pending() {
        Layout layout = common.layout();
        TreeMap<String, String> told = told(layout);
        return ServerLists.readers(layout).stream()
                .filter(service ->
                        !Digest.ofFile(layout.serviceLists(service)).equals(Optional.ofNullable(told.get(service))))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void keep(Collection<String> services) {
        if (services.isEmpty()) {
            return;
        }
        Layout layout = common.layout();
        TreeMap<String, String> told = told(layout);
        services.forEach(
                service -> Digest.ofFile(layout.serviceLists(service)).ifPresent(digest -> told.put(service, digest)));
        told.keySet().retainAll(ServerLists.readers(layout));
        String text = told.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
                .collect(Collectors.joining());
        Transaction.commit(
                layout,
                List.of(FileOperation.Write.over(
                        FileWrite.open(RotationRecords.listsTold(layout), text.getBytes(StandardCharsets.UTF_8)))),
                AuditLog.of(layout));
    }

    /** The digest of what each server was told last. */
    private static TreeMap<String, String> told(Layout layout) {
        try {
            TreeMap<String, String> told = new TreeMap<>();
            if (Files.isRegularFile(RotationRecords.listsTold(layout))) {
                for (String line : InputFile.text(RotationRecords.listsTold(layout))
                        .lines()
                        .toList()) {
                    int blank = line.indexOf(' ');
                    if (blank > 0) {
                        told.put(line.substring(0, blank), line.substring(blank + 1));
                    }
                }
            }
            return told;
        } catch (IOException e) {
            throw new UncheckedIOException(RotationRecords.listsTold(layout) + " cannot be read: " + e.getMessage(), e);
        }
    }
}
