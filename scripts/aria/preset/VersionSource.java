package aria.preset;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the version of a server stands, as numbers with dots: in the tag of its image, else in the image itself.
 *
 * @param tag         regular expression that finds it in tags that do not begin with it; its one group is the version
 * @param environment variables of the image that hold it, the best first
 */
public record VersionSource(Optional<String> tag, List<String> environment) {
    private static final String LABEL = "org.opencontainers.image.version";
    /** Debian's packages count before a colon how often a version had to be numbered anew. */
    private static final Pattern NUMBERS = Pattern.compile("(?:\\d+:)?\\D*?(\\d{1,9}(?:\\.\\d{1,9})*)");

    /** For presets that say nothing of it. */
    static final VersionSource USUAL = new VersionSource(Optional.empty(), List.of());

    /** Returns the version that a tag names by this preset's own expression; empty when that finds none. */
    public Optional<String> marked(String text) {
        return tag.map(pattern -> Pattern.compile(pattern).matcher(text))
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1));
    }

    /**
     * Returns the version that an image says of itself.
     *
     * @param said its variables and labels; empty for an image that is not there
     */
    public Optional<String> of(Map<String, String> said) {
        return Stream.concat(environment.stream(), Stream.of(LABEL))
                .map(said::get)
                .filter(value -> value != null)
                .map(NUMBERS::matcher)
                .filter(Matcher::lookingAt)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }
}
