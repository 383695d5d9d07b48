package aria.verify.report;

import aria.pki.Printable;
import aria.verify.CheckResult;
import aria.verify.Report;
import aria.verify.Status;
import aria.verify.probe.Probe;
import aria.verify.probe.Via;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The part of the page that shows every listener tried with every client.
 *
 * @param columns the clients
 * @param rows    the listeners
 * @param real    whether any running listener was tried
 */
record HandshakeTable(List<String> columns, List<ListenerRow> rows, boolean real) {

    /**
     * A listener.
     *
     * @param how in which way it was reached
     */
    record ListenerRow(String service, String listener, String how, List<Cell> cells) {}

    /**
     * The result of one client.
     *
     * @param style pass, warn, fail or skip
     */
    record Cell(String style, String mark, String word, String title) {}

    static HandshakeTable of(Report report) {
        Map<String, List<CheckResult>> listeners = new LinkedHashMap<>();
        List<String> checks = Arrays.stream(Probe.values()).map(Probe::checkId).toList();
        report.results().stream()
                .filter(result ->
                        checks.contains(result.id()) && result.service().isPresent())
                .forEach(result -> listeners
                        .computeIfAbsent(
                                result.service().get() + "\n"
                                        + result.listener().orElse(""),
                                first -> new ArrayList<>())
                        .add(result));
        List<ListenerRow> rows = listeners.values().stream()
                .map(results -> row(results, probes(report.results())))
                .toList();
        boolean real = listeners.values().stream()
                .flatMap(List::stream)
                .anyMatch(result ->
                        result.via().filter(via -> via != Via.IN_PROCESS).isPresent());
        return new HandshakeTable(
                probes(report.results()).map(HandshakeTable::client).toList(), rows, real);
    }

    /** A column that concerns nobody here is left out. */
    private static Stream<Probe> probes(List<CheckResult> results) {
        return Arrays.stream(Probe.values())
                .filter(probe -> !probe.ofProxies()
                        || results.stream().anyMatch(result -> result.id().equals(probe.checkId())));
    }

    private static ListenerRow row(List<CheckResult> results, Stream<Probe> probes) {
        CheckResult first = results.get(0);
        Optional<Via> via =
                results.stream().flatMap(result -> result.via().stream()).findFirst();
        List<Cell> cells = probes.map(probe -> results.stream()
                        .filter(result -> result.id().equals(probe.checkId()))
                        .findFirst()
                        .map(result -> cell(probe, result))
                        .orElse(new Cell("skip", "–", "not tried", "this check was not selected")))
                .toList();
        return new ListenerRow(
                Printable.text(first.service().orElseThrow()),
                Printable.text(first.listener().orElse("")),
                via.map(HandshakeTable::how).orElse("not reached"),
                cells);
    }

    private static String how(Via via) {
        return via == Via.IN_PROCESS ? "files only" : "running, " + via.label();
    }

    private static Cell cell(Probe probe, CheckResult result) {
        boolean right = probe == Probe.VALID;
        String word = switch (result.status()) {
            case PASS -> right ? "got in" : "refused";
            case WARN -> right ? "got in, but" : "let in";
            case FAIL -> right ? "shut out" : "let in";
            case SKIP -> "not tried";
        };
        return new Cell(result.status().label(), mark(result.status()), word, Printable.text(result.message()));
    }

    /** Marks beside the colours, for who does not see these. */
    static String mark(Status status) {
        return switch (status) {
            case PASS -> "✓";
            case WARN -> "!";
            case FAIL -> "✗";
            case SKIP -> "–";
        };
    }

    private static String client(Probe probe) {
        return switch (probe) {
            case VALID -> "right client";
            case NONE -> "no certificate";
            case FOREIGN_CA -> "another CA’s";
            case EXPIRED -> "expired";
            case SERVER_ONLY -> "for servers only";
            case WRONG_NAME -> "wrong server name";
            case PLAINTEXT -> "no TLS at all";
            case NOT_A_CALLER -> "not a caller";
            case REVOKED -> "revoked";
        };
    }
}
