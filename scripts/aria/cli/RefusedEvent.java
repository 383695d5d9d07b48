package aria.cli;

import aria.finding.AriaException;
import aria.finding.RefusedException;
import aria.store.AuditEvent;
import aria.store.AuditLog;
import aria.store.Layout;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The entry in the audit log for a command that would have changed something and was refused. */
final class RefusedEvent {
    private static final int MOST_SUBJECTS = 20;

    /** What the commands do when they are not refused. */
    private static final Map<String, String> EVENTS = Map.ofEntries(
            Map.entry("bootstrap", "apply"),
            Map.entry("patch-compose", "apply"),
            Map.entry("init-ca", "issue"),
            Map.entry("generate-service-certs", "issue"),
            Map.entry("rotate-certs", "renew"),
            Map.entry("pki-cert create", "issue"),
            Map.entry("pki-cert renew", "renew"),
            Map.entry("pki-cert revoke", "revoke"),
            Map.entry("pki-cert export", "export"),
            Map.entry("pki-cert restore", "restore"),
            Map.entry("pki-cert trust", "trust"));

    private RefusedEvent() {}

    /**
     * Writes it, where the log has entries: a refusal creates nothing in a folder where nothing of ours is.
     *
     * @param options of the command
     */
    static void log(CommandLine line, CommonOptions options, Throwable failure) {
        String command = line.getCommandSpec().qualifiedName(" ");
        CommandLine.ParseResult parsed = line.getParseResult();
        if (!(failure instanceof RefusedException refused)
                || !EVENTS.containsKey(command)
                || AuditSending.onlyShows(parsed)) {
            return;
        }
        try {
            Layout layout = options.layout();
            AuditLog log = AuditLog.of(layout);
            if (log.head().isPresent()) {
                log.appendAlone(new AuditEvent(
                        parsed.hasMatchedOption("--undo") ? "undo" : EVENTS.get(command),
                        subjects(parsed),
                        List.of(),
                        refused.finding()
                                .place()
                                .map(place -> List.of(place.toString()))
                                .orElse(List.of()),
                        AuditEvent.REFUSED + ": " + refused.finding().id(),
                        Map.of()));
            }
        } catch (AriaException | UncheckedIOException unwritable) {
            options.console().detail("the audit log has no entry of it: " + unwritable.getMessage());
        }
    }

    private static List<String> subjects(CommandLine.ParseResult parsed) {
        return parsed.matchedPositionals().stream()
                .map(PositionalParamSpec::stringValues)
                .flatMap(List::stream)
                .limit(MOST_SUBJECTS)
                .toList();
    }
}
