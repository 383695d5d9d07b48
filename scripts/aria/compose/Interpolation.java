package aria.compose;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The variables that a compose file may use, and their substitution as Compose does it (Compose Specification,
 * "Interpolation"). Values may be secret, so they cannot be listed.
 */
final class Interpolation {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Deeper nesting, or a longer result, is no honest file's: the text is left as it is written. */
    private static final int DEPTH = 30;

    private static final int LENGTH = 1 << 20;

    private final UnaryOperator<String> lookup;

    /** Is told the name of each required variable without a value, and what its expression says about it. */
    private final BiConsumer<String, String> missing;

    private Interpolation(UnaryOperator<String> lookup) {
        this(lookup, (name, word) -> {});
    }

    private Interpolation(UnaryOperator<String> lookup, BiConsumer<String, String> missing) {
        this.lookup = lookup;
        this.missing = missing;
    }

    /**
     * The variables that a text requires by {@code ${NAME?}} or {@code ${NAME:?}} and that have no value, each with what
     * the expression says about it. Compose refuses a file with such a text.
     */
    Map<String, String> missing(String text) {
        Map<String, String> found = new LinkedHashMap<>();
        if (text.indexOf('?') > 0) {
            new Interpolation(lookup, found::putIfAbsent).replace(text);
        }
        return found;
    }

    static Interpolation of(Map<String, String> values) {
        return new Interpolation(values::get);
    }

    /** The variable's value, which may be the empty string. */
    Optional<String> get(String name) {
        return Optional.ofNullable(lookup.apply(name));
    }

    /** These variables and, where they say nothing, those of {@code more}, which may still grow. */
    Interpolation orElse(Map<String, String> more) {
        return new Interpolation(name -> get(name).orElseGet(() -> more.get(name)));
    }

    /**
     * Replaces {@code $NAME}, {@code ${NAME}} with its modifiers, and {@code $$}. A variable without value is empty.
     * What Compose would stop at (a required variable that is missing, a malformed expression) stays as it is written,
     * so that a plan can be made on a machine that lacks the values.
     */
    String replace(String text) {
        return replace(text, 0);
    }

    private String replace(String text, int depth) {
        int dollar = text.indexOf('$');
        if (dollar < 0 || depth > DEPTH) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int[] closing = closingBraces(text);
        int at = 0;
        while (dollar >= 0) {
            out.append(text, at, dollar);
            at = appendExpression(text, closing, dollar, depth, out);
            if (out.length() > LENGTH) {
                return text;
            }
            dollar = text.indexOf('$', at);
        }
        return out.append(text, at, text.length()).toString();
    }

    /** Literal text, written so that Compose reads it back unchanged. */
    static String escape(String literal) {
        return literal.replace("$", "$$");
    }

    /** A piece of a text: a character, or an expression and its value. */
    private record Token(String text, String value) {}

    /**
     * A text that Compose reads as {@code wanted}, and that keeps as much of the beginning and the end of
     * {@code written} as agrees with it, expressions included: a value with a variable in it stays a value with that
     * variable.
     */
    String rewritten(String written, String wanted) {
        List<Token> tokens = tokens(written);
        int first = 0;
        int from = 0;
        while (first < tokens.size() && wanted.startsWith(tokens.get(first).value(), from)) {
            from += tokens.get(first++).value().length();
        }
        int last = tokens.size();
        int to = wanted.length();
        while (last > first
                && to - tokens.get(last - 1).value().length() >= from
                && wanted.startsWith(
                        tokens.get(last - 1).value(),
                        to - tokens.get(last - 1).value().length())) {
            to -= tokens.get(--last).value().length();
        }
        String result = text(tokens.subList(0, first))
                + escape(wanted.substring(from, to))
                + text(tokens.subList(last, tokens.size()));
        return replace(result).equals(wanted) ? result : escape(wanted);
    }

    /**
     * Whether a text has lost an expression whose value is not written in it: the value now stands there.
     *
     * @param before with its expressions
     * @param after  what {@link #rewritten} made of it
     */
    boolean revealed(String before, String after) {
        Interpolation nothing = of(Map.of());
        List<String> kept = tokens(after).stream().map(Token::text).toList();
        return tokens(before).stream()
                .filter(token -> token.text().length() > 1 && !token.value().isEmpty())
                .filter(token -> !nothing.replace(token.text()).equals(token.value()))
                .anyMatch(token -> !kept.contains(token.text()));
    }

    private List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        int[] closing = closingBraces(text);
        int at = 0;
        while (at < text.length()) {
            StringBuilder value = new StringBuilder();
            int next = text.charAt(at) == '$' ? appendExpression(text, closing, at, 0, value) : at + 1;
            tokens.add(new Token(
                    text.substring(at, next), text.charAt(at) == '$' ? value.toString() : text.substring(at, next)));
            at = next;
        }
        return tokens;
    }

    private static String text(List<Token> tokens) {
        return tokens.stream().map(Token::text).collect(Collectors.joining());
    }

    /** Appends what stands at the {@code $} at {@code dollar}, and returns the index after it. */
    private int appendExpression(String text, int[] closing, int dollar, int depth, StringBuilder out) {
        int next = dollar + 1;
        if (text.startsWith("$", next)) {
            out.append('$');
            return next + 1;
        }
        if (text.startsWith("{", next)) {
            int close = closing[dollar];
            if (close > 0) {
                out.append(evaluate(text.substring(next + 1, close), depth + 1));
                return close + 1;
            }
        }
        Matcher name = NAME.matcher(text).region(next, text.length());
        if (name.lookingAt()) {
            out.append(get(name.group()).orElse(""));
            return name.end();
        }
        out.append('$');
        return next;
    }

    private String evaluate(String inner, int depth) {
        Matcher name = NAME.matcher(inner);
        if (!name.lookingAt()) {
            return "${" + inner + "}";
        }
        String value = lookup.apply(name.group());
        String rest = inner.substring(name.end());
        boolean emptyCounts = !rest.startsWith(":");
        boolean present = value != null && (emptyCounts || !value.isEmpty());
        String modifier = emptyCounts ? rest : rest.substring(1);
        if (modifier.isEmpty()) {
            return rest.isEmpty() ? (value == null ? "" : value) : "${" + inner + "}";
        }
        String word = modifier.substring(1);
        return switch (modifier.charAt(0)) {
            // Compose looks into the word that it does not use, too: a variable required there has to have a value.
            case '-' -> {
                String other = replace(word, depth);
                yield present ? value : other;
            }
            case '+' -> {
                String other = replace(word, depth);
                yield present ? other : "";
            }
            case '?' -> {
                if (!present) {
                    replace(word, depth);
                    // As it is written: the values of other variables may be secrets.
                    missing.accept(name.group(), word);
                }
                yield present ? value : "${" + inner + "}";
            }
            default -> "${" + inner + "}";
        };
    }

    /** For each <code>${</code>, at its index, the index of the brace that closes it; 0 when none does. */
    private static int[] closingBraces(String text) {
        int[] closing = new int[text.length()];
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("${", i)) {
                open.push(i++);
            } else if (text.charAt(i) == '}' && !open.isEmpty()) {
                closing[open.pop()] = i;
            }
        }
        return closing;
    }
}
