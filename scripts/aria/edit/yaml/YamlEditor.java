package aria.edit.yaml;

import static aria.finding.Remedy.advice;

import aria.edit.Edit;
import aria.edit.EditErrors;
import aria.edit.EditedText;
import aria.edit.ParallelStreams;
import aria.edit.SourceText;
import aria.edit.Splice;
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

/** Makes changes in a YAML file by splicing its text, and proves each result before it is given out. */
public final class YamlEditor {
    /** A change with the document it is about. */
    record Placed(YamlChange change, int document) {}

    /** No change needs more: one round for each key of its path that has to become its own, and some for order. */
    private static final int IDLE_ROUNDS = 50;
    /** Of so large a result the SHA-256, which its undo record will have, is counted while it is parsed. */
    private static final int LARGE = 1 << 20;

    private final SourceText source;
    private final List<YamlMap> documents;
    private final ExpectedValue wanted;
    private final List<Placed> changes;
    /** Whether something is to be written with a comment. */
    private final boolean annotated;

    private YamlEditor(SourceText source, List<YamlChange> changes) {
        this.source = source;
        YamlTree.of(source);
        this.documents = YamlDocument.parse(source).documents();
        this.wanted = new ExpectedValue(source.file());
        this.changes = place(changes);
        this.annotated = changes.stream()
                .anyMatch(change -> change instanceof YamlChange.PutEntry put
                        && put.comment().isPresent());
    }

    /**
     * The edit that brings a file to the wanted state.
     *
     * <p>Proven: the result parses; it differs from the file as wanted and in nothing else, in any document; the
     * inverse splices give the original bytes; the same changes planned again on the result are nothing.
     *
     * @throws RefusedException when the file is invalid, a change doesn't fit it, or a proof fails
     */
    public static Edit apply(SourceText source, List<YamlChange> changes) {
        return new YamlEditor(source, changes).edit();
    }

    private Edit edit() {
        Map<Integer, YamlMap> intended = intended();
        Attempt first = new Attempt(changes, true, false);
        try {
            return prove(run(first, intended), intended, first.shared);
        } catch (RefusedException refused) {
            if (first.shared.isEmpty() && !first.uncommented) {
                throw refused;
            }
        }
        // Who inherits goes first, so that it does not get what is meant for the others.
        List<Placed> reordered = new ArrayList<>(changes);
        reordered.removeIf(first.shared::contains);
        reordered.addAll(first.shared);
        try {
            return prove(run(new Attempt(reordered, false, false), intended), intended, first.shared);
        } catch (RefusedException refused) {
            if (first.shared.isEmpty()) {
                throw refused;
            }
            return prove(run(new Attempt(reordered, false, true), intended), intended, first.shared);
        }
    }

    /** One way to make the changes: in an order, with or without comments, with or without what others refer to. */
    private static final class Attempt {
        private final List<Placed> order;
        private final boolean uncommenting;
        private final boolean alone;
        /** The changes of nodes that others refer to, found on the way. */
        private final Set<Placed> shared = new LinkedHashSet<>();

        private boolean uncommented;

        Attempt(List<Placed> order, boolean uncommenting, boolean alone) {
            this.order = order;
            this.uncommenting = uncommenting;
            this.alone = alone;
        }
    }

    private List<Placed> place(List<YamlChange> all) {
        List<Placed> placed = new ArrayList<>();
        for (YamlChange change : all) {
            int document = Paths.document(documents, change);
            if (document < 0) {
                throw EditErrors.file(FindingId.WRONG_TYPE, source.file(), "the file is empty");
            }
            placed.add(new Placed(change, document));
        }
        return placed;
    }

    private Map<Integer, YamlMap> intended() {
        Map<Integer, ValueApplier> drafts = new LinkedHashMap<>();
        for (Placed placed : changes) {
            drafts.computeIfAbsent(placed.document(), d -> new ValueApplier(documents.get(d), wanted))
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
    private Result run(Attempt attempt, Map<Integer, YamlMap> intended) {
        Result result = new Result(EditedText.of(source.text()), source);
        int idle = 0;
        for (List<Placed> pending = attempt.order; ; ) {
            pending = missing(pending, result.after());
            if (pending.isEmpty()) {
                return result;
            }
            YamlTree tree = YamlTree.of(result.after());
            SplicePlanner planner = new SplicePlanner(
                    tree,
                    wanted,
                    attempt.alone ? tree.shared() : Set.of(),
                    attempt.uncommenting ? intended : Map.of(),
                    !annotated);
            List<Placed> next = round(planner, pending, attempt.shared);
            attempt.uncommented |= planner.uncommented();
            idle = next.size() == pending.size() ? idle + 1 : 0;
            if (planner.patch().isEmpty() || idle > IDLE_ROUNDS) {
                throw unproven(Paths.text(pending.get(0).change()) + ": its place can't be made editable");
            }
            EditedText text = result.text().splice(planner.patch().splices());
            result = new Result(text, parse(text.text()));
            pending = next;
        }
    }

    /** The changes that a text does not show. */
    private List<Placed> missing(List<Placed> all, SourceText text) {
        List<YamlMap> roots = YamlDocument.parse(text).documents();
        return ParallelStreams.of(all)
                .filter(placed ->
                        wanted.needed(placed.change(), Paths.value(roots.get(placed.document()), placed.change()))
                                != null)
                .toList();
    }

    private static List<Placed> round(SplicePlanner planner, List<Placed> pending, Set<Placed> shared) {
        List<Placed> next = new ArrayList<>();
        for (int i = 0; i < pending.size(); i++) {
            Placed placed = pending.get(i);
            SplicePlanner.Outcome outcome = planner.plan(placed.change(), placed.document());
            if (outcome == SplicePlanner.Outcome.NEXT_ROUND) {
                next.add(placed);
            } else if (outcome == SplicePlanner.Outcome.PLANNED_SHARED) {
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

    private Edit prove(Result result, Map<Integer, YamlMap> intended, Set<Placed> shared) {
        List<Splice> splices = result.text().splices();
        SourceText after = result.after();
        CompletableFuture<Boolean> leadsBack =
                CompletableFuture.supplyAsync(() -> leadsBack(splices, after), beside(after));
        List<YamlMap> found = YamlDocument.parse(after).documents();
        for (int i = 0; i < Math.max(documents.size(), found.size()); i++) {
            YamlMap expected = intended.containsKey(i) ? intended.get(i) : documents.get(i);
            if (i >= found.size() || !expected.equals(found.get(i))) {
                throw differs(shared);
            }
        }
        if (!leadsBack.join()) {
            throw unproven("the inverse does not give the original back");
        }
        for (Placed placed : missing(changes, after)) {
            throw unproven(Paths.text(placed.change()) + ": a second run would change it again");
        }
        return new Edit(
                source,
                after,
                splices,
                splices.stream().allMatch(splice -> splice.removed().isEmpty()));
    }

    private boolean leadsBack(List<Splice> splices, SourceText after) {
        return EditedText.apply(after.text(), EditedText.inverse(splices)).equals(source.text())
                && EditedText.apply(source.text(), splices).equals(after.text());
    }

    /** Another thread for a large text, this one for others. */
    private static Executor beside(SourceText text) {
        return text.text().length() > LARGE ? ForkJoinPool.commonPool() : Runnable::run;
    }

    private RefusedException differs(Set<Placed> shared) {
        if (shared.isEmpty()) {
            return unproven("the result would differ in more than was asked for");
        }
        YamlChange change = shared.iterator().next().change();
        return EditErrors.file(
                FindingId.SHARED_ANCHOR,
                source.file(),
                Paths.text(change) + ": it has an anchor, and what refers to it would change too",
                advice("use an override file"));
    }

    private RefusedException unproven(String message, Remedy... remedies) {
        return EditErrors.file(FindingId.UNPROVEN, source.file(), message, remedies);
    }

    /** A text as it was made, and as the file it would be. */
    private record Result(EditedText text, SourceText after) {}
}
