package aria.edit.yaml;

import static aria.finding.Remedy.advice;

import aria.edit.Edit;
import aria.edit.EditErrors;
import aria.edit.EditedText;
import aria.edit.ParallelStreams;
import aria.edit.SourceText;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/** Changes a YAML file by splicing its text, and proves each result before returning it. */
public final class YamlEditor {
    /** A change, and the index of its document. */
    private record DocumentChange(YamlChange change, int document) {}

    /** No change needs more: one round for each key of its path that has to become its own, and some for order. */
    private static final int IDLE_ROUNDS = 50;
    /** Of so large a result the SHA-256, which its undo record will have, is counted while it is parsed. */
    private static final int LARGE = 1 << 20;

    private final SourceText source;
    private final List<YamlMap> documents;
    private final List<DocumentChange> changes;
    /** Whether something is to be written with a comment. */
    private final boolean annotated;

    private YamlEditor(SourceText source, List<YamlChange> changes) {
        this.source = source;
        YamlTree.of(source);
        this.documents = YamlDocument.parse(source).documents();
        MergeJudge.requireAgreement(source, documents);
        this.changes = place(changes);
        this.annotated = changes.stream()
                .anyMatch(change -> !change.removes() && change.comment().isPresent());
    }

    /**
     * The edit that brings a file to the wanted state.
     *
     * <p>Proven: the result parses; it differs from the file as wanted and in nothing else, in any document; the
     * inverse splices give the original bytes; the same changes planned again on the result are nothing; a second
     * reader finds the same merged values.
     *
     * @throws RefusedException when the file is invalid, a change doesn't fit it, or a proof fails
     */
    public static Edit apply(SourceText source, List<YamlChange> changes) {
        return new YamlEditor(source, changes).edit();
    }

    private Edit edit() {
        Map<Integer, YamlMap> intended = intended();
        Strategy first = new Strategy(changes, true, false);
        try {
            return prove(run(first, intended), intended, first.shared);
        } catch (RefusedException refused) {
            if (first.shared.isEmpty() && !first.uncommented) {
                throw refused;
            }
        }
        // Who inherits goes first, so that it does not get what is meant for the others.
        List<DocumentChange> reordered = new ArrayList<>(changes);
        reordered.removeIf(first.shared::contains);
        reordered.addAll(first.shared);
        try {
            return prove(run(new Strategy(reordered, false, false), intended), intended, first.shared);
        } catch (RefusedException refused) {
            if (first.shared.isEmpty()) {
                throw refused;
            }
            return prove(run(new Strategy(reordered, false, true), intended), intended, first.shared);
        }
    }

    /**
     * One strategy for the changes: their order, with or without comments, with or without values that others refer
     * to.
     */
    private static final class Strategy {
        private final List<DocumentChange> order;
        private final boolean uncommenting;
        private final boolean alone;
        /** The changes of nodes that others refer to, found on the way. */
        private final Set<DocumentChange> shared = new LinkedHashSet<>();

        private boolean uncommented;

        Strategy(List<DocumentChange> order, boolean uncommenting, boolean alone) {
            this.order = order;
            this.uncommenting = uncommenting;
            this.alone = alone;
        }
    }

    private List<DocumentChange> place(List<YamlChange> all) {
        List<DocumentChange> placed = new ArrayList<>();
        for (YamlChange change : all) {
            int document = Paths.document(documents, change);
            if (document < 0) {
                throw EditErrors.file(FindingId.WRONG_TYPE, source.file(), "the file is empty");
            }
            placed.add(new DocumentChange(change, document));
        }
        return placed;
    }

    private Map<Integer, YamlMap> intended() {
        Map<Integer, ValueApplier> drafts = new LinkedHashMap<>();
        for (DocumentChange placed : changes) {
            drafts.computeIfAbsent(placed.document(), d -> new ValueApplier(documents.get(d), source.file()))
                    .apply(placed.change());
        }
        Map<Integer, YamlMap> values = new LinkedHashMap<>();
        drafts.forEach((document, draft) -> values.put(document, draft.value()));
        return values;
    }

    /**
     * Plans round after round, each on the text that the one before made, until every change is in. One round is the
     * rule: then the result is read once, for its values, and that they are as wanted is the proof.
     */
    private PlannedText run(Strategy strategy, Map<Integer, YamlMap> intended) {
        PlannedText result = new PlannedText(EditedText.of(source.text()), source);
        int idle = 0;
        for (List<DocumentChange> pending = strategy.order; ; ) {
            pending = missing(pending, result.after());
            if (pending.isEmpty()) {
                return result;
            }
            YamlTree tree = YamlTree.of(result.after());
            SplicePlanner planner = new SplicePlanner(
                    tree,
                    strategy.alone ? tree.shared() : Set.of(),
                    strategy.uncommenting ? intended : Map.of(),
                    !annotated);
            List<DocumentChange> next = round(planner, pending, strategy.shared);
            strategy.uncommented |= planner.uncommented();
            idle = next.size() == pending.size() ? idle + 1 : 0;
            if (planner.patch().isEmpty() || idle > IDLE_ROUNDS) {
                throw unproven(Paths.text(pending.get(0).change()) + ": its place cannot be made editable");
            }
            EditedText text = result.text().splice(planner.patch().splices());
            result = new PlannedText(text, parse(text.text()));
            pending = next;
        }
    }

    /** The changes that a text does not show. */
    private List<DocumentChange> missing(List<DocumentChange> all, SourceText text) {
        List<YamlMap> roots = YamlDocument.parse(text).documents();
        return ParallelStreams.of(all)
                .filter(placed -> placed.change()
                                .needed(Paths.value(roots.get(placed.document()), placed.change()), source.file())
                        != null)
                .toList();
    }

    private static List<DocumentChange> round(
            SplicePlanner planner, List<DocumentChange> pending, Set<DocumentChange> shared) {
        List<DocumentChange> next = new ArrayList<>();
        for (int i = 0; i < pending.size(); i++) {
            DocumentChange placed = pending.get(i);
            SplicePlanner.Progress progress = planner.plan(placed.change(), placed.document());
            if (progress == SplicePlanner.Progress.NEXT_ROUND) {
                next.add(placed);
            } else if (progress == SplicePlanner.Progress.PLANNED_SHARED) {
                shared.add(placed);
                next.addAll(pending.subList(i + 1, pending.size()));
                return next;
            }
        }
        return next;
    }

    private SourceText parse(String text) {
        SourceText after = source.withText(text);
        if (text.length() > LARGE) {
            ForkJoinPool.commonPool().execute(after::sha256);
        }
        try {
            YamlDocument.parseValues(after);
            return after;
        } catch (RefusedException refused) {
            throw unproven("the result would not be valid (" + refused.finding().message() + ")");
        }
    }

    private Edit prove(PlannedText result, Map<Integer, YamlMap> intended, Set<DocumentChange> shared) {
        SourceText after = result.after();
        Edit edit = new Edit(source, after, result.text().splices());
        CompletableFuture<Boolean> leadsBack = CompletableFuture.supplyAsync(edit::leadsBack, beside(after));
        List<YamlMap> found = YamlDocument.parse(after).documents();
        for (int i = 0; i < Math.max(documents.size(), found.size()); i++) {
            YamlMap expected = intended.containsKey(i) ? intended.get(i) : documents.get(i);
            if (i >= found.size() || !expected.equals(found.get(i))) {
                throw differs(shared);
            }
        }
        MergeJudge.requireAgreement(after, found);
        if (!leadsBack.join()) {
            throw unproven("the inverse edit does not restore the original");
        }
        for (DocumentChange placed : missing(changes, after)) {
            throw unproven(Paths.text(placed.change()) + ": a second run would change it again");
        }
        return edit;
    }

    /** Another thread for a large text, this one for others. */
    private static Executor beside(SourceText text) {
        return text.text().length() > LARGE ? ForkJoinPool.commonPool() : Runnable::run;
    }

    private RefusedException differs(Set<DocumentChange> shared) {
        if (shared.isEmpty()) {
            return unproven("the edit would change more than was requested");
        }
        YamlChange change = shared.iterator().next().change();
        return EditErrors.file(
                FindingId.SHARED_ANCHOR,
                source.file(),
                Paths.text(change) + ": it has an anchor, so its aliases would change too",
                advice("use an override file"));
    }

    private RefusedException unproven(String message, Remedy... remedies) {
        return EditErrors.file(FindingId.UNPROVEN, source.file(), message, remedies);
    }

    /** A planned text, and the file that it would be. */
    private record PlannedText(EditedText text, SourceText after) {}
}
