package aria.verify.report;

import aria.pki.Printable;
import aria.verify.CheckResult;
import aria.verify.Report;
import aria.verify.Status;
import aria.verify.probe.Probe;
import aria.verify.probe.Via;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The part of the page that shows who calls whom, over what: as the running servers answered, else as the files say.
 *
 * @param width       of the view box
 * @param height      of the view box
 * @param boxes       the services; none when they are too many to be seen at once
 * @param arrows      the calls
 * @param description the picture in words
 * @param calls       the calls as rows of a table
 * @param tooMany     whether there are services but no picture
 */
record StackPicture(
        int width,
        int height,
        List<Box> boxes,
        List<Line> arrows,
        String description,
        List<CallRow> calls,
        boolean tooMany) {
    private static final int MOST = 60;
    /** So many characters fit a box as they are, and so many when they are drawn narrower. */
    private static final int NAME_LENGTH = 18;

    private static final int NARROW_NAME_LENGTH = 27;
    private static final int KIND_LENGTH = 26;
    private static final int PORTS_LENGTH = 17;

    /**
     * A service's box.
     *
     * @param wide   whether the name has to be drawn narrower to fit
     * @param title  for a pointer that rests on it
     * @param style  name of the style for what it speaks
     * @param speaks what it speaks, in a word
     */
    record Box(
            int x,
            int y,
            String name,
            boolean wide,
            String kind,
            String ports,
            String title,
            String style,
            String speaks) {}

    /**
     * An arrow.
     *
     * @param back its head is at the start of the path
     */
    record Line(String data, String title, String style, boolean back) {}

    /**
     * A call in words.
     *
     * @param note what a reader should know of it; empty when nothing
     */
    record CallRow(String from, String to, String speaks, String style, String note) {}

    /** As small as it may get on a narrow screen before it is scrolled, in pixels. */
    int smallest() {
        return width * 7 / 10;
    }

    /** For the template, which can't ask a list. */
    boolean hasCalls() {
        return !calls.isEmpty();
    }

    static StackPicture of(Overview overview, Report report) {
        StackMap stack = overview.stack();
        Map<String, WireProtocol> spoken = new HashMap<>();
        stack.services()
                .forEach(node ->
                        spoken.put(node.name(), answered(node.name(), report).orElse(node.configured())));
        List<CallRow> rows =
                stack.calls().stream().map(call -> row(call, spoken)).toList();
        String description = stack.services().size() + " services, " + rows.size() + " known calls. "
                + String.join(
                        " ",
                        rows.stream()
                                .map(row -> row.from() + " calls " + row.to() + " over " + row.speaks() + ".")
                                .toList());
        boolean tooMany = stack.services().size() > MOST;
        if (tooMany || stack.services().isEmpty()) {
            return new StackPicture(0, 0, List.of(), List.of(), Printable.text(description), rows, tooMany);
        }
        Drawing drawing = Drawing.of(
                stack.services().stream().map(StackMap.Node::name).toList(),
                stack.calls().stream()
                        .map(call -> new Layers.Arrow(call.from(), call.to()))
                        .distinct()
                        .toList());
        List<Box> boxes = stack.services().stream()
                .map(node -> box(node, spoken.get(node.name()), drawing.boxes().get(node.name())))
                .toList();
        List<Line> lines =
                drawing.paths().stream().map(path -> line(path, rows)).toList();
        return new StackPicture(
                drawing.width(), drawing.height(), boxes, lines, Printable.text(description), rows, false);
    }

    /** What its running listeners answered; empty when none was reached. The worst of several counts. */
    private static Optional<WireProtocol> answered(String service, Report report) {
        List<CheckResult> real = report.results().stream()
                .filter(result -> result.service().equals(Optional.of(service)))
                .filter(result ->
                        result.via().filter(via -> via != Via.IN_PROCESS).isPresent())
                .toList();
        if (real.isEmpty()) {
            return Optional.empty();
        }
        if (any(real, Probe.PLAINTEXT, status -> status == Status.FAIL)) {
            return Optional.of(WireProtocol.PLAINTEXT);
        }
        boolean served = any(real, Probe.VALID, status -> status == Status.PASS || status == Status.WARN);
        if (served && any(real, Probe.NONE, status -> status == Status.FAIL || status == Status.WARN)) {
            return Optional.of(WireProtocol.TLS);
        }
        boolean all = served
                && !any(real, Probe.VALID, status -> status == Status.FAIL || status == Status.SKIP)
                && !any(real, Probe.NONE, status -> status == Status.SKIP);
        return Optional.of(all ? WireProtocol.MUTUAL_TLS : WireProtocol.UNKNOWN);
    }

    private static boolean any(List<CheckResult> results, Probe probe, Predicate<Status> which) {
        return results.stream().anyMatch(result -> result.id().equals(probe.checkId()) && which.test(result.status()));
    }

    private static CallRow row(StackMap.Call call, Map<String, WireProtocol> spoken) {
        WireProtocol to = spoken.get(call.to());
        boolean shutOut = to == WireProtocol.MUTUAL_TLS && !call.presents();
        String note = shutOut
                ? call.from() + " is not known to present a certificate, so " + call.to() + " will refuse it"
                : to == WireProtocol.PLAINTEXT
                        ? "anybody on the network can read along"
                        : to == WireProtocol.UNKNOWN ? "the protocol of " + call.to() + " is not known" : "";
        WireProtocol over = shutOut ? WireProtocol.UNKNOWN : to;
        return new CallRow(
                Printable.text(call.from()),
                Printable.text(call.to()),
                over.label(),
                style(over),
                Printable.text(note));
    }

    private static Line line(Drawing.Path path, List<CallRow> rows) {
        CallRow row = rows.stream()
                .filter(call -> call.from().equals(Printable.text(path.arrow().from()))
                        && call.to().equals(Printable.text(path.arrow().to())))
                .findFirst()
                .orElseThrow();
        return new Line(
                path.data(), row.from() + " calls " + row.to() + " over " + row.speaks(), row.style(), path.backward());
    }

    private static Box box(StackMap.Node node, WireProtocol speaks, Drawing.Corner corner) {
        String ports = node.published().isEmpty() ? "" : "host :" + String.join(", :", node.published());
        String tag = node.server() ? speaks.label() : "client";
        String title = node.name() + (node.kind().isEmpty() ? "" : ", " + node.kind()) + ": " + tag
                + (ports.isEmpty() ? "" : "; published on the " + ports);
        String name = shortened(node.name(), NARROW_NAME_LENGTH);
        return new Box(
                corner.x(),
                corner.y(),
                name,
                name.codePointCount(0, name.length()) > NAME_LENGTH,
                shortened(node.kind(), KIND_LENGTH),
                shortened(ports, PORTS_LENGTH),
                Printable.text(title),
                node.server() ? style(speaks) : "client",
                tag);
    }

    private static String style(WireProtocol speaks) {
        return switch (speaks) {
            case MUTUAL_TLS -> "mtls";
            case TLS, PLAINTEXT, UNKNOWN -> speaks.name().toLowerCase(Locale.ROOT);
        };
    }

    /**
     * SVG text does not wrap; the whole is in the title. What tells names apart is often at their end, so the middle
     * goes.
     */
    private static String shortened(String text, int length) {
        int[] characters = Printable.text(text).codePoints().toArray();
        int end = (length - 1) / 2;
        return characters.length <= length
                ? new String(characters, 0, characters.length)
                : new String(characters, 0, length - 1 - end) + "…"
                        + new String(characters, characters.length - end, end);
    }
}
