package aria.compose;

import aria.compose.WantedChange.Subject;
import aria.edit.yaml.YamlChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Collects the changes of one service while they are translated into changes of files.
 *
 * @param service the service that needs them
 * @param byFile  the changes of all services by file, in the order of the plan; grows
 */
record EditPlan(String service, Map<Path, List<WantedChange>> byFile) {

    /** Adds a change to the text of the service. */
    void add(Path file, YamlChange change) {
        add(file, Subject.SERVICE, service, change);
    }

    /** Adds a change that the service needs, about something else in the file. */
    void add(Path file, Subject subject, String name, YamlChange change) {
        byFile.computeIfAbsent(file, key -> new ArrayList<>()).add(new WantedChange(service, subject, name, change));
    }

    /** Takes a change to the text of the service back, because another one replaces it. */
    void remove(Path file, YamlChange change) {
        byFile.get(file).remove(new WantedChange(service, Subject.SERVICE, service, change));
    }
}
