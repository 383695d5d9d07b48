package aria.edit.block;

import aria.edit.Splice;
import aria.edit.TextLines;
import java.util.ArrayList;
import java.util.List;

/** Writes new text into a file of a block language, in the style of the text around it. */
final class BlockWriter {
    private static final int USUAL_STEP = 2;

    private final BlockFormat format;
    private final String text;
    private final TextLines lines;
    private final Block root;
    private final BlockPlaces places;

    BlockWriter(BlockFormat format, String text, Block root) {
        this.format = format;
        this.text = text;
        this.lines = new TextLines(text);
        this.root = root;
        this.places = new BlockPlaces(format, text);
    }

    /** A new setting, after the last one of the block; else after all else that is in it. */
    Splice addSetting(Block block, String key, String literal) {
        BlockItem after = last(block.settings(), last(block.items(), null));
        return add(block, after, List.of(written(block, key, literal)), false);
    }

    /** New blocks, one in another, with a setting in the innermost; after all else that is in the parent. */
    Splice addBlock(Block parent, List<BlockName> names, String key, String literal) {
        BlockItem after = last(parent.items(), null);
        if (places.inline(parent, after)) {
            StringBuilder body = new StringBuilder(key + format.separator() + literal);
            for (int i = names.size() - 1; i >= 0; i--) {
                body.insert(0, header(names.get(i)) + "{ ").append(" }");
            }
            return add(parent, after, List.of(body.toString()), false);
        }
        List<String> written = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            written.add(step().repeat(i) + header(names.get(i)) + "{");
        }
        written.add(step().repeat(names.size()) + separated(lastSetting(root), 0, key, literal));
        for (int i = names.size() - 1; i >= 0; i--) {
            written.add(step().repeat(i) + "}");
        }
        return add(parent, after, written, after != null && setOff(parent));
    }

    /** Takes an item out: with its line when it has one of its own, else with one separator. */
    Splice remove(Block parent, BlockItem item) {
        return places.removal(parent, item);
    }

    private Splice add(Block parent, BlockItem after, List<String> written, boolean blankLine) {
        if (places.inline(parent, after)) {
            return new Splice(after == null ? parent.open() : after.end(), "", inlined(parent, after, written.get(0)));
        }
        int at = after == null ? places.lineEndAfterOpening(parent) : places.tailEnd(after.end());
        String indent = after == null ? indentOf(parent) + (parent.isFile() ? "" : step()) : indentOf(after);
        String lineBreak = lines.breakFor(at);
        StringBuilder inserted = new StringBuilder();
        if (blankLine) {
            inserted.append(lineBreak);
        }
        written.forEach(line -> inserted.append(lineBreak).append(indent).append(line));
        if (after == null && parent.isFile()) {
            return atTop(parent, inserted.substring(lineBreak.length()), lineBreak);
        }
        return new Splice(at, "", inserted.toString());
    }

    /** Into a file that holds nothing but comments, if anything. */
    private Splice atTop(Block file, String written, String lineBreak) {
        boolean broken = text.length() == file.open() || lines.lineStart(text.length()) == text.length();
        return new Splice(text.length(), "", (broken ? "" : lineBreak) + written + (broken ? lineBreak : ""));
    }

    private String inlined(Block parent, BlockItem after, String written) {
        if (after == null) {
            boolean padded = parent.close() > parent.open();
            return " " + written + (padded ? "" : " ");
        }
        return places.separatorIn(parent) + written;
    }

    private String written(Block block, String key, String literal) {
        Block.Setting own = lastSetting(block);
        return separated(own == null ? lastSetting(root) : own, column(block), key, literal);
    }

    /**
     * Where the values of a block stand when its settings are padded to a column, from the start of the key; else 0.
     */
    private int column(Block block) {
        return block.settings().stream()
                .filter(setting -> between(setting).matches(".*[ \\t]{2,}.*"))
                .mapToInt(setting -> setting.valueStart() - setting.start())
                .max()
                .orElse(0);
    }

    /** Key and value with the example's separator, the value in the column if it fits. */
    private String separated(Block.Setting example, int column, String key, String literal) {
        String between = example == null ? format.separator() : between(example);
        if (between.contains("\n") || between.contains("\r")) {
            between = format.separator();
        }
        String mark = between.strip();
        boolean markFirst = !mark.isEmpty() && between.startsWith(mark);
        String blank = between.length() > mark.length() ? " " : "";
        String left = markFirst ? key + mark : key;
        String right = markFirst || mark.isEmpty() ? "" : mark + (between.endsWith(mark) ? "" : " ");
        int padding = Math.max(column - left.length() - right.length(), blank.length());
        return left + " ".repeat(padding) + right + literal;
    }

    private String between(Block.Setting setting) {
        return text.substring(setting.keyEnd(), setting.valueStart());
    }

    private String header(BlockName name) {
        String between = root.blocks().isEmpty() || format == BlockFormat.HCL
                ? " "
                : text.substring(
                        last(root.blocks(), null).nameEnd(),
                        last(root.blocks(), null).open() - 1);
        return new BlockName(name.words(), 0) + (between.isBlank() || between.contains("\n") ? " " : between);
    }

    /** Whether a new block is set off by a blank line: as its siblings are, and without any in the file itself. */
    private boolean setOff(Block parent) {
        List<Block> siblings = parent.blocks();
        if (siblings.isEmpty()) {
            return parent.isFile();
        }
        return siblings.stream().anyMatch(block -> places.blankLineBefore(block))
                || siblings.size() == 1 && parent.isFile();
    }

    private static Block.Setting lastSetting(Block block) {
        Block.Setting own = last(block.settings(), null);
        if (own != null || !block.isFile()) {
            return own;
        }
        return block.blocks().stream()
                .map(BlockWriter::lastSetting)
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
    }

    private static <T extends BlockItem> T last(List<? extends T> items, T otherwise) {
        return items.isEmpty() ? otherwise : items.get(items.size() - 1);
    }

    /** One step of indentation: that of the first item in a block that stands on a line of its own. */
    private String step() {
        for (Block block : root.blocks()) {
            for (BlockItem item : block.items()) {
                String indent = indentOf(item);
                String outer = indentOf(block);
                if (places.startsLine(item) && indent.startsWith(outer) && indent.length() > outer.length()) {
                    return indent.substring(outer.length());
                }
            }
        }
        return " ".repeat(USUAL_STEP);
    }

    /** What the line of an item starts with. */
    private String indentOf(BlockItem item) {
        if (item instanceof Block block && block.isFile()) {
            return "";
        }
        int start = lines.lineStart(item.start());
        int end = start;
        while (end < item.start() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return text.substring(start, end);
    }
}
