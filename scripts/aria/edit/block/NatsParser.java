package aria.edit.block;

import aria.edit.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The parser of nats-server's configuration language, as its lexer (conf/lex.go) works. Keys end at a blank,
 * {@code =} or {@code :}. Unquoted strings end at a blank, a separator or a closing bracket, so {@code #} may be part
 * of them.
 */
final class NatsParser extends BlockParser {
    private static final Pattern KEY = Pattern.compile("[^\\s=:{}\\[\\]\"'#,;]+");
    private static final Pattern UNQUOTED = Pattern.compile("(?:[^\\s,;\\]}'\\\\]|\\\\.)++");
    private static final Pattern NUMBER_LIKE = Pattern.compile("[-0-9][^\\s,;\\]}'\\\\#/]*");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(?:\\.[0-9]+)?(?:[kKmMgG][bB]*)?");
    private static final Pattern INCLUDE = Pattern.compile("(?i)include(?=[ \\t])");
    private static final Pattern BARE_FILE = Pattern.compile("[^\\s;}'\"]+");
    private static final Pattern BLOCK_TEXT_END = Pattern.compile("\\n\\)(?=\\r?\\n|\\z)");
    private static final Set<String> TRUE = Set.of("true", "on", "yes");
    private static final Set<String> FALSE = Set.of("false", "off", "no");

    NatsParser(SourceText source) {
        super(source);
    }

    @Override
    String insteadOfJson() {
        return "write it without the outer braces";
    }

    @Override
    void endOfItem() {
        cursor.skipAny(" \t");
        char next = cursor.here();
        if (next == ',' || next == ';') {
            cursor.move(1);
        } else if (!cursor.atEnd() && "}#\r\n".indexOf(next) < 0 && !cursor.startsWith("//")) {
            throw cursor.invalid(cursor.at(), "a line break, a comma or a comment is expected after a value");
        }
    }

    @Override
    BlockItem item() {
        int start = cursor.at();
        if (cursor.skip(INCLUDE)) {
            return include(start);
        }
        String key = key();
        int keyEnd = cursor.at();
        cursor.skipAny(BLANKS);
        if (cursor.here() == '=' || cursor.here() == ':') {
            cursor.move(1);
            cursor.skipAny(BLANKS);
        }
        if (cursor.here() == '{') {
            return block(List.of(key), start, keyEnd);
        }
        int valueStart = cursor.at();
        List<String> value = new ArrayList<>();
        value(value);
        return new Block.Setting(
                key, start, keyEnd, valueStart, cursor.at(), cursor.from(valueStart), List.copyOf(value));
    }

    private Block.Include include(int start) {
        cursor.skipAny(" \t");
        int name = cursor.at();
        boolean quoted = cursor.here() == '"' || cursor.here() == '\'';
        if (quoted) {
            quoted(cursor.here(), false);
        } else if (!cursor.skip(BARE_FILE)) {
            throw cursor.invalid(name, "the name of a file is expected after include");
        }
        String file = cursor.from(name);
        return new Block.Include(quoted ? file.substring(1, file.length() - 1) : file, start, cursor.at());
    }

    private String key() {
        int start = cursor.at();
        if (cursor.here() == '"' || cursor.here() == '\'') {
            quoted(cursor.here(), false);
            String quoted = cursor.from(start);
            return quoted.substring(1, quoted.length() - 1);
        }
        // The server takes a brace at the end of a key for a part of it.
        if (!cursor.skip(KEY) || "{}[]\"'#,;".indexOf(cursor.here()) >= 0 && !cursor.atEnd()) {
            throw cursor.invalid(
                    cursor.at(),
                    cursor.here() == '{'
                            ? "a space is needed before this brace"
                            : "a key is expected here, found " + cursor.found());
        }
        return cursor.from(start);
    }

    private void value(List<String> meaning) {
        int start = cursor.at();
        char first = cursor.here();
        if (first == '[') {
            list(meaning, this::value, true);
        } else if (first == '{') {
            meaning.add(block(List.of("value"), start, start).model().entries().toString());
        } else if (first == '"' || first == '\'') {
            quoted(first, first == '"');
            String text = cursor.from(start);
            meaning.add("text "
                    + (first == '"'
                            ? unescaped(text.substring(1, text.length() - 1))
                            : text.substring(1, text.length() - 1)));
        } else if (first == '(') {
            blockText(start);
            meaning.add("text " + cursor.from(start + 1).replaceFirst("\\)\\z", ""));
        } else if (cursor.skip(Character.isDigit(first) || first == '-' ? NUMBER_LIKE : UNQUOTED)) {
            meaning.add(unquoted(cursor.from(start)));
        } else {
            throw cursor.invalid(start, "a value is expected here");
        }
    }

    private static String unquoted(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (TRUE.contains(lower) || FALSE.contains(lower)) {
            return "bool " + TRUE.contains(lower);
        }
        return (text.startsWith("$") ? "variable " : NUMBER.matcher(text).matches() ? "number " : "text ")
                + unescaped(text);
    }

    private static String unescaped(String text) {
        return text.replace("\\\"", "\"")
                .replace("\\t", "\t")
                .replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\\\", "\\");
    }

    private void quoted(char quote, boolean escapes) {
        int start = cursor.at();
        cursor.move(1);
        while (cursor.here() != quote) {
            if (cursor.atEnd()) {
                throw cursor.invalid(start, "this string is not closed");
            }
            cursor.move(escapes && cursor.here() == '\\' ? 2 : 1);
        }
        cursor.move(1);
    }

    private void blockText(int start) {
        while (!cursor.skip(BLOCK_TEXT_END)) {
            cursor.move(1);
            if (cursor.atEnd()) {
                throw cursor.invalid(start, "this block string has no closing line with ')' alone");
            }
        }
    }

    @Override
    void skip() {
        cursor.skipAny(BLANKS);
        while (cursor.here() == '#' || cursor.startsWith("//")) {
            cursor.skipLine();
            cursor.skipAny(BLANKS);
        }
    }
}
