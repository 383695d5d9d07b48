package aria.compose;

import aria.edit.TextChange;
import java.util.List;

/**
 * A requested change of a file, and the service that needs it.
 *
 * @param service the service that needs it: one of the project, or one that is added to it
 * @param subject what in the file it is about
 * @param name    the name of that service or volume; of {@code service} for settings, of the command for a choice
 * @param change  the change, in terms of the file's language, with its reason
 */
public record WantedChange(String service, Subject subject, String name, TextChange change) {

    /** The part of a file that a change is about. */
    public enum Subject {
        /** A service that is there. */
        SERVICE,
        /** A service that is added. */
        NEW_SERVICE,
        /** A volume that is added. */
        NEW_VOLUME,
        /** A network that is added. */
        NEW_NETWORK,
        /** A service's settings, in a file that it mounts. */
        SETTINGS,
        /** What was decided on the command line, in {@code aria.yaml}. */
        CHOICE
    }

    /** Returns the changes to a file with a service's settings. */
    public static List<WantedChange> ofSettings(String service, List<? extends TextChange> changes) {
        return changes.stream()
                .map(change -> new WantedChange(service, Subject.SETTINGS, service, change))
                .toList();
    }

    /** Returns the changes to the project's choices that a command remembers. */
    public static List<WantedChange> ofChoices(String command, List<? extends TextChange> changes) {
        return changes.stream()
                .map(change -> new WantedChange("", Subject.CHOICE, command, change))
                .toList();
    }
}
