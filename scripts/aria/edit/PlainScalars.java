package aria.edit;

import java.util.Set;
import java.util.regex.Pattern;

/** What an unquoted scalar is read as: the union of the implicit types of YAML 1.1 and the 1.2 core schema. */
final class PlainScalars {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> WORDS = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", ".nan",
            ".inf", "+.inf", "-.inf", "=", "<<");
    private static final Pattern NUMBER = Pattern.compile("[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0o[0-7_]+|[0-9][0-9_]*"
            + "|[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?|([0-9][0-9_]*)?\\.?[0-9_]*([eE][-+]?[0-9]+)?)");
    private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \\t].*)?");
    private static final Pattern DIGITS_FIRST = Pattern.compile("[-+.]?[0-9][-0-9a-fA-F_.,:+xXoOtTzZ ]*");
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_./$][A-Za-z0-9_./:@%+=,~$ {}()-]*");

    private PlainScalars() {
    }

    /** Whether unquoted text is null in any version. */
    static boolean isNull(String text) {
        return NULLS.contains(text);
    }

    /** Whether unquoted text is a string in every version. */
    static boolean readsAsString(String text) {
        return !isNull(text) && !WORDS.contains(text.toLowerCase(java.util.Locale.ROOT))
                && !TIMESTAMP.matcher(text).matches() && !(hasDigit(text) && NUMBER.matcher(text).matches());
    }

    /** Whether text may be written without quotes in block style and will be a string; stricter than need be. */
    static boolean canBePlain(String text) {
        return readsAsString(text) && SAFE.matcher(text).matches() && !DIGITS_FIRST.matcher(text).matches()
                && !text.contains(": ") && !text.endsWith(":") && !text.endsWith(" ");
    }

    private static boolean hasDigit(String text) {
        return text.chars().anyMatch(c -> c >= '0' && c <= '9');
    }
}
