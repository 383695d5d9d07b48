package aria.edit.block;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.edit.Offsets;
import aria.edit.SourceText;
import aria.edit.Splice;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import java.util.List;

/** Finds the place of a change in a block language's file, and the splices for it. */
final class BlockSplices {
    private final BlockFormat format;
    private final SourceText source;
    private final Block root;
    private final BlockWriter writer;

    BlockSplices(BlockFormat format, SourceText source, Block root) {
        this.format = format;
        this.source = source;
        this.root = root;
        this.writer = new BlockWriter(format, source.text(), root);
    }

    /**
     * Gives a setting its value, making blocks that are missing on the way.
     *
     * @return at most one splice; none when it has the value
     * @throws aria.finding.RefusedException {@code duplicate-key}, {@code wrong-type}
     */
    List<Splice> put(List<BlockName> path, String key, String literal) {
        Block block = root;
        for (int i = 0; i < path.size(); i++) {
            Block next = child(block, path.get(i));
            if (next == null) {
                return make(block, path.subList(i, path.size()), key, literal);
            }
            block = next;
        }
        requireNoBlock(block, key);
        Block.Setting present = setting(block, key);
        if (present == null) {
            return List.of(writer.addSetting(block, key, literal));
        }
        return present.value().equals(format.meaning(source.file(), literal))
                ? List.of()
                : List.of(new Splice(present.valueStart(), present.literal(), literal));
    }

    /** As {@link #put}, for a setting that is to go. */
    List<Splice> remove(List<BlockName> path, String key) {
        Block block = find(path);
        Block.Setting present = block == null ? null : setting(block, key);
        return present == null ? List.of() : List.of(writer.remove(block, present));
    }

    /** As {@link #put}, for a block that is to go. */
    List<Splice> remove(List<BlockName> path) {
        Block parent = find(path.subList(0, path.size() - 1));
        Block block = parent == null ? null : child(parent, path.get(path.size() - 1));
        return block == null ? List.of() : List.of(writer.remove(parent, block));
    }

    /** The block at a path; null when there is none. */
    private Block find(List<BlockName> path) {
        Block block = root;
        for (int i = 0; i < path.size() && block != null; i++) {
            block = child(block, path.get(i));
        }
        return block;
    }

    private List<Splice> make(Block parent, List<BlockName> missing, String key, String literal) {
        for (BlockName name : missing) {
            if (name.occurrence() > 0) {
                throw refused(FindingId.WRONG_TYPE, parent.start(), "there is no block '" + name + "' to change");
            }
        }
        return List.of(writer.addBlock(parent, missing, key, literal));
    }

    /** The block of that name; null when there is none. */
    private Block child(Block parent, BlockName name) {
        List<Block.Setting> written = parent.settings(name.words().get(0));
        if (!written.isEmpty()) {
            throw refused(
                    FindingId.WRONG_TYPE,
                    written.get(0).start(),
                    "'" + written.get(0).key() + "' is written as a value here",
                    advice("write it as a block: " + name + " { … }"));
        }
        List<Block> found = parent.blocks(name);
        if (found.size() > 1 && !format.repeatsBlocks()) {
            throw refused(
                    FindingId.DUPLICATE_KEY,
                    found.get(1).start(),
                    "'" + name + "' occurs twice",
                    advice("merge the two"));
        }
        return name.occurrence() < found.size() ? found.get(name.occurrence()) : null;
    }

    private Block.Setting setting(Block block, String key) {
        List<Block.Setting> found = block.settings(key);
        if (found.size() > 1) {
            throw refused(
                    FindingId.DUPLICATE_KEY,
                    found.get(1).start(),
                    "'" + key + "' is set twice",
                    advice("remove one of the two"));
        }
        return found.isEmpty() ? null : found.get(0);
    }

    private void requireNoBlock(Block block, String key) {
        block.blocks().stream()
                .filter(child -> child.words().get(0).equalsIgnoreCase(key))
                .findFirst()
                .ifPresent(child -> {
                    throw refused(
                            FindingId.WRONG_TYPE,
                            child.start(),
                            "'" + key + "' is a block here; a single value is expected");
                });
    }

    private RefusedException refused(FindingId id, int offset, String message, Remedy... remedies) {
        return EditErrors.at(id, source.file(), new Offsets(source.text()).position(offset), message, remedies);
    }
}
