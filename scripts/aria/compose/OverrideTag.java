package aria.compose;

import aria.edit.SourceText;
import aria.edit.yaml.YamlDocument;

/**
 * The tags with which a compose file resets or replaces values of earlier ones (Compose Specification, "Merge": reset
 * and replace value).
 */
public final class OverrideTag {
    /** The first Docker Compose that goes by {@code !override}; older ones merge the values as if it were not there. */
    public static final String SINCE = "2.24.4";

    static final String OVERRIDE = "!override";
    static final String RESET = "!reset";

    private OverrideTag() {}

    /**
     * Whether a file has one of them.
     *
     * @throws aria.finding.RefusedException when it is not YAML
     */
    public static boolean isIn(SourceText text) {
        return YamlDocument.parse(text).documents().stream()
                .anyMatch(document -> document.anyMatch(value -> value.tag()
                        .filter(tag -> tag.equals(OVERRIDE) || tag.equals(RESET))
                        .isPresent()));
    }
}
