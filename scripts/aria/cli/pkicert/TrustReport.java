package aria.cli.pkicert;

import aria.cli.CommonOptions;
import aria.cli.Console;
import aria.cli.ExitCode;
import aria.cli.Mark;
import aria.cli.Problem;
import aria.cli.pkicert.TrustRun.Row;
import aria.finding.Remedy;
import aria.pki.Certificates;
import aria.trust.Standing;
import aria.trust.StoreKind;
import aria.trust.TrustedRoot;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code pki-cert trust} says. */
final class TrustReport {
    private final CommonOptions common;
    private final Console console;
    private final Map<StoreKind, String> absent;

    /** @param absent the kinds of which there is no store, and why */
    TrustReport(CommonOptions common, Map<StoreKind, String> absent) {
        this.common = common;
        this.console = common.console();
        this.absent = absent;
    }

    /** A root in the JSON answer. */
    private record RootJson(String commonName, String sha256, String notAfter, List<String> permitted) {
        static RootJson of(TrustedRoot root) {
            return new RootJson(
                    root.name(),
                    root.fingerprint(),
                    Certificates.validity(root.certificate()).notAfter().toString(),
                    root.limits().shown());
        }
    }

    /** A store in the JSON answer, with a root. */
    private record StoreJson(
            String kind,
            String place,
            String sha256,
            String state,
            boolean installed,
            boolean changed,
            Problem problem) {
        static StoreJson of(Row row) {
            return new StoreJson(
                    row.store().kind().toString(),
                    row.store().place(),
                    row.root().fingerprint(),
                    row.standing().word(),
                    row.ours(),
                    row.changed(),
                    row.problem().map(Problem::of).orElse(null));
        }
    }

    /** The JSON answer. */
    private record Answer(List<RootJson> roots, List<StoreJson> stores, List<RootJson> others) {}

    private boolean json(List<TrustedRoot> roots, List<Row> rows, List<TrustedRoot> others, ExitCode exit) {
        if (common.json()) {
            console.answer(
                    "pki-cert-trust",
                    exit,
                    new Answer(
                            roots.stream().map(RootJson::of).toList(),
                            rows.stream().map(StoreJson::of).toList(),
                            others.stream().map(RootJson::of).toList()),
                    rows.stream()
                            .flatMap(row -> row.problem().stream())
                            .distinct()
                            .map(Problem::of)
                            .toList());
        }
        return common.json();
    }

    /** Says what is going to be done. */
    void plan(String verb, List<TrustedRoot> roots, List<Row> todo) {
        for (TrustedRoot root : roots) {
            List<Row> rows =
                    todo.stream().filter(row -> row.root().equals(root)).toList();
            if (!rows.isEmpty()) {
                console.message(verb + " " + about(root));
                console.message("  " + limits(root));
                rows.forEach(row -> console.message(
                        "  " + row.store().kind() + ": " + row.store().place()));
            }
        }
    }

    ExitCode status(List<TrustedRoot> roots, List<Row> rows, List<TrustedRoot> others, ExitCode exit) {
        if (json(roots, rows, others, exit)) {
            return exit;
        }
        for (TrustedRoot root : roots) {
            console.result(about(root));
            console.result("  " + limits(root));
            rows.stream().filter(row -> row.root().equals(root)).forEach(this::status);
        }
        absent();
        others.forEach(other -> console.result(
                Mark.WARN,
                "installed earlier, and not a root of this project: " + about(other)
                        + console.text()
                                .sentence(List.of(Remedy.aria(
                                        "pki-cert", "trust", "uninstall", "--fingerprint", other.fingerprint())))));
        return exit;
    }

    private void status(Row row) {
        Mark mark = switch (row.standing()) {
            case TRUSTED -> Mark.PASS;
            case NOT_TRUSTED, OTHER_OF_SAME_NAME -> Mark.FAIL;
            case UNKNOWN -> Mark.SKIP;
        };
        String words = switch (row.standing()) {
            case TRUSTED -> "trusted" + (row.ours() ? "" : ", and not installed by this command");
            case NOT_TRUSTED -> "not trusted";
            case OTHER_OF_SAME_NAME -> "not trusted; another root of the same name is";
            case UNKNOWN ->
                "cannot tell, because "
                        + row.problem().map(console.text()::line).orElse("it cannot be read");
        };
        console.result(mark, row.store().kind() + ", " + row.store().place() + ": " + words);
    }

    ExitCode installed(List<TrustedRoot> roots, List<Row> rows, ExitCode exit) {
        if (json(roots, rows, List.of(), exit)) {
            return exit;
        }
        rows.forEach(row -> outcome(
                row, row.standing() == Standing.TRUSTED, row.changed() ? "is trusted now" : "was trusted already"));
        absent();
        List<Row> changed = rows.stream().filter(Row::changed).toList();
        if (!changed.isEmpty()) {
            console.message("Programs that run go by it once they are restarted");
            console.message("To take it back, "
                    + console.text()
                            .text(Remedy.aria(
                                    "pki-cert",
                                    "trust",
                                    "uninstall",
                                    "--store",
                                    changed.stream()
                                            .map(row -> row.store().kind().toString())
                                            .distinct()
                                            .collect(Collectors.joining(",")),
                                    "--fingerprint",
                                    changed.stream()
                                            .map(row -> row.root().fingerprint())
                                            .distinct()
                                            .collect(Collectors.joining(",")))));
        }
        return exit;
    }

    ExitCode uninstalled(List<TrustedRoot> roots, List<Row> rows, ExitCode exit) {
        if (json(roots, rows, List.of(), exit)) {
            return exit;
        }
        if (roots.isEmpty()) {
            console.result(Mark.PASS, "no such root was installed here, nothing to do");
        }
        for (Row row : rows) {
            if (row.problem().isEmpty() && row.standing() == Standing.TRUSTED) {
                console.result(
                        Mark.WARN,
                        where(row) + "is still trusted: this command did not install it there, and leaves it");
            } else {
                outcome(row, !row.ours(), row.changed() ? "is no longer trusted" : "was not installed");
            }
        }
        return exit;
    }

    private void outcome(Row row, boolean good, String words) {
        if (row.problem().isPresent()) {
            console.result(
                    Mark.FAIL,
                    row.store().kind() + ": "
                            + console.text().line(row.problem().get()));
        } else {
            console.result(good ? Mark.PASS : Mark.FAIL, where(row) + words);
        }
    }

    private static String where(Row row) {
        return row.store().kind() + ", " + row.store().place() + ": "
                + row.root().name() + " ";
    }

    private void absent() {
        absent.forEach((kind, why) -> console.result(Mark.SKIP, kind + ", for " + kind.readers() + ": " + why));
    }

    private static String about(TrustedRoot root) {
        return "'" + root.name() + "', until "
                + Certificates.validity(root.certificate())
                        .notAfter()
                        .toString()
                        .substring(0, 10) + ", SHA-256 "
                + root.fingerprint();
    }

    private static String limits(TrustedRoot root) {
        return root.limits().limitsHosts()
                ? "may certify " + String.join(", ", root.limits().shown())
                : "may certify every name on the internet";
    }
}
