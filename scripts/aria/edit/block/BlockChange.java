package aria.edit.block;

import static aria.finding.Remedy.advice;

import aria.edit.Edit;
import aria.edit.EditErrors;
import aria.edit.Position;
import aria.edit.Splice;
import aria.edit.TextChange;
import aria.edit.UndoPlan;
import aria.finding.FindingId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A wanted state of one place in a file of a block language ({@link BlockFormat}).
 *
 * <p>A path names the blocks from the top of the file; an empty one is the file itself. Keys are compared without
 * regard to case, as the servers of both languages do. A value is a literal as it is written in the file.
 *
 * <p>Each kind of change is a class with all of its behaviour. This class has the common parts of changes to
 * settings.
 */
public interface BlockChange extends TextChange {
    /** The language of the file, and of the literal. */
    BlockFormat format();

    /** The blocks that lead to the place. */
    List<BlockName> path();

    /** The key of the setting that is meant; empty when it is a block. */
    default String key() {
        return "";
    }

    /** What the setting is to be; empty when it, or the block, is to go. */
    default Optional<String> wanted() {
        return Optional.empty();
    }

    @Override
    default UndoPlan undo(Edit edit, List<? extends TextChange> changes) {
        return BlockUndo.of(
                format(), edit, changes.stream().map(BlockChange.class::cast).toList());
    }

    /** The name of this kind of change in undo records. */
    String kind();

    /**
     * What the file says after the change.
     *
     * @param meaning what a literal says
     */
    BlockModel after(BlockModel file, Function<String, List<String>> meaning);

    /** The splices that make the change, at most one; none when the wanted state is there. */
    List<Splice> splices(BlockSplices file);

    /** Whether nothing is left at a path, because the change removes a block around it. */
    default boolean removes(List<BlockName> other) {
        return false;
    }

    /**
     * What takes the change back; empty when it changed nothing.
     *
     * @throws IllegalArgumentException when that can't be said by its meaning
     */
    default Optional<BlockUndoStep> inverse(BlockDocument before, BlockDocument after) {
        Optional<String> old = before.literal(path(), key());
        Optional<String> ours = after.literal(path(), key());
        BlockChange back = old.isPresent()
                ? new Put(format(), path(), key(), old.get(), BlockUndoStep.REASON)
                : new Remove(format(), path(), key(), BlockUndoStep.REASON);
        return old.equals(ours) ? Optional.empty() : Optional.of(new BlockUndoStep(back, ours));
    }

    /**
     * Whether the change, as a step of an undo, has something to take back.
     *
     * @param file the name for messages
     * @param now  the file as it is, in which the path leads to a block
     * @param ours what we left there; empty when we left nothing
     * @throws aria.finding.RefusedException {@code changed-since-plan}
     */
    default boolean isDue(String file, BlockDocument now, Optional<String> ours) {
        Function<String, List<String>> meaning = literal -> format().meaning(file, literal);
        Optional<List<String>> there = now.literal(path(), key()).map(meaning);
        if (there.equals(ours.map(meaning))) {
            return true;
        }
        if (there.isEmpty() || there.equals(wanted().map(meaning))) {
            return false;
        }
        throw EditErrors.at(
                FindingId.CHANGED_SINCE_PLAN,
                file,
                now.position(path(), key()).orElse(Position.NONE),
                "'" + key() + "' has changed since it was written",
                advice(wanted().map(before -> "write there what it was before, " + before + ",")
                                .orElse("remove it")
                        + " and undo again"));
    }

    /** Gives the block this setting, replacing another value. Missing blocks on the path are created. */
    record Put(BlockFormat format, List<BlockName> path, String key, String literal, String reason)
            implements BlockChange {
        static final String KIND = "put-setting";

        /** Keeps an unmodifiable copy of the path. */
        public Put {
            path = List.copyOf(path);
        }

        @Override
        public Optional<String> wanted() {
            return Optional.of(literal);
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public BlockModel after(BlockModel file, Function<String, List<String>> meaning) {
            return file.with(path, key, meaning.apply(literal));
        }

        @Override
        public List<Splice> splices(BlockSplices file) {
            return file.put(path, key, literal);
        }
    }

    /** Removes this setting from the block. */
    record Remove(BlockFormat format, List<BlockName> path, String key, String reason) implements BlockChange {
        static final String KIND = "remove-setting";

        /** Keeps an unmodifiable copy of the path. */
        public Remove {
            path = List.copyOf(path);
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public BlockModel after(BlockModel file, Function<String, List<String>> meaning) {
            return file.without(path, key);
        }

        @Override
        public List<Splice> splices(BlockSplices file) {
            return file.remove(path, key);
        }
    }

    /** Removes the block with its contents. */
    record RemoveBlock(BlockFormat format, List<BlockName> path, String reason) implements BlockChange {
        static final String KIND = "remove-block";

        /** Keeps an unmodifiable copy of the path, which names the block last and is not empty. */
        public RemoveBlock {
            path = List.copyOf(path);
            if (path.isEmpty()) {
                throw new IllegalArgumentException("the file itself is not a block");
            }
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public BlockModel after(BlockModel file, Function<String, List<String>> meaning) {
            return file.without(path);
        }

        @Override
        public List<Splice> splices(BlockSplices file) {
            return file.remove(path);
        }

        @Override
        public boolean removes(List<BlockName> other) {
            return other.size() >= path.size() && other.subList(0, path.size()).equals(path);
        }

        @Override
        public Optional<BlockUndoStep> inverse(BlockDocument before, BlockDocument after) {
            throw new IllegalArgumentException("the removal of a whole block has no inverse");
        }

        @Override
        public boolean isDue(String file, BlockDocument now, Optional<String> ours) {
            return now.text(path).equals(ours);
        }
    }
}
