package aria.verify.report;

import aria.finding.FindingText;
import aria.finding.Remedy;
import aria.pki.Printable;
import aria.preset.Templates;
import aria.verify.CheckResult;
import aria.verify.Report;
import aria.verify.Status;
import com.github.mustachejava.DefaultMustacheFactory;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The report as one self-contained HTML page, made from {@code templates/report/report.html}, where everything is
 * escaped.
 */
public final class HtmlReport {
    private static final String TEMPLATE = "report/report.html";
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Report report;
    private final Overview overview;
    private final FindingText words;
    private final Path folder;

    private HtmlReport(Report report, Overview overview, FindingText words, Path folder) {
        this.report = report;
        this.overview = overview;
        this.words = words;
        this.folder = folder;
    }

    /**
     * The program that made the page.
     *
     * @param version of the program
     * @param command that makes such a report, as it can be pasted
     */
    private record Maker(String version, String command) {}

    /** The data of the page for the template. */
    private record Page(
            String project,
            String when,
            Maker maker,
            Verdict verdict,
            List<Fact> facts,
            StackPicture picture,
            boolean hasServices,
            boolean live,
            HandshakeTable matrix,
            boolean hasMatrix,
            ExpiryBars expiry,
            boolean hasBars,
            List<Mended> remedies,
            List<Remark> unchecked,
            List<Category> categories) {
        @SuppressWarnings("UnusedMethod") // the template asks
        boolean hasRemedies() {
            return !remedies.isEmpty();
        }

        @SuppressWarnings("UnusedMethod") // the template asks
        boolean hasUnchecked() {
            return !unchecked.isEmpty();
        }
    }

    /** @param style pass, warn or fail */
    private record Verdict(String style, String mark, String headline, String sentence, List<Count> counts) {}

    /** The number of results with a status. */
    private record Count(String style, String mark, String number, String word) {}

    /** A fact in the head of the page. */
    private record Fact(String term, String value, boolean code) {}

    /**
     * A finding, of one service or of several in the same words.
     *
     * @param todo    what to do beside the command, in words; empty for nothing
     * @param command what mends it, to be pasted; empty when that is no command
     * @param link    where the documentation is from where the page is; empty when it is not there
     */
    private record Remark(
            String style,
            String mark,
            String title,
            String message,
            String todo,
            String services,
            String place,
            String via,
            String command,
            String hint,
            String link) {}

    /**
     * A remedy with the findings that it solves.
     *
     * @param command empty when each says for itself what to do
     */
    private record Mended(String style, String command, List<Remark> items) {}

    /** A group of checks. */
    private record Category(String name, List<Remark> items) {}

    /**
     * A whole document, UTF-8.
     *
     * @param version of the program
     * @param words   writes what to do for the place where the reader stands
     * @param file    where the page will be, absolute: links to the documentation start there
     */
    public static byte[] of(Report report, Overview overview, String version, FindingText words, Path file) {
        Page page = new HtmlReport(report, overview, words, file.getParent()).page(version);
        StringWriter html = new StringWriter();
        new DefaultMustacheFactory()
                .compile(new StringReader(Templates.read(TEMPLATE)), TEMPLATE)
                .execute(html, page);
        return html.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Page page(String version) {
        List<Remark> items = report.grouped().stream().map(this::item).toList();
        Map<String, List<Remark>> byCategory = new LinkedHashMap<>();
        report.grouped()
                .forEach(group -> byCategory
                        .computeIfAbsent(group.get(0).category(), first -> new ArrayList<>())
                        .add(item(group)));
        HandshakeTable matrix = HandshakeTable.of(report);
        ExpiryBars expiry = ExpiryBars.of(overview);
        return new Page(
                Printable.text(
                        overview.root().getFileName() == null
                                ? "/"
                                : overview.root().getFileName().toString()),
                WHEN.format(overview.at()),
                new Maker(
                        version, words.command(Remedy.aria("verify-mtls-setup")).orElseThrow()),
                verdict(matrix),
                facts(matrix),
                StackPicture.of(overview, report),
                !overview.stack().services().isEmpty(),
                matrix.real(),
                matrix,
                !matrix.rows().isEmpty(),
                expiry,
                !expiry.bars().isEmpty(),
                remedies(items),
                items.stream().filter(item -> item.style().equals("skip")).toList(),
                byCategory.entrySet().stream()
                        .map(entry -> new Category(Printable.text(entry.getKey()), entry.getValue()))
                        .toList());
    }

    /** Failures before warnings; those that one command mends are together. */
    private static List<Mended> remedies(List<Remark> items) {
        Map<String, List<Remark>> byCommand = new LinkedHashMap<>();
        for (String style : List.of(Status.FAIL.label(), Status.WARN.label())) {
            items.stream()
                    .filter(item -> item.style().equals(style))
                    .forEach(item -> byCommand
                            .computeIfAbsent(
                                    item.command().isEmpty() ? style : item.command(), first -> new ArrayList<>())
                            .add(item));
        }
        return byCommand.values().stream()
                .map(all -> new Mended(all.get(0).style(), all.get(0).command(), all))
                .toList();
    }

    private Verdict verdict(HandshakeTable matrix) {
        long failed = report.count(Status.FAIL);
        long warned = report.count(Status.WARN);
        List<Count> counts = List.of(
                count(Status.PASS, "passed"),
                count(Status.WARN, warned == 1 ? "warning" : "warnings"),
                count(Status.FAIL, "failed"),
                count(Status.SKIP, "not checked"));
        if (failed > 0) {
            return new Verdict(
                    "fail",
                    "✗",
                    failed == 1 ? "One check failed" : failed + " checks failed",
                    "Each finding below says what is wrong, where, and what to do.",
                    counts);
        }
        String sentence = matrix.real()
                ? "Running servers let the right client in and refused every wrong one that was tried."
                : matrix.rows().isEmpty()
                        ? "No handshake was part of this run."
                        : "Tried on the issued files: only a running stack can prove that its servers refuse.";
        if (warned > 0) {
            return new Verdict(
                    "warn",
                    "!",
                    "In order, with " + (warned == 1 ? "one warning" : warned + " warnings"),
                    sentence,
                    counts);
        }
        return new Verdict("pass", "✓", report.allWell() ? "All checks passed" : "No check failed", sentence, counts);
    }

    private Count count(Status status, String word) {
        long number = report.count(status);
        return new Count(
                number == 0 ? "none" : status.label(), HandshakeTable.mark(status), Long.toString(number), word);
    }

    private List<Fact> facts(HandshakeTable matrix) {
        List<Fact> facts = new ArrayList<>();
        overview.ca().ifPresent(ca -> {
            facts.add(new Fact("Certificate authority", Printable.text(ca.name()), false));
            facts.add(new Fact("Root fingerprint, SHA-256", ca.fingerprint(), true));
        });
        if (!overview.composeFiles().isEmpty()) {
            facts.add(new Fact("Compose files", Printable.text(String.join(", ", overview.composeFiles())), true));
        }
        facts.add(new Fact(
                "Handshakes with",
                matrix.real()
                        ? "the running stack"
                        : matrix.rows().isEmpty() ? "nothing" : "the issued files, on test servers",
                false));
        states(facts, "Listeners", TerminalReport.listeners(report));
        states(facts, "Applications", TerminalReport.applications(report));
        return facts;
    }

    private static void states(List<Fact> facts, String term, String counted) {
        if (!counted.isEmpty()) {
            facts.add(new Fact(term, counted, false));
        }
    }

    private Remark item(List<CheckResult> group) {
        CheckResult first = group.get(0);
        Optional<Remedy> mends = first.remedies().stream()
                .filter(remedy -> words.command(remedy).isPresent())
                .findFirst();
        String services = group.stream()
                .flatMap(result -> result.service().stream())
                .distinct()
                .collect(Collectors.joining(", "));
        String places = group.stream()
                .flatMap(result -> result.place().stream())
                .map(Object::toString)
                .distinct()
                .limit(3)
                .collect(Collectors.joining(", "));
        return new Remark(
                first.status().label(),
                HandshakeTable.mark(first.status()),
                Printable.text(first.title()),
                Printable.text(first.message()),
                Printable.text(todo(first.remedies(), mends)),
                Printable.text(services),
                Printable.text(places),
                first.via().map(via -> via.label()).orElse(""),
                Printable.text(mends.flatMap(words::command).orElse("")),
                words.page(first.hint()),
                link(words.page(first.hint())));
    }

    /** What there is to do beside the command; all there is to do where there is none. */
    private String todo(List<Remedy> remedies, Optional<Remedy> command) {
        List<Remedy> others = remedies.stream()
                .filter(remedy -> !command.equals(Optional.of(remedy)))
                .toList();
        Optional<String> then = command.flatMap(words::withoutCommands).map(steps -> "Then " + words.text(steps));
        Optional<String> or = command.isPresent() ? words.hint(others).map(text -> "Or " + text) : words.todo(others);
        return Stream.of(then, or).flatMap(Optional::stream).collect(Collectors.joining(". "));
    }

    /** From the page to the documentation in the project; empty when it is not there. */
    private String link(String hint) {
        int anchor = hint.indexOf('#');
        Path page = overview.root().resolve(hint.substring(0, anchor));
        return Files.exists(page) ? Uris.relative(folder.relativize(page)) + hint.substring(anchor) : "";
    }
}
