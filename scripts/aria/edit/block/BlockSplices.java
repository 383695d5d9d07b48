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
     * The splices, at most one; none when the wanted state is there.
     *
     * @throws RefusedException {@code duplicate-key}, {@code wrong-type}
     */
    List<Splice> of(BlockChange change) {
        Block block = root;
        List<BlockName> path = change.path();
        boolean whole = change instanceof BlockChange.RemoveBlock;
        for (int i = 0; i < path.size(); i++) {
            Block next = child(block, path.get(i));
            if (next == null) {
                return change instanceof BlockChange.Put put ? make(block, put, i) : List.of();
            }
            if (whole && i == path.size() - 1) {
                return List.of(writer.remove(block, next));
            }
            block = next;
        }
        if (change instanceof BlockChange.Put put) {
            return put(block, put);
        }
        Block.Setting present = setting(block, ((BlockChange.Remove) change).key());
        return present == null ? List.of() : List.of(writer.remove(block, present));
    }

    private List<Splice> put(Block block, BlockChange.Put put) {
        requireNoBlock(block, put.key());
        Block.Setting present = setting(block, put.key());
        if (present == null) {
            return List.of(writer.addSetting(block, put.key(), put.literal()));
        }
        if (present.value().equals(format.meaning(source.file(), put.literal()))) {
            return List.of();
        }
        return List.of(new Splice(present.valueStart(), present.literal(), put.literal()));
    }

    private List<Splice> make(Block parent, BlockChange.Put put, int from) {
        List<BlockName> missing = put.path().subList(from, put.path().size());
        for (BlockName name : missing) {
            if (name.occurrence() > 0) {
                throw refused(FindingId.WRONG_TYPE, parent.start(), "there is no block '" + name + "' to change");
            }
        }
        return List.of(writer.addBlock(parent, missing, put.key(), put.literal()));
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
                    "'" + name + "' is here for the second time",
                    advice("put the two together"));
        }
        return name.occurrence() < found.size() ? found.get(name.occurrence()) : null;
    }

    private Block.Setting setting(Block block, String key) {
        List<Block.Setting> found = block.settings(key);
        if (found.size() > 1) {
            throw refused(
                    FindingId.DUPLICATE_KEY,
                    found.get(1).start(),
                    "'" + key + "' is set for the second time",
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
