package aria.cli;

import static aria.finding.Remedy.setting;

import aria.finding.FindingId;
import aria.finding.UsageException;
import aria.operate.audit.AuditDelivery;
import aria.store.AuditReceipt;
import aria.store.AuditReceipts;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code pki-cert audit send} does. */
public final class AuditSendRun {
    private final CommonOptions common;
    private final AuditSinks sinks;
    private final AuditReceipts receipts;

    /** Prepares a run in the project that the options name. */
    public AuditSendRun(CommonOptions common) {
        this.common = common;
        this.sinks = new AuditSinks(common, common.choices());
        this.receipts = AuditReceipts.of(common.layout());
    }

    /**
     * A receiver afterwards, for {@code --json}.
     *
     * @param head    last entry that it has acknowledged; null for none
     * @param problem null when it has acknowledged all of them
     */
    private record Sent(String sink, int sent, int left, String head, String problem) {}

    /**
     * Sends each receiver what it has not acknowledged.
     *
     * @param agreed    the address of one that is agreed to; null for none
     * @param fromStart forgets first what was acknowledged
     * @throws UsageException when no receiver is named, or not this one
     * @throws aria.finding.ConsentException when nobody agrees
     */
    public ExitCode run(String agreed, boolean fromStart) {
        List<AuditSinks.Named> named = sinks.named();
        if (named.isEmpty() && fromStart) {
            receipts.forget();
            common.console().message("What was acknowledged before is forgotten; no receiver is named");
            return report(List.of(), List.of());
        }
        if (named.isEmpty()) {
            throw new UsageException(
                    FindingId.WRONG_USAGE,
                    sinks.file().name() + " names no receiver of the audit log",
                    setting("audit.syslog", "tls://logs.example.org:6514"));
        }
        if (agreed != null) {
            sinks.agree(named.stream()
                    .filter(sink -> sink.address().equals(agreed))
                    .findFirst()
                    .orElseThrow(() -> new UsageException(
                            FindingId.WRONG_USAGE,
                            "--to: " + agreed + " is not a receiver of the audit log in "
                                    + sinks.file().name())));
        }
        named.forEach(sinks::requireAgreed);
        if (fromStart) {
            receipts.forget();
        }
        List<Sent> sent = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (AuditSinks.Named sink : named) {
            AuditDelivery.Result result = new AuditDelivery(receipts, InstantSource.system()).to(sinks.open(sink));
            AuditReceipt after = receipts.of(sink.address());
            String head = after.head().map(Object::toString).orElse(null);
            sent.add(new Sent(
                    sink.address(),
                    result.sent(),
                    result.left(),
                    head,
                    result.problem().orElse(null)));
            result.problem().ifPresent(why -> problems.add(Problem.of(AuditSending.unsent(sink, result.left(), why))));
        }
        return report(sent, problems);
    }

    private ExitCode report(List<Sent> sent, List<Problem> problems) {
        ExitCode exit = problems.isEmpty() ? ExitCode.OK : ExitCode.UNAVAILABLE;
        Console console = common.console();
        if (common.json()) {
            console.answer("pki-cert-audit", exit, Map.of("sinks", sent), problems);
            return exit;
        }
        for (Sent sink : sent) {
            if (sink.sent() > 0 || sink.problem() == null) {
                console.result(
                        Mark.PASS,
                        sink.sink() + ": " + (sink.sent() == 1 ? "1 entry" : sink.sent() + " entries") + " sent"
                                + (sink.left() == 0 ? "" : ", " + sink.left() + " left for the next run"));
            }
            if (sink.head() != null) {
                console.result("    acknowledged up to " + sink.head());
            }
        }
        problems.forEach(problem -> console.error(problem.message()));
        return exit;
    }
}
