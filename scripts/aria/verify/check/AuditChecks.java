package aria.verify.check;

import aria.finding.Place;
import aria.finding.Remedy;
import aria.store.AuditEntry;
import aria.store.AuditPending;
import aria.store.AuditReceipt;
import aria.store.AuditReceipts;
import aria.store.AuditTrail;
import aria.verify.Observation;
import aria.verify.Subject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The checks of the audit log: its chain, and whether it reaches its receivers. */
final class AuditChecks {
    /** A command sends at its end, so what it has written itself is not late yet. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private AuditChecks() {}

    static Map<String, Function<Subject, List<Observation>>> all() {
        return Map.of(
                "audit.chain", AuditChecks::chain,
                "audit.sink", AuditChecks::sink,
                "audit.sent", AuditChecks::sent);
    }

    private static List<Observation> chain(Subject subject) {
        AuditTrail trail = AuditTrail.of(subject.layout().auditLog());
        Optional<Observation> problem = trail.broken()
                .map(broken -> Observation.fail(broken.message(), Remedy.aria("pki-cert", "audit", "verify"))
                        .at(new Place(
                                subject.show(Path.of(broken.place().file())),
                                broken.place().line(),
                                0)))
                .or(() -> AuditReceipts.of(subject.layout()).all().stream()
                        .flatMap(receipt -> receipt.missingIn(trail).stream())
                        .findFirst()
                        .map(why -> Observation.fail(why, Remedy.page("docs/TROUBLESHOOTING.md#audit-chain"))));
        return trail.entries().isEmpty() && problem.isEmpty()
                ? List.of()
                : List.of(problem.orElseGet(
                        () -> Observation.pass(subject.show(subject.layout().auditLog()))));
    }

    private static List<Observation> sink(Subject subject) {
        return List.of(
                subject.auditSinks().isEmpty()
                        ? Observation.fail(
                                "aria.yaml names no receiver of the audit log",
                                Remedy.setting("audit.syslog", "tls://logs.example.org:6514"),
                                Remedy.page("docs/howto/AUDIT.md#send-it-to-another-machine"))
                        : Observation.pass(String.join(", ", subject.auditSinks())));
    }

    private static List<Observation> sent(Subject subject) {
        AuditReceipts receipts = AuditReceipts.of(subject.layout());
        return subject.auditSinks().stream()
                .map(address -> sent(subject, receipts.of(address)))
                .toList();
    }

    private static Observation sent(Subject subject, AuditReceipt receipt) {
        AuditPending pending = AuditPending.of(subject.layout().auditLog(), receipt.head());
        List<AuditEntry> late = pending.entries().stream()
                .filter(entry -> receipt.problem().isPresent()
                        || entry.time().isBefore(subject.now().minus(LATE)))
                .toList();
        Optional<String> why = pending.problem().or(receipt::problem);
        if (why.isEmpty() && late.isEmpty()) {
            return Observation.pass(receipt.sink()
                    + receipt.head()
                            .map(head -> " has acknowledged entry " + head.sequence())
                            .orElse(": nothing to send yet"));
        }
        return Observation.fail(
                receipt.sink() + " has not acknowledged " + (late.size() == 1 ? "1 entry" : late.size() + " entries")
                        + receipt.since()
                                .map(time -> " since " + time.truncatedTo(ChronoUnit.SECONDS))
                                .orElse("")
                        + why.map(problem -> ": " + problem).orElse(""),
                Remedy.aria("pki-cert", "audit", "send"));
    }
}
