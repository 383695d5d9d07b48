package aria.edit.block;

import aria.edit.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The parser of HCL 1, as hashicorp/hcl 1.0 parses it and Vault and OpenBao use it. Items may share a line and may
 * have commas between them. The expressions of HCL 2 are refused.
 */
final class HclParser extends BlockParser {
    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_.-]*");
    private static final Pattern NUMBER = Pattern.compile(
            "-?(?:0[xX][0-9a-fA-F]+|[0-9]+(?:\\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|\\.[0-9]+(?:[eE][+-]?[0-9]+)?)");
    private static final Pattern HEREDOC = Pattern.compile("<<-?([\\p{L}\\p{Nd}_]+)\\r?\\n");

    HclParser(SourceText source) {
        super(source);
    }

    @Override
    String insteadOfJson() {
        return "write it as HCL";
    }

    @Override
    void endOfItem() {
        skip();
        if (cursor.here() == ',') {
            cursor.move(1);
        }
    }

    @Override
    BlockItem item() {
        int start = cursor.at();
        List<String> words = new ArrayList<>();
        int nameEnd = start;
        while (cursor.here() != '=' && cursor.here() != '{') {
            words.add(word());
            nameEnd = cursor.at();
            skip();
        }
        if (words.isEmpty()) {
            throw cursor.invalid(start, "a key is expected here");
        }
        if (cursor.here() == '{') {
            return block(words, start, nameEnd);
        }
        if (words.size() > 1) {
            throw cursor.invalid(start, "a block (`{`) is expected after '" + String.join(" ", words) + "'");
        }
        cursor.move(1);
        skip();
        int valueStart = cursor.at();
        List<String> value = new ArrayList<>();
        value(value);
        return new Block.Setting(
                words.get(0), start, nameEnd, valueStart, cursor.at(), cursor.from(valueStart), List.copyOf(value));
    }

    private String word() {
        int start = cursor.at();
        if (cursor.here() == '"') {
            string();
            String quoted = cursor.from(start);
            return quoted.substring(1, quoted.length() - 1);
        }
        if (!cursor.skip(WORD)) {
            throw cursor.invalid(
                    start,
                    cursor.atEnd() ? "the file ends in the middle of a setting" : "unexpected " + cursor.found());
        }
        return cursor.from(start);
    }

    private void value(List<String> meaning) {
        int start = cursor.at();
        char first = cursor.here();
        if (first == '[') {
            list(meaning, this::value, false);
        } else if (first == '{') {
            object(meaning);
        } else if (first == '<') {
            heredoc();
            meaning.add(cursor.from(start));
        } else if (first == '"') {
            string();
            meaning.add(cursor.from(start));
        } else if (cursor.skip(NUMBER) || cursor.skip(WORD)) {
            meaning.add(cursor.from(start));
        } else {
            throw cursor.invalid(start, "a value is expected here");
        }
        if ("(+*/?<>&|!-[".indexOf(cursor.here()) >= 0 && !cursor.startsWith("//") && !cursor.startsWith("/*")) {
            throw cursor.invalid(cursor.at(), "an expression, which HCL 1 does not support");
        }
    }

    private void object(List<String> meaning) {
        meaning.add(block(List.of("value"), cursor.at(), cursor.at())
                .model()
                .entries()
                .toString());
    }

    /** A quote within <code>${…}</code> does not end the string. */
    private void string() {
        int start = cursor.at();
        int braces = 0;
        cursor.move(1);
        while (cursor.here() != '"' || braces > 0) {
            if (cursor.atEnd() || cursor.here() == '\n' && braces == 0) {
                throw cursor.invalid(start, "this string is not closed");
            }
            if (braces == 0 && cursor.startsWith("${")) {
                braces = 1;
                cursor.move(1);
            } else if (braces > 0 && cursor.here() == '{') {
                braces++;
            } else if (braces > 0 && cursor.here() == '}') {
                braces--;
            } else if (cursor.here() == '\\') {
                cursor.move(1);
            }
            cursor.move(1);
        }
        cursor.move(1);
    }

    private void heredoc() {
        int start = cursor.at();
        if (!cursor.skip(HEREDOC)) {
            throw cursor.invalid(start, "`<<NAME` and a line break are expected here");
        }
        String name = cursor.from(start).replaceFirst("<<-?", "").strip();
        Pattern end = Pattern.compile("(?m)^[ \\t\\f\\x0B]*" + name + "(?=\\r*(?:\\n|\\z))");
        while (!cursor.skip(end)) {
            cursor.skipLine();
            if (cursor.atEnd()) {
                throw cursor.invalid(start, "this heredoc has no closing line '" + name + "'");
            }
            cursor.skipAny("\r");
            cursor.move(1);
        }
    }

    @Override
    void skip() {
        cursor.skipAny(BLANKS);
        while (cursor.here() == '#' || cursor.startsWith("//") || cursor.startsWith("/*")) {
            if (cursor.startsWith("/*")) {
                int end = cursor.find("*/", cursor.at() + 2);
                if (end < 0) {
                    throw cursor.invalid(cursor.at(), "this comment is not closed");
                }
                cursor.moveTo(end + 2);
            } else {
                cursor.skipLine();
            }
            cursor.skipAny(BLANKS);
        }
    }
}
