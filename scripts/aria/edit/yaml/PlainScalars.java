package aria.edit.yaml;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The meaning of an unquoted scalar: the union of the implicit types of YAML 1.1 and the 1.2 core schema. */
final class PlainScalars {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> WORDS =
            Set.of("y", "n", "yes", "no", "on", "off", "true", "false", ".nan", ".inf", "+.inf", "-.inf", "=", "<<");
    private static final Pattern NUMBER = Pattern.compile("[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0o[0-7_]+|[0-9][0-9_]*"
            + "|[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?|([0-9][0-9_]*)?\\.?[0-9_]*([eE][-+]?[0-9]+)?)");
    private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \\t].*)?");
    private static final Pattern DIGITS_FIRST = Pattern.compile("[-+.]?[0-9][-0-9a-fA-F_.,:+xXoOtTzZ ]*");
    private static final Pattern CANONICAL = Pattern.compile("-?(0|[1-9][0-9]*)|true|false");
    private static final String SAFE_FIRST = "_./$";
    private static final String SAFE = SAFE_FIRST + ":@%+=,~ {}()-";
    private static final int LONGEST_WORD = 5;

    private PlainScalars() {}

    /** Whether unquoted text is null in any version. */
    static boolean isNull(String text) {
        return NULLS.contains(text);
    }

    /** Whether unquoted text, which is no string, is a number or boolean that is printed with the same text. */
    static boolean printsAsWritten(String text) {
        return CANONICAL.matcher(text).matches();
    }

    /** Whether unquoted text is a string in every version. */
    static boolean readsAsString(String text) {
        if (isNull(text) || text.length() <= LONGEST_WORD && WORDS.contains(text.toLowerCase(Locale.ROOT))) {
            return false;
        }
        return !startsLikeNumber(text)
                || !TIMESTAMP.matcher(text).matches()
                        && !(hasDigit(text) && NUMBER.matcher(text).matches());
    }

    /** Whether text may be written without quotes in block style and will be a string; stricter than need be. */
    static boolean canBePlain(String text) {
        return readsAsString(text)
                && isSafe(text)
                && !(startsLikeNumber(text) && DIGITS_FIRST.matcher(text).matches())
                && !text.contains(": ")
                && !text.endsWith(":")
                && !text.endsWith(" ");
    }

    /** Spares most texts the patterns. */
    private static boolean startsLikeNumber(String text) {
        return "+-._eE0123456789".indexOf(text.charAt(0)) >= 0;
    }

    private static boolean isSafe(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean word = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!word && (i == 0 ? SAFE_FIRST : SAFE).indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasDigit(String text) {
        return text.chars().anyMatch(c -> c >= '0' && c <= '9');
    }
}
