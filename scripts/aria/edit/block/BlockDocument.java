package aria.edit.block;

import aria.edit.Offsets;
import aria.edit.Position;
import aria.edit.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A parsed file of a block language, with queries on its contents. */
public final class BlockDocument {
    private final Block root;
    private final SourceText source;

    private BlockDocument(Block root, SourceText source) {
        this.root = root;
        this.source = source;
    }

    /**
     * Reads a file.
     *
     * @throws aria.finding.RefusedException {@code config-invalid} when its server would not read it, or it is
     *                                       written as JSON; {@code limit}
     */
    public static BlockDocument parse(BlockFormat format, SourceText source) {
        return new BlockDocument(format.parse(source), source);
    }

    /**
     * The paths to every block that fits, whatever the occurrences in the path say; the empty path leads to the file.
     */
    public List<List<BlockName>> find(List<BlockName> path) {
        List<List<BlockName>> found = List.of(List.of());
        for (BlockName name : path) {
            List<List<BlockName>> longer = new ArrayList<>();
            for (List<BlockName> parent : found) {
                int count = block(parent).orElseThrow().blocks(name).size();
                IntStream.range(0, count)
                        .forEach(i -> longer.add(Stream.concat(parent.stream(), Stream.of(name.at(i)))
                                .toList()));
            }
            found = longer;
        }
        return found;
    }

    /** The value of a setting as it is written; empty when the block or the setting is not there. */
    public Optional<String> literal(List<BlockName> path, String key) {
        return block(path)
                .flatMap(block -> block.settings(key).stream().findFirst())
                .map(Block.Setting::literal);
    }

    /** Where a setting or a block of that name stands; empty when there is none. */
    public Optional<Position> position(List<BlockName> path, String key) {
        return block(path)
                .flatMap(block ->
                        block.items().stream().filter(item -> named(item, key)).findFirst())
                .map(item -> new Offsets(source.text()).position(item.start()));
    }

    /** The files that are read into this block, as they are written; empty when the block is not there. */
    public List<String> includes(List<BlockName> path) {
        return block(path)
                .map(block -> block.items().stream()
                        .filter(Block.Include.class::isInstance)
                        .map(item -> ((Block.Include) item).file())
                        .toList())
                .orElse(List.of());
    }

    private static boolean named(BlockItem item, String key) {
        return item instanceof Block.Setting setting && setting.key().equalsIgnoreCase(key)
                || item instanceof Block block && block.words().get(0).equalsIgnoreCase(key);
    }

    /** The text of a block from its name to its brace; empty when it is not there. */
    Optional<String> text(List<BlockName> path) {
        return block(path).map(block -> source.text().substring(block.start(), block.end()));
    }

    Optional<Block> block(List<BlockName> path) {
        Optional<Block> block = Optional.of(root);
        for (BlockName name : path) {
            block = block.map(parent -> parent.blocks(name))
                    .filter(found -> name.occurrence() < found.size())
                    .map(found -> found.get(name.occurrence()));
        }
        return block;
    }
}
