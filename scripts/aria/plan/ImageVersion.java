package aria.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version in an image's tag, such as {@code 0.27.5} in {@code v0.27.5-hsm}. */
final class ImageVersion {
    /** Numbers, then what tells a variant of the image. */
    private static final Pattern TAG = Pattern.compile("(v?)(\\d{1,9}(?:\\.\\d{1,9})*)((?:-.*)?)");
    /** What tells a version before the release, which there is none of for another version. */
    private static final Pattern UNFINISHED = Pattern.compile("-(?:rc|alpha|beta|pre|dev)[.-]?\\d*");

    private ImageVersion() {}

    /**
     * Whether the tag is of an earlier version. False for tags that are no version, such as {@code latest}, and for
     * those that move with versions which are not: {@code 0.30} may be {@code 0.30.2}.
     *
     * @param version numbers with dots
     */
    static boolean isBefore(String tag, String version) {
        Matcher matcher = TAG.matcher(tag);
        if (!matcher.matches()) {
            return false;
        }
        String[] numbers = matcher.group(2).split("\\.");
        String[] others = version.split("\\.");
        for (int i = 0; i < Math.min(numbers.length, others.length); i++) {
            int compared = Integer.compare(Integer.parseInt(numbers[i]), Integer.parseInt(others[i]));
            if (compared != 0) {
                return compared < 0;
            }
        }
        return false;
    }

    /** The tag with another version, of the same variant: {@code 0.27.5-hsm} becomes {@code 0.30.2-hsm}. */
    static String with(String tag, String version) {
        Matcher matcher = TAG.matcher(tag);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(tag + " is no version");
        }
        return matcher.group(1) + version + UNFINISHED.matcher(matcher.group(3)).replaceFirst("");
    }
}
