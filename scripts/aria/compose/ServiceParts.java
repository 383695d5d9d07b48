package aria.compose;

import aria.edit.EditErrors;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlValue;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The definitions of one service in all files, and the file and path to which a change of it goes. */
final class ServiceParts {
    private final ComposeProject project;
    private final String service;
    private final List<Part> parts;

    ServiceParts(ComposeProject project, String service) {
        this.project = project;
        this.service = service;
        this.parts = project.parts(service);
    }

    /** All parts, in merge order. */
    List<Part> all() {
        return parts;
    }

    /** The parts that count for a key, whoever may edit them. */
    List<Part> counting(String key) {
        return Part.having(parts, key);
    }

    /** The service's own parts in files that may be edited and for which the condition holds. */
    List<Part> own(Predicate<Part> condition) {
        return parts.stream().filter(this::isEditable).filter(condition).toList();
    }

    boolean isEditable(Part part) {
        return !part.inherited() && project.override().map(part.file()::equals).orElse(true);
    }

    /**
     * Whether a part has the final say only because the override file has not: such text can be replaced there as a
     * whole, with {@code !override}.
     */
    boolean isOverridable(Part part) {
        return project.override().isPresent() && !isEditable(part);
    }

    /** Where the service is defined, or is to be overridden. */
    Part definition() {
        return own(part -> true).stream().findFirst().orElseGet(() -> {
            Path file = project.override().orElseThrow();
            YamlReader reader = new YamlReader(project.files().label(file), project.variables());
            return new Part(file, project.baseDirectory(file), reader, YamlValue.map(Map.of()), false);
        });
    }

    /**
     * Where something is added under a key: the first file that says anything of the key and is heard, else the
     * definition.
     */
    Part place(String key) {
        return counting(key).stream().filter(this::isEditable).findFirst().orElse(definition());
    }

    /** Where a name under a key is set: everywhere it is set now, or where it would be added. */
    List<Part> placesNaming(String key, String name) {
        List<Part> naming = own(part -> names(part, key).contains(name));
        return naming.isEmpty() ? List.of(place(key)) : naming;
    }

    /** The names under a key that is a mapping, or a list of {@code NAME} or {@code NAME=value}. */
    static Set<String> names(Part part, String key) {
        return part.get(key)
                .map(value -> value instanceof YamlMap map
                        ? map.entries().keySet()
                        : part.reader().pairs(value, key).keySet())
                .orElse(Set.of());
    }

    /** The path of a key of the service. */
    List<String> path(String key) {
        return List.of("services", service, key);
    }

    /** The path of the service itself. */
    List<String> path() {
        return List.of("services", service);
    }

    /** A refusal at a key of a part, or at the part when it has no such key. */
    RefusedException conflict(Part part, String key, String message, Remedy... remedies) {
        return EditErrors.at(
                FindingId.CONFLICT,
                part.reader().file(),
                part.get(key).orElse(part.map()).position(),
                "service " + service + ": " + message,
                remedies);
    }
}
