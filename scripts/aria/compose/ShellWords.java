package aria.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A command string split into words as Compose splits it: spaces separate, quotes and backslashes protect. An
 * unprotected shell operator ends the command, because Compose runs no shell and drops the rest.
 *
 * @param words the words with their places in the text
 * @param whole whether all of the text was used: no operator, every quote closed
 */
record ShellWords(List<Word> words, boolean whole) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
    private static final String OPERATORS = ";&|<>";

    /** A word without its quotes, and the half-open range of the text it was read from. */
    record Word(String text, int start, int end) {}

    static ShellWords split(String text) {
        return new Splitter(text).run();
    }

    /** The words alone. */
    List<String> texts() {
        return words.stream().map(Word::text).toList();
    }

    /** The word, quoted when splitting would otherwise change it. */
    static String quote(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static final class Splitter {
        private final String text;
        private final List<Word> words = new ArrayList<>();
        private final StringBuilder word = new StringBuilder();
        private int start = -1;

        Splitter(String text) {
            this.text = text;
        }

        ShellWords run() {
            char quote = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\\' && quote != '\'') {
                    if (++i == text.length()) {
                        return finish(i, false);
                    }
                    add(i - 1, escaped(text.charAt(i)));
                } else if (quote != 0 && c == quote) {
                    quote = 0;
                } else if (quote != 0) {
                    word.append(c);
                } else if (c == '"' || c == '\'') {
                    quote = c;
                    begin(i);
                } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                    end(i);
                } else if (OPERATORS.indexOf(c) >= 0) {
                    boolean descriptor =
                            c == '>' && start >= 0 && word.length() > 0 && Character.isDigit(word.charAt(0));
                    start = descriptor ? -1 : start;
                    return finish(i, false);
                } else {
                    add(i, c);
                }
            }
            return finish(text.length(), quote == 0);
        }

        private static char escaped(char c) {
            return c == 't' ? '\t' : c == 'n' ? '\n' : c;
        }

        private void begin(int at) {
            start = start < 0 ? at : start;
        }

        private void add(int at, char c) {
            begin(at);
            word.append(c);
        }

        private void end(int at) {
            if (start >= 0) {
                words.add(new Word(word.toString(), start, at));
                word.setLength(0);
                start = -1;
            }
        }

        private ShellWords finish(int at, boolean whole) {
            end(at);
            return new ShellWords(List.copyOf(words), whole);
        }
    }
}
