package aria.edit.block;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The contents of a block without their places in the text; proofs compare it.
 *
 * @param names type and labels; empty for the file
 */
record BlockModel(List<String> names, List<BlockEntry> entries) implements BlockEntry {
    BlockModel {
        names = List.copyOf(names);
        entries = List.copyOf(entries);
    }

    record Setting(String key, List<String> value) implements BlockEntry {}

    record Include(String file) implements BlockEntry {}

    /** The model with a setting, and with the blocks that lead to it. */
    BlockModel with(List<BlockName> path, String key, List<String> value) {
        return at(path, true, block -> block.put(key, value));
    }

    /** The model without a setting. */
    BlockModel without(List<BlockName> path, String key) {
        return at(path, false, block -> block.without(block.setting(key)));
    }

    /** The model without the block at a path. */
    BlockModel without(List<BlockName> path) {
        BlockName last = path.get(path.size() - 1);
        return at(path.subList(0, path.size() - 1), false, block -> block.without(block.block(last)));
    }

    private BlockModel at(List<BlockName> path, boolean make, Function<BlockModel, BlockModel> change) {
        if (path.isEmpty()) {
            return change.apply(this);
        }
        int index = block(path.get(0));
        if (index < 0 && !make) {
            return this;
        }
        BlockModel child = index >= 0 ? (BlockModel) entries.get(index) : new BlockModel(names(path.get(0)), List.of());
        List<BlockEntry> changed = new ArrayList<>(entries);
        BlockModel after = child.at(path.subList(1, path.size()), make, change);
        if (index >= 0) {
            changed.set(index, after);
        } else {
            changed.add(after);
        }
        return new BlockModel(names, changed);
    }

    private static List<String> names(BlockName name) {
        List<String> names = new ArrayList<>(name.words());
        names.set(0, names.get(0).toLowerCase(Locale.ROOT));
        return names;
    }

    /** A new setting stands after the last one, before the blocks that follow. */
    private BlockModel put(String key, List<String> value) {
        List<BlockEntry> changed = new ArrayList<>(entries);
        Setting setting = new Setting(key.toLowerCase(Locale.ROOT), value);
        int index = setting(key);
        if (index >= 0) {
            changed.set(index, setting);
        } else {
            changed.add(placeForSetting(), setting);
        }
        return new BlockModel(names, changed);
    }

    private int placeForSetting() {
        for (int i = entries.size(); i > 0; i--) {
            if (entries.get(i - 1) instanceof Setting) {
                return i;
            }
        }
        return entries.size();
    }

    private BlockModel without(int index) {
        List<BlockEntry> changed = new ArrayList<>(entries);
        if (index >= 0) {
            changed.remove(index);
        }
        return new BlockModel(names, changed);
    }

    private int setting(String key) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) instanceof Setting setting && setting.key().equalsIgnoreCase(key)) {
                return i;
            }
        }
        return -1;
    }

    private int block(BlockName name) {
        int seen = 0;
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) instanceof BlockModel block && name.fits(block.names()) && seen++ == name.occurrence()) {
                return i;
            }
        }
        return -1;
    }
}
