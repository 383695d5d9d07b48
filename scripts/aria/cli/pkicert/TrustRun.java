package aria.cli.pkicert;

import aria.cli.CommonOptions;
import aria.cli.ExitCode;
import aria.finding.AriaException;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.UnavailableException;
import aria.pki.Certificates;
import aria.store.AuditEvent;
import aria.store.AuditLog;
import aria.store.Layout;
import aria.trust.Machine;
import aria.trust.Standing;
import aria.trust.StoreEntry;
import aria.trust.StoreKind;
import aria.trust.TrustStore;
import aria.trust.TrustStores;
import aria.trust.TrustedRoot;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Looks at trust stores and changes them. Each store is one of its own: what one refuses does not keep back the others. */
final class TrustRun {
    private final CommonOptions common;
    private final Map<TrustStore, Look> looks = new LinkedHashMap<>();
    private final Map<StoreKind, String> absent = new LinkedHashMap<>();
    private final TrustReport report;

    /**
     * What was seen in a store.
     *
     * @param problem why nothing could be seen; empty when it could
     */
    record Look(List<StoreEntry> entries, Optional<Finding> problem) {
        static Look at(TrustStore store) {
            try {
                return new Look(store.entries(), Optional.empty());
            } catch (AriaException unreadable) {
                return new Look(List.of(), Optional.of(unreadable.finding()));
            }
        }

        Standing standing(TrustedRoot root) {
            return problem.isPresent() ? Standing.UNKNOWN : Standing.of(entries, root);
        }

        boolean hasOurs(TrustedRoot root) {
            return entries.stream()
                    .anyMatch(entry -> entry.isOurs() && entry.certificate().equals(root.certificate()));
        }
    }

    /** A root in a store. */
    private record Cell(TrustStore store, TrustedRoot root) {}

    /**
     * A store and a root, as it ended.
     *
     * @param ours    whether the entry there is one of ours
     * @param changed whether this run changed it
     * @param problem why it could not be done, or seen; empty otherwise
     */
    record Row(
            TrustStore store,
            TrustedRoot root,
            Standing standing,
            boolean ours,
            boolean changed,
            Optional<Finding> problem) {}

    /**
     * Finds the stores and looks at them.
     *
     * @param kinds        only these; all when empty
     * @param javaPassword of Java's stores
     * @throws UnavailableException when one that was asked for is not there
     */
    TrustRun(CommonOptions common, Machine machine, Set<StoreKind> kinds, char[] javaPassword) {
        this.common = common;
        for (StoreKind kind : kinds.isEmpty() ? Arrays.asList(StoreKind.values()) : new TreeSet<>(kinds)) {
            List<TrustStore> found = TrustStores.of(kind, machine, javaPassword);
            found.forEach(store -> looks.put(store, Look.at(store)));
            if (found.isEmpty() && !kinds.isEmpty()) {
                throw new UnavailableException(FindingId.TRUST_STORE, kind + ": " + TrustStores.absence(kind, machine));
            }
            if (found.isEmpty()) {
                absent.put(kind, TrustStores.absence(kind, machine));
            }
        }
        this.report = new TrustReport(common, absent);
    }

    /** Returns the roots with these fingerprints that were installed here, for whatever project. */
    List<TrustedRoot> installed(List<String> fingerprints) {
        return ours(root -> fingerprints.contains(root.fingerprint()));
    }

    private List<TrustedRoot> ours(Predicate<TrustedRoot> wanted) {
        return looks.values().stream()
                .flatMap(look -> look.entries().stream())
                .filter(StoreEntry::isOurs)
                .map(entry -> new TrustedRoot(entry.certificate()))
                .filter(wanted)
                .distinct()
                .toList();
    }

    /** Shows which stores trust the roots, and what else was installed here. */
    ExitCode status(List<TrustedRoot> roots) {
        List<Row> rows = rows(roots, Map.of(), Set.of());
        boolean all = !rows.isEmpty() && rows.stream().allMatch(row -> row.standing() == Standing.TRUSTED);
        return report.status(roots, rows, ours(root -> !roots.contains(root)), all ? ExitCode.OK : ExitCode.FAILED);
    }

    /** Adds the roots wherever they are not trusted yet. */
    ExitCode install(List<TrustedRoot> roots, boolean yes) {
        List<Row> before = rows(roots, Map.of(), Set.of());
        List<Row> todo = before.stream()
                .filter(row -> row.standing() == Standing.NOT_TRUSTED || row.standing() == Standing.OTHER_OF_SAME_NAME)
                .toList();
        if (!todo.isEmpty()) {
            report.plan("Trust", roots, todo);
            common.consent(yes).require("Trust it in " + places(todo) + "?");
        }
        List<Row> rows = change(
                roots,
                todo,
                (store, root) -> {
                    // The system's tool may have changed Java's store in between.
                    if (Look.at(store).standing(root) != Standing.TRUSTED) {
                        store.add(root);
                    }
                },
                row -> row.standing() == Standing.TRUSTED);
        log("install", rows);
        return report.installed(roots, rows, exit(rows));
    }

    /** Removes the entries of ours that hold these roots. */
    ExitCode uninstall(List<TrustedRoot> roots, boolean yes) {
        List<Row> todo =
                rows(roots, Map.of(), Set.of()).stream().filter(Row::ours).toList();
        if (!todo.isEmpty()) {
            report.plan("No longer trust", roots, todo);
            common.consent(yes).require("Remove it from " + places(todo) + "?");
        }
        List<Row> rows = change(
                roots,
                todo,
                (store, root) -> {
                    if (Look.at(store).hasOurs(root)) {
                        store.remove(root);
                    }
                },
                row -> !row.ours());
        log("uninstall", rows);
        boolean left = rows.stream().anyMatch(row -> row.standing() == Standing.TRUSTED);
        return report.uninstalled(roots, rows, exit(rows).worse(left ? ExitCode.PARTLY : ExitCode.OK));
    }

    private static String places(List<Row> rows) {
        long stores = rows.stream().map(Row::store).distinct().count();
        return stores == 1 ? "this store" : "these " + stores + " stores";
    }

    private List<Row> change(
            List<TrustedRoot> roots, List<Row> todo, BiConsumer<TrustStore, TrustedRoot> how, Predicate<Row> done) {
        Map<Cell, Finding> failed = new LinkedHashMap<>();
        Set<Cell> changed = new LinkedHashSet<>();
        for (Row row : todo) {
            Cell cell = new Cell(row.store(), row.root());
            try {
                how.accept(row.store(), row.root());
                changed.add(cell);
            } catch (AriaException refused) {
                failed.put(cell, refused.finding());
            } catch (UncheckedIOException disk) {
                failed.put(cell, Finding.error(FindingId.IO, disk.getMessage()));
            }
        }
        looks.replaceAll((store, seen) -> Look.at(store));
        List<Row> rows = new ArrayList<>();
        for (Row row : rows(roots, failed, changed)) {
            boolean silent = row.changed() && row.problem().isEmpty() && !done.test(row);
            rows.add(
                    silent
                            ? new Row(
                                    row.store(),
                                    row.root(),
                                    row.standing(),
                                    row.ours(),
                                    true,
                                    Optional.of(noEffect(row)))
                            : row);
        }
        return rows;
    }

    private static Finding noEffect(Row row) {
        return Finding.error(
                FindingId.TRUST_STORE,
                row.store().place() + " was changed, which had no effect on "
                        + row.root().name());
    }

    private List<Row> rows(List<TrustedRoot> roots, Map<Cell, Finding> failed, Set<Cell> changed) {
        List<Row> rows = new ArrayList<>();
        for (TrustedRoot root : roots) {
            looks.forEach((store, look) -> rows.add(new Row(
                    store,
                    root,
                    look.standing(root),
                    look.hasOurs(root),
                    changed.contains(new Cell(store, root)),
                    Optional.ofNullable(failed.get(new Cell(store, root))).or(look::problem))));
        }
        return rows;
    }

    private static ExitCode exit(List<Row> rows) {
        boolean none = rows.stream().noneMatch(row -> row.problem().isPresent());
        boolean all = rows.stream().allMatch(row -> row.problem().isPresent());
        return none ? ExitCode.OK : all ? ExitCode.UNAVAILABLE : ExitCode.PARTLY;
    }

    /** Where there is no project, as for a colleague's root, there is no log either. */
    private void log(String action, List<Row> rows) {
        Layout layout = common.layout();
        List<Row> changed = rows.stream().filter(Row::changed).toList();
        if (changed.isEmpty() || !Files.isDirectory(layout.mtlsFolder())) {
            return;
        }
        List<TrustedRoot> roots = changed.stream().map(Row::root).distinct().toList();
        AuditLog.of(layout)
                .appendAlone(AuditEvent.done(
                                "trust",
                                roots.stream().map(TrustedRoot::name).toList(),
                                roots.stream()
                                        .map(root -> Certificates.serialHex(root.certificate()))
                                        .toList(),
                                changed.stream()
                                        .map(row -> row.store().place())
                                        .distinct()
                                        .toList())
                        .with("action", action)
                        .with(
                                "stores",
                                changed.stream()
                                        .map(row -> row.store().kind().toString())
                                        .distinct()
                                        .collect(Collectors.joining(","))));
    }
}
