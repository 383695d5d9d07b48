package aria.cli;

import aria.finding.AriaException;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.operate.audit.AuditDelivery;
import aria.store.AuditLog;
import aria.store.AuditReceipts;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Sends what the audit log has got to its receivers at the end of a command that may have written to it. */
final class AuditSending {
    /** What only reads contacts no address that a file of the folder names; `audit` sends by itself. */
    private static final Set<String> READING = Set.of(
            "verify-mtls-setup",
            "pki-cert",
            "pki-cert inspect",
            "pki-cert verify",
            "pki-cert lint",
            "pki-cert list",
            "pki-cert ca",
            "pki-cert metrics",
            "pki-cert audit");

    private AuditSending() {}

    /** Whether a command only shows what it would do. */
    static boolean onlyShows(CommandLine.ParseResult parsed) {
        return Stream.of("--dry-run", "--check", "--diff").anyMatch(parsed::hasMatchedOption);
    }

    /**
     * Sends, where receivers are named and somebody has agreed to them. What is in the way is a warning: the command has
     * done what it does, and the next one sends the rest.
     *
     * @param line    the command that ran
     * @param options of the command
     */
    static void after(CommandLine line, CommonOptions options) {
        CommandLine.ParseResult parsed = line.getParseResult();
        if (parsed == null || READING.contains(line.getCommandSpec().qualifiedName(" ")) || onlyShows(parsed)) {
            return;
        }
        try {
            now(options).forEach(options.console()::tell);
        } catch (AriaException | UncheckedIOException unusable) {
            options.console().detail("the audit log is not sent: " + Problem.oneLine(unusable));
        }
    }

    /**
     * Sends, as {@link #after} does.
     *
     * @return why receivers did not get or acknowledge it; empty when all did
     * @throws AriaException when the choices cannot be read
     */
    static List<Finding> now(CommonOptions options) {
        AuditSinks sinks = new AuditSinks(options, options.choices());
        return sinks.named().isEmpty() || AuditLog.of(options.layout()).head().isEmpty()
                ? List.of()
                : sinks.named().stream()
                        .flatMap(sink -> send(options, sinks, sink).stream())
                        .toList();
    }

    private static Optional<Finding> send(CommonOptions options, AuditSinks sinks, AuditSinks.Named sink) {
        if (!sinks.agreed(sink)) {
            return Optional.of(Finding.warning(
                            FindingId.AUDIT_UNSENT,
                            "the audit log is not sent to " + sink.address() + " before you agreed on this machine",
                            Remedy.aria("pki-cert", "audit", "send"))
                    .at(sinks.file().place(sink.key())));
        }
        try {
            AuditDelivery.Result result =
                    new AuditDelivery(AuditReceipts.of(options.layout()), InstantSource.system()).to(sinks.open(sink));
            return result.problem().map(why -> unsent(sink, result.left(), why));
        } catch (AriaException | UncheckedIOException unusable) {
            return Optional.of(unsent(sink, 0, Problem.oneLine(unusable)));
        }
    }

    /** Returns what is said of entries that a receiver has not acknowledged. */
    static Finding unsent(AuditSinks.Named sink, int entries, String why) {
        String what = entries == 0 ? "the audit log is" : entries == 1 ? "1 entry is" : entries + " entries are";
        return Finding.warning(
                FindingId.AUDIT_UNSENT,
                what + " not sent to " + sink.address() + ": " + why,
                Remedy.aria("pki-cert", "audit", "send"));
    }
}
