package aria.compose;

import aria.finding.RefusedException;
import aria.store.InputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The order of projects that are named together and edited one by one, some of which mention files of others. A
 * project whose services others extend comes first, because they inherit its additions. A project that another one
 * includes with paths relative to another folder is edited as a part of that one, because the same text cannot be
 * right for both.
 */
public final class ProjectOrder {
    private final Map<Path, ProjectFiles> byFile = new LinkedHashMap<>();
    private final Map<ProjectFiles, Set<ProjectFiles>> after = new LinkedHashMap<>();
    private final Map<ProjectFiles, ProjectFiles> partOf = new LinkedHashMap<>();
    private final List<ProjectFiles> order;

    private ProjectOrder(List<ProjectFiles> projects, Map<String, String> environment) {
        projects.forEach(project -> byFile.putIfAbsent(project.files().get(0), project));
        for (ProjectFiles project : projects.size() > 1 ? projects : List.<ProjectFiles>of()) {
            if (mentionsFiles(project)) {
                look(project, environment);
            }
        }
        Set<ProjectFiles> ordered = new LinkedHashSet<>();
        projects.forEach(project -> put(project, ordered, new LinkedHashSet<>()));
        order = List.copyOf(ordered);
    }

    /**
     * Looks at which of the projects mention others. A project that can't be loaded mentions none, and is refused
     * when its turn comes.
     */
    public static ProjectOrder of(List<ProjectFiles> projects, Map<String, String> environment) {
        return new ProjectOrder(projects, environment);
    }

    /** Each of the projects once, those first that others build on. */
    public List<ProjectFiles> order() {
        return order;
    }

    /** The project that this one is a part of; empty when it stands by itself. */
    public Optional<ProjectFiles> partOf(ProjectFiles project) {
        return Optional.ofNullable(partOf.get(project));
    }

    /**
     * Loading is not cheap, and most files mention no other. One that can't be read mentions none, and is refused in
     * its turn.
     */
    private static boolean mentionsFiles(ProjectFiles project) {
        try {
            for (Path file : project.files()) {
                String text = new String(InputFile.bytes(file), StandardCharsets.ISO_8859_1);
                if (text.contains("extends") || text.contains("include")) {
                    return true;
                }
            }
            return false;
        } catch (IOException | RefusedException unreadable) {
            return false;
        }
    }

    private void look(ProjectFiles project, Map<String, String> environment) {
        ComposeProject loaded;
        try {
            loaded = ComposeProject.load(project, environment);
        } catch (RefusedException refused) {
            return;
        }
        for (Path file : loaded.sources().keySet()) {
            ProjectFiles other = byFile.get(file);
            if (other == null || project.files().contains(file)) {
                continue;
            }
            if (loaded.baseDirectory(file).equals(other.directory())) {
                after.computeIfAbsent(project, key -> new LinkedHashSet<>()).add(other);
            } else {
                partOf.putIfAbsent(other, project);
                after.computeIfAbsent(other, key -> new LinkedHashSet<>()).add(project);
            }
        }
    }

    private void put(ProjectFiles project, Set<ProjectFiles> ordered, Set<ProjectFiles> open) {
        if (ordered.contains(project) || !open.add(project)) {
            return;
        }
        new ArrayList<>(after.getOrDefault(project, Set.of())).forEach(first -> put(first, ordered, open));
        ordered.add(project);
    }
}
