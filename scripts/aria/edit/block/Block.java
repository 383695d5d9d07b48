package aria.edit.block;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A block with its place in the text, or the file itself.
 *
 * @param words    type and labels without quotes; empty for the file
 * @param start    offset of the first character of its name
 * @param nameEnd  offset after the name
 * @param open     offset after the opening brace; where the text of the file starts
 * @param close    offset of the closing brace; the end of the text for the file
 * @param end      offset after the closing brace
 * @param items    what is in it, in order
 */
record Block(List<String> words, int start, int nameEnd, int open, int close, int end, List<BlockItem> items)
        implements BlockItem {

    Block {
        words = List.copyOf(words);
        items = List.copyOf(items);
    }

    /**
     * A key with its value.
     *
     * @param valueStart offset of the value
     * @param literal    the value as written
     * @param value      what it means: texts to compare
     */
    record Setting(String key, int start, int keyEnd, int valueStart, int end, String literal, List<String> value)
            implements BlockItem {
        @Override
        public BlockEntry model() {
            return new BlockModel.Setting(key.toLowerCase(Locale.ROOT), value);
        }
    }

    /** A directive that includes another file. */
    record Include(String file, int start, int end) implements BlockItem {
        @Override
        public BlockEntry model() {
            return new BlockModel.Include(file);
        }
    }

    boolean isFile() {
        return words.isEmpty();
    }

    String name() {
        return isFile() ? "the file" : new BlockName(words, 0).toString();
    }

    @Override
    public BlockModel model() {
        List<String> names = new ArrayList<>(words);
        if (!names.isEmpty()) {
            names.set(0, names.get(0).toLowerCase(Locale.ROOT));
        }
        return new BlockModel(names, items.stream().map(BlockItem::model).collect(Collectors.toList()));
    }

    List<Setting> settings(String key) {
        return settings().stream()
                .filter(setting -> setting.key().equalsIgnoreCase(key))
                .toList();
    }

    List<Setting> settings() {
        return items.stream()
                .filter(Setting.class::isInstance)
                .map(Setting.class::cast)
                .toList();
    }

    List<Block> blocks() {
        return items.stream()
                .filter(Block.class::isInstance)
                .map(Block.class::cast)
                .toList();
    }

    List<Block> blocks(BlockName name) {
        return blocks().stream().filter(block -> name.fits(block.words())).toList();
    }
}
