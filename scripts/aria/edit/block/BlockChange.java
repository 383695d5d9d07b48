package aria.edit.block;

import aria.edit.TextChange;
import java.util.List;

/**
 * A wanted state of one place in a file of a block language ({@link BlockFormat}).
 *
 * <p>A path is the blocks from the top of the file; an empty one is the file itself. Keys are compared without regard to
 * case, as both languages' servers do. A value is a literal as it is written in the file.
 */
public sealed interface BlockChange extends TextChange {
    /** The language of the file, and of the literal. */
    BlockFormat format();

    /** The blocks that lead to the place. */
    List<BlockName> path();

    /** The block has this setting; another value is replaced. Blocks that are missing on the way are made. */
    record Put(BlockFormat format, List<BlockName> path, String key, String literal, String reason)
            implements BlockChange {
        /** Keeps an unmodifiable copy of the path. */
        public Put {
            path = List.copyOf(path);
        }
    }

    /** The block does not have this setting. */
    record Remove(BlockFormat format, List<BlockName> path, String key, String reason) implements BlockChange {
        /** Keeps an unmodifiable copy of the path. */
        public Remove {
            path = List.copyOf(path);
        }
    }

    /** The block is not there, nor anything in it. */
    record RemoveBlock(BlockFormat format, List<BlockName> path, String reason) implements BlockChange {
        /** Keeps an unmodifiable copy of the path, which names the block last and is not empty. */
        public RemoveBlock {
            path = List.copyOf(path);
            if (path.isEmpty()) {
                throw new IllegalArgumentException("the file itself is no block");
            }
        }
    }
}
