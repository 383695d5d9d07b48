package aria.edit.block;

import aria.edit.SourceText;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The parser of files of lines, as mosquitto reads them (lib/config, {@code strtok_r}): a key, blanks, and a value up
 * to the end of the line. A comment has a line of its own that starts with {@code #}. A key may occur several times.
 */
final class LinesParser extends BlockParser {
    private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Pattern VALUE = Pattern.compile("[^\\s](?:[^\\r\\n]*[^\\s])?");
    private static final String INCLUDE = "include_dir";

    LinesParser(SourceText source) {
        super(source);
    }

    @Override
    String insteadOfJson() {
        return "write a key and its value on each line";
    }

    @Override
    void endOfItem() {
        cursor.skipAny(" \t");
        if (!cursor.atEnd() && cursor.here() != '\n' && cursor.here() != '\r') {
            throw cursor.invalid(cursor.at(), "a line break is expected after a value");
        }
    }

    @Override
    BlockItem item() {
        int start = cursor.at();
        if (!cursor.skip(KEY)) {
            throw cursor.invalid(start, "a key is expected here, found " + cursor.found());
        }
        String key = cursor.from(start);
        int keyEnd = cursor.at();
        cursor.skipAny(" \t");
        int valueStart = cursor.at();
        if (valueStart == keyEnd && !cursor.atEnd() && cursor.here() != '\n' && cursor.here() != '\r') {
            throw cursor.invalid(valueStart, "a space is expected after '" + key + "', found " + cursor.found());
        }
        if (!cursor.skip(VALUE)) {
            throw cursor.invalid(start, "'" + key + "' has no value");
        }
        String value = cursor.from(valueStart);
        return key.equals(INCLUDE)
                ? new Block.Include(value, start, cursor.at())
                : new Block.Setting(key, start, keyEnd, valueStart, cursor.at(), value, List.of(value));
    }

    @Override
    void skip() {
        cursor.skipAny(BLANKS);
        while (cursor.here() == '#') {
            cursor.skipLine();
            cursor.skipAny(BLANKS);
        }
    }
}
