package aria.preset;

import java.util.regex.Pattern;

/** Globs with {@code *} as the only special sign. */
final class Globs {
    private Globs() {}

    static boolean matches(String glob, String text) {
        String pattern = Pattern.quote(glob).replace("*", "\\E.*\\Q");
        return text.matches(pattern);
    }
}
