package aria.compose;

import aria.finding.Place;

/**
 * One text that the files of a project give to a service: a setting, or a file that its containers see.
 *
 * @param source where it is given
 * @param name   the variable's, label's or option's name; empty for a text without a name
 * @param text   variables replaced; may have several lines, and may be a secret
 * @param place  where its first line stands
 */
public record SettingText(Source source, String name, String text, Place place) {

    /** Where a text is given to a service: a key of its own, or a file. */
    public enum Source {
        ENVIRONMENT,
        ENV_FILE,
        COMMAND,
        ENTRYPOINT,
        HEALTHCHECK,
        LABELS,
        LINKS,
        HOOKS,
        BUILD,
        MOUNTED_FILE
    }

    /** Returns the place of one of its lines, from 0. */
    public Place at(int line) {
        return place.line() == 0
                ? new Place(place.file(), line + 1, 0)
                : new Place(place.file(), place.line() + line, 0);
    }
}
