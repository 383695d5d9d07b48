package aria.preset;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version in an image's tag, such as {@code 0.27.5} in {@code v0.27.5-hsm}. */
public final class ImageVersion {
    /** Numbers, then what tells a variant of the image. */
    private static final Pattern TAG =
            Pattern.compile("(v?)(\\d{1,9}(?:\\.\\d{1,9})*)((?:(?:alpha|beta|rc)\\d*)?(?:-.*)?)");
    /** What tells a version before the release, which there is none of for another version. */
    private static final Pattern UNFINISHED = Pattern.compile("-(?:rc|alpha|beta|pre|dev)[.-]?\\d*");

    /** Tags without a version, for the newest one: words, and the systems that images are built on. */
    private static final Pattern MOVING = Pattern.compile(
            "(?:[a-z]+|(?:alpine|ubi|debian|ubuntu)[\\d.]+)(?:-(?:[a-z]+|(?:alpine|ubi|debian|ubuntu)[\\d.]+))*");

    private ImageVersion() {}

    /** Returns the version in a tag, as numbers with dots; empty when the tag does not begin with one. */
    public static Optional<String> of(String tag) {
        Matcher matcher = TAG.matcher(tag);
        return matcher.matches() ? Optional.of(matcher.group(2)) : Optional.empty();
    }

    /** Returns whether a tag names the newest version, whatever that is: {@code latest}, {@code alpine}. */
    public static boolean isNewest(String tag) {
        return MOVING.matcher(tag).matches();
    }

    /**
     * Whether the tag is of an earlier version. False for tags that are no version, such as {@code latest}, and for
     * those that move with versions which are not: {@code 0.30} may be {@code 0.30.2}.
     *
     * @param version numbers with dots
     */
    public static boolean isBefore(String tag, String version) {
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
    public static String with(String tag, String version) {
        Matcher matcher = TAG.matcher(tag);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(tag + " is no version");
        }
        return matcher.group(1) + version + UNFINISHED.matcher(matcher.group(3)).replaceFirst("");
    }
}
