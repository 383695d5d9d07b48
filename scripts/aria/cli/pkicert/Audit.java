package aria.cli.pkicert;

import static aria.finding.Remedy.advice;

import aria.cli.AuditSendRun;
import aria.cli.CommonOptions;
import aria.cli.Console;
import aria.cli.ExitCode;
import aria.cli.Mark;
import aria.cli.Problem;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.UsageException;
import aria.pki.Printable;
import aria.store.AuditEntry;
import aria.store.AuditHead;
import aria.store.AuditLog;
import aria.store.AuditReceipt;
import aria.store.AuditReceipts;
import aria.store.AuditTrail;
import aria.store.Layout;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code pki-cert audit}. */
@Command(
        name = "audit",
        sortOptions = false,
        description = "Shows the audit log, checks that nobody changed it, or sends it to its receivers.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pki-cert audit show                              what was done here, by whom and when",
            "  pki-cert audit show . ../shop build1.log         the logs of several checkouts and machines, by time",
            "  pki-cert audit verify                            exit 1, with the first line that was changed",
            "  pki-cert audit verify --head 42:8c1e0b54d7f3     also, whether it leads from a head noted earlier",
            "  pki-cert audit send                              what the receivers in aria.yaml have not acknowledged"
        })
public final class Audit implements Callable<Integer> {
    enum Action {
        SHOW,
        VERIFY,
        SEND
    }

    @Mixin
    private CommonOptions common;

    @Parameters(index = "0", paramLabel = "show|verify|send", description = "What to do.")
    private Action action;

    @Parameters(
            index = "1..*",
            paramLabel = "LOG",
            description = "An audit log, or the folder of a project (default: this project's).")
    private List<Path> named = new ArrayList<>();

    @Option(
            names = "--head",
            paramLabel = "SEQUENCE:HASH",
            description = "With verify: an earlier head, from a backup or metrics. The log has to contain it.")
    private String head;

    @Option(names = "--last", paramLabel = "N", description = "With show: only the last N entries.")
    private int last = Integer.MAX_VALUE;

    @Option(
            names = "--to",
            paramLabel = "URL",
            description = "With send: agree to this receiver, as aria.yaml names it.")
    private String receiver;

    @Option(
            names = "--from-start",
            description = "With send: send all entries again, as after an older log was restored.")
    private boolean fromStart;

    /**
     * A log as it was judged.
     *
     * @param head of its chain; null without entries
     * @param keys ids of the keys that signed, with the number of entries
     * @param acknowledged last heads that receivers have acknowledged, by their addresses
     * @param problem null when the chain holds
     */
    private record Chain(
            String file,
            int entries,
            String head,
            Map<String, Integer> keys,
            Map<String, String> acknowledged,
            List<String> notes,
            String problem) {}

    @Override
    public Integer call() {
        if (head != null && (action != Action.VERIFY || named.size() > 1)) {
            throw new UsageException(FindingId.WRONG_USAGE, "--head is for verify, and for one log");
        }
        if (action != Action.SEND && (receiver != null || fromStart)) {
            throw new UsageException(FindingId.WRONG_USAGE, "--to and --from-start are for send");
        }
        if (action == Action.SEND) {
            requireOwn();
            return new AuditSendRun(common).run(receiver, fromStart).number();
        }
        Map<Path, AuditTrail> trails = new LinkedHashMap<>();
        logs().forEach(log -> trails.put(log, AuditTrail.of(log)));
        return (action == Action.SHOW ? show(trails) : verify(trails)).number();
    }

    private void requireOwn() {
        if (!named.isEmpty()) {
            throw new UsageException(
                    FindingId.WRONG_USAGE,
                    "send takes no log: it sends that of this project",
                    advice("name the project's folder with -C"));
        }
    }

    private Stream<Path> logs() {
        return named.isEmpty()
                ? Stream.of(common.layout().auditLog())
                : named.stream()
                        .map(common::named)
                        .map(path -> Files.isDirectory(path) ? Layout.of(path).auditLog() : path)
                        .peek(Audit::requireThere);
    }

    private static void requireThere(Path log) {
        if (!Files.isRegularFile(log)) {
            throw new UsageException(FindingId.WRONG_USAGE, log + ": there is no audit log");
        }
    }

    private ExitCode show(Map<Path, AuditTrail> trails) {
        // Copies of a log, and those of a copied checkout, have entries in common.
        List<AuditEntry> all = trails.values().stream()
                .flatMap(trail -> trail.entries().stream())
                .distinct()
                .sorted(Comparator.comparing(AuditEntry::time))
                .toList();
        List<AuditEntry> shown = all.subList(Math.max(0, all.size() - last), all.size());
        List<Problem> problems = problems(trails);
        ExitCode exit = problems.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
        if (common.json()) {
            common.console()
                    .answer(
                            "pki-cert-audit",
                            exit,
                            Map.of("entries", shown.stream().map(Audit::json).toList()),
                            problems);
            return exit;
        }
        boolean several = trails.size() > 1;
        shown.forEach(entry -> common.console().result(Printable.line(line(entry, several))));
        problems.forEach(problem -> common.console().error(problem.message()));
        return exit;
    }

    private static JsonObject json(AuditEntry entry) {
        JsonObject json = entry.json().deepCopy();
        json.addProperty("hash", entry.hash());
        return json;
    }

    private static String line(AuditEntry entry, boolean several) {
        String terminal = Stream.of(entry.text("who", "terminal"), entry.text("who", "job"))
                .filter(place -> !place.isEmpty())
                .collect(Collectors.joining(", "));
        return entry.time().truncatedTo(ChronoUnit.SECONDS) + "  " + entry.sequence() + "  " + entry.event()
                + "  " + about(entry) + "  by " + entry.text("who", "user") + "@" + entry.text("who", "host")
                + (terminal.isEmpty() ? "" : " (" + terminal + ")")
                + (several ? " in " + entry.text("where", "checkout") : "")
                + (entry.text("result").equals("done") ? "" : ": " + entry.text("result"));
    }

    /** Certificates by name and serial, else files; of many the first three. */
    private static String about(AuditEntry entry) {
        List<String> subjects = entry.list("subject");
        List<String> serials = entry.list("serials");
        List<String> what = new ArrayList<>();
        for (int i = 0; i < Math.max(subjects.size(), serials.size()); i++) {
            what.add(((i < subjects.size() ? subjects.get(i) : "") + " " + (i < serials.size() ? serials.get(i) : ""))
                    .strip());
        }
        List<String> all = what.isEmpty() ? entry.list("files") : what;
        return String.join(", ", all.subList(0, Math.min(3, all.size())))
                + (all.size() > 3 ? " and " + (all.size() - 3) + " more" : "");
    }

    private ExitCode verify(Map<Path, AuditTrail> trails) {
        List<Problem> problems = problems(trails);
        ExitCode exit = problems.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
        Console console = common.console();
        if (common.json()) {
            List<Chain> chains = new ArrayList<>();
            trails.forEach((log, trail) -> chains.add(new Chain(
                    common.layout().display(log),
                    trail.entries().size(),
                    trail.head().map(AuditHead::toString).orElse(null),
                    trail.keys(),
                    acknowledged(log),
                    trail.notes(),
                    problem(log, trail).map(Finding::message).orElse(null))));
            console.answer("pki-cert-audit", exit, Map.of("chains", chains), problems);
            return exit;
        }
        trails.forEach((log, trail) -> print(log, common.layout().display(log), trail));
        return exit;
    }

    private void print(Path file, String log, AuditTrail trail) {
        Console console = common.console();
        Optional<Finding> problem = problem(file, trail);
        String keys = trail.keys().entrySet().stream()
                .map(key -> (key.getKey().isEmpty() ? "no signature" : "key " + key.getKey()) + ": " + key.getValue())
                .collect(Collectors.joining(", "));
        if (problem.isPresent()) {
            console.result(Mark.FAIL, console.text().line(problem.get()));
        } else if (trail.entries().isEmpty()) {
            console.result(Mark.WARN, log + ": there are no entries yet");
        } else {
            console.result(Mark.PASS, log + ": " + trail.entries().size() + " entries, none of them changed");
            console.result("    head " + trail.head().orElseThrow());
            console.result("    entries by " + keys + " (this user's key: "
                    + AuditLog.of(common.layout()).keyId().orElse("none") + ")");
        }
        acknowledged(file).forEach((sink, last) -> console.result("    acknowledged by " + sink + " up to " + last));
        trail.notes().forEach(note -> console.result(Mark.WARN, note));
    }

    private List<Problem> problems(Map<Path, AuditTrail> trails) {
        return trails.entrySet().stream()
                .flatMap(each -> problem(each.getKey(), each.getValue()).stream())
                .map(Problem::of)
                .toList();
    }

    /** Of this project's log; another one was sent from elsewhere. */
    private List<AuditReceipt> receipts(Path log) {
        AuditReceipts receipts = AuditReceipts.of(common.layout());
        return log.toAbsolutePath().equals(receipts.log()) ? receipts.all() : List.of();
    }

    private Map<String, String> acknowledged(Path log) {
        Map<String, String> heads = new TreeMap<>();
        receipts(log).forEach(receipt -> receipt.head().ifPresent(last -> heads.put(receipt.sink(), last.toString())));
        return heads;
    }

    private Optional<Finding> problem(Path log, AuditTrail trail) {
        Optional<Finding> broken = trail.broken()
                .map(found -> Finding.error(FindingId.AUDIT_BROKEN, found.message())
                        .at(new Place(
                                common.layout().display(Path.of(found.place().file())),
                                found.place().line(),
                                0)));
        return broken.or(() -> head().flatMap(trail::without)
                .or(() -> receipts(log).stream()
                        .flatMap(receipt -> receipt.missingIn(trail).stream())
                        .findFirst())
                .map(why -> Finding.error(FindingId.AUDIT_BROKEN, why)));
    }

    private Optional<AuditHead> head() {
        try {
            return Optional.ofNullable(head).map(AuditHead::parse);
        } catch (IllegalArgumentException malformed) {
            throw new UsageException(FindingId.WRONG_USAGE, "--head: " + malformed.getMessage());
        }
    }
}
