package aria.edit.block;

import static aria.finding.Remedy.advice;

import aria.edit.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The common part of the parsers of block languages: a file consists of items, some of them blocks of items between
 * braces. Each language defines its items, their ends and its blanks.
 */
abstract class BlockParser {
    /** Blanks of every such language. */
    static final String BLANKS = " \t\r\n";

    final BlockCursor cursor;

    BlockParser(SourceText source) {
        this.cursor = new BlockCursor(source);
    }

    /** Reads one item, the cursor standing at its first character. */
    abstract BlockItem item();

    /** Moves over what may or must stand between two items. */
    abstract void endOfItem();

    /** Moves over blanks and comments. */
    abstract void skip();

    /** How to write a file that is JSON instead, for the refusal of one. */
    abstract String insteadOfJson();

    /**
     * The file.
     *
     * @throws aria.finding.RefusedException {@code config-invalid}, {@code limit}
     */
    final Block parse() {
        int start = cursor.at();
        skip();
        if (cursor.here() == '{') {
            throw cursor.invalid(
                    cursor.at(), "the file is written as JSON, which cannot be edited here", advice(insteadOfJson()));
        }
        List<BlockItem> items = items();
        if (!cursor.atEnd()) {
            throw cursor.invalid(cursor.at(), "this closing brace has no opening brace");
        }
        return new Block(List.of(), start, start, start, cursor.at(), cursor.at(), items);
    }

    /** Up to a closing brace or the end. */
    private List<BlockItem> items() {
        List<BlockItem> items = new ArrayList<>();
        skip();
        while (!cursor.atEnd() && cursor.here() != '}') {
            items.add(item());
            endOfItem();
            skip();
        }
        return items;
    }

    /** The block whose opening brace is here. */
    final Block block(List<String> words, int start, int nameEnd) {
        cursor.deeper();
        cursor.move(1);
        int open = cursor.at();
        List<BlockItem> items = items();
        if (cursor.atEnd()) {
            throw cursor.invalid(open - 1, "this brace is not closed");
        }
        int close = cursor.at();
        cursor.move(1);
        cursor.shallower();
        return new Block(words, start, nameEnd, open, close, cursor.at(), items);
    }

    /**
     * The values between the brackets, the opening one of which is here, and what they mean.
     *
     * @param value          reads one
     * @param brokenLinesToo whether a line break separates two of them as a comma does
     */
    final void list(List<String> meaning, Consumer<List<String>> value, boolean brokenLinesToo) {
        cursor.deeper();
        int open = cursor.at();
        meaning.add("[");
        cursor.move(1);
        skip();
        while (cursor.here() != ']') {
            if (cursor.atEnd()) {
                throw cursor.invalid(open, "this bracket is not closed");
            }
            value.accept(meaning);
            int end = cursor.at();
            skip();
            if (cursor.here() == ',') {
                cursor.move(1);
                skip();
            } else if (cursor.here() != ']'
                    && !(brokenLinesToo && cursor.from(end).matches("(?s).*[\\r\\n].*"))) {
                throw cursor.invalid(cursor.at(), "a comma or a closing bracket is expected here");
            }
        }
        cursor.move(1);
        cursor.shallower();
        meaning.add("]");
    }
}
