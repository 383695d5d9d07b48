package aria.edit.block;

import static aria.finding.Remedy.advice;

import aria.edit.Edit;
import aria.edit.EditErrors;
import aria.edit.Position;
import aria.edit.SourceText;
import aria.edit.UndoPlan;
import aria.finding.FindingId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How to take back an edit of a file in a block language.
 *
 * @param format the language
 * @param steps  in this order
 */
public record BlockUndo(BlockFormat format, List<Step> steps) implements UndoPlan {
    private static final String REASON = "undo";

    /** Keeps an unmodifiable copy. */
    public BlockUndo {
        steps = List.copyOf(steps);
    }

    /**
     * One thing to take back.
     *
     * @param change what undoes it
     * @param ours   the value, or the text of the block, that we left there; empty when we left nothing there
     */
    public record Step(BlockChange change, Optional<String> ours) {}

    /** The steps for an edit, last change first; a block that the edit made goes as a whole, while it is as we left it. */
    public static BlockUndo of(BlockFormat format, Edit edit, List<BlockChange> changes) {
        BlockDocument before = BlockDocument.parse(format, edit.before());
        BlockDocument after = BlockDocument.parse(format, edit.after());
        List<Step> steps = new ArrayList<>();
        for (int i = changes.size() - 1; i >= 0; i--) {
            BlockChange change = changes.get(i);
            if (change instanceof BlockChange.RemoveBlock) {
                throw new IllegalArgumentException("the removal of a whole block can't be taken back by its meaning");
            }
            made(format, before, after, change.path())
                    .filter(step -> !steps.contains(step))
                    .ifPresent(steps::add);
            setting(before, after, change).ifPresent(steps::add);
        }
        // Whole blocks first: when one is gone, nothing in it needs to be taken back.
        steps.sort(Comparator.comparing((Step step) -> !(step.change() instanceof BlockChange.RemoveBlock)));
        return new BlockUndo(format, steps);
    }

    private static Optional<Step> made(
            BlockFormat format, BlockDocument before, BlockDocument after, List<BlockName> path) {
        for (int length = 1; length <= path.size(); length++) {
            List<BlockName> outer = path.subList(0, length);
            if (before.block(outer).isEmpty()) {
                return after.text(outer)
                        .map(text -> new Step(new BlockChange.RemoveBlock(format, outer, REASON), Optional.of(text)));
            }
        }
        return Optional.empty();
    }

    private static Optional<Step> setting(BlockDocument before, BlockDocument after, BlockChange change) {
        String key = key(change);
        Optional<String> old = before.literal(change.path(), key);
        Optional<String> ours = after.literal(change.path(), key);
        if (old.equals(ours)) {
            return Optional.empty();
        }
        return Optional.of(new Step(
                old.<BlockChange>map(
                                literal -> new BlockChange.Put(change.format(), change.path(), key, literal, REASON))
                        .orElseGet(() -> new BlockChange.Remove(change.format(), change.path(), key, REASON)),
                ours));
    }

    private static String key(BlockChange change) {
        return change instanceof BlockChange.Put put ? put.key() : ((BlockChange.Remove) change).key();
    }

    @Override
    public SourceText undo(SourceText current) {
        BlockDocument now = BlockDocument.parse(format, current);
        List<BlockChange> changes = new ArrayList<>();
        for (Step step : steps) {
            List<BlockName> path = step.change().path();
            boolean gone = changes.stream()
                    .anyMatch(change -> change instanceof BlockChange.RemoveBlock
                            && path.size() >= change.path().size()
                            && path.subList(0, change.path().size()).equals(change.path()));
            if (!gone && now.block(path).isPresent() && applies(current, now, step)) {
                changes.add(step.change());
            }
        }
        return BlockEditor.apply(format, current, changes).after();
    }

    private boolean applies(SourceText current, BlockDocument now, Step step) {
        List<BlockName> path = step.change().path();
        if (step.change() instanceof BlockChange.RemoveBlock) {
            return now.text(path).equals(step.ours());
        }
        String key = key(step.change());
        Optional<String> literal = now.literal(path, key);
        if (same(literal, step.ours(), current.file())) {
            return true;
        }
        boolean done = step.change() instanceof BlockChange.Put put
                ? same(literal, Optional.of(put.literal()), current.file())
                : literal.isEmpty();
        if (done || literal.isEmpty()) {
            return false;
        }
        throw EditErrors.at(
                FindingId.CHANGED_SINCE_PLAN,
                current.file(),
                now.position(path, key).orElse(Position.NONE),
                "'" + key + "' was changed since it was written",
                advice("take it back by hand"));
    }

    private boolean same(Optional<String> one, Optional<String> other, String file) {
        return one.map(literal -> format.meaning(file, literal))
                .equals(other.map(literal -> format.meaning(file, literal)));
    }
}
