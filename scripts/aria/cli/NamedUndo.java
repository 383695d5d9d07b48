package aria.cli;

import aria.compose.ComposeProject;
import aria.compose.ProjectFiles;
import aria.compose.Service;
import aria.finding.RefusedException;
import aria.stack.Stack;
import aria.store.Layout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is taken back where compose files are named, and the folder has other projects that were patched as well: the
 * files of the named one, and those that its services alone use.
 *
 * @param files to take back
 * @param kept  files that the other projects use as well, such as those of the CA and {@code aria.yaml}
 * @param other compose files of the other projects
 */
public record NamedUndo(List<Path> files, List<Path> kept, List<Path> other) {
    /** Keeps unmodifiable copies. */
    public NamedUndo {
        files = List.copyOf(files);
        kept = List.copyOf(kept);
        other = List.copyOf(other);
    }

    /**
     * Sorts the files that have something to take back.
     *
     * @param named    the projects that are meant; of a folder without others all that is recorded is theirs
     * @param recorded the files, absolute
     */
    public static NamedUndo of(Layout layout, List<Stack> named, List<Path> recorded) {
        List<ComposeProject> own = named.stream().map(Stack::project).toList();
        Set<Path> ownFiles = own.stream().flatMap(NamedUndo::sources).collect(Collectors.toSet());
        List<Path> other = new ArrayList<>();
        List<ComposeProject> others = new ArrayList<>();
        for (Path file : recorded) {
            if (!ownFiles.contains(file) && !file.startsWith(layout.mtlsFolder())) {
                project(layout, file).ifPresent(project -> {
                    other.add(file);
                    others.add(project);
                });
            }
        }
        if (other.isEmpty()) {
            return new NamedUndo(recorded, List.of(), List.of());
        }
        Set<Path> theirs = new HashSet<>(other);
        recorded.stream().filter(file -> uses(layout, others, file)).forEach(theirs::add);
        List<Path> files = recorded.stream()
                .filter(file -> ownFiles.contains(file) || uses(layout, own, file) && !theirs.contains(file))
                .toList();
        return new NamedUndo(
                files,
                recorded.stream()
                        .filter(file -> !files.contains(file) && !other.contains(file))
                        .filter(file -> !theirs.contains(file) || uses(layout, own, file))
                        .toList(),
                other);
    }

    /** Says which files stay, and why; nothing where all are taken back. */
    public void tell(Console console, Layout layout) {
        if (!other.isEmpty()) {
            console.message((kept.isEmpty() ? "" : shown(layout, kept) + ": kept, because other projects use it. ")
                    + "Patched as well, and left: " + shown(layout, other));
        }
    }

    private static String shown(Layout layout, List<Path> files) {
        return files.stream().map(layout::display).collect(Collectors.joining(", "));
    }

    private static Stream<Path> sources(ComposeProject project) {
        return Stream.of(
                        project.sources().keySet().stream(),
                        project.files().files().stream(),
                        project.override().stream())
                .flatMap(files -> files)
                .map(file -> file.toAbsolutePath().normalize());
    }

    /** The project of a compose file; empty for any other file. */
    private static Optional<ComposeProject> project(Layout layout, Path file) {
        List<ProjectFiles> found = file.toString().matches(".*\\.ya?ml")
                ? ComposeOptions.located(layout.root(), layout.root(), List.of(file), List.of())
                : List.of();
        try {
            return found.stream()
                    .map(files -> ComposeProject.load(files, System.getenv()))
                    .filter(project -> !project.services().isEmpty())
                    .findFirst();
        } catch (RefusedException notOne) {
            return Optional.empty();
        }
    }

    private static boolean uses(Layout layout, List<ComposeProject> projects, Path file) {
        return projects.stream()
                .flatMap(project -> project.services().values().stream())
                .anyMatch(service ->
                        file.startsWith(layout.mtlsFolder().resolve(service.name())) || isMounted(service, file));
    }

    private static boolean isMounted(Service service, Path file) {
        return service.mounts().stream()
                .filter(mount -> mount.type().equals("bind") && !mount.source().isEmpty())
                .map(mount -> service.baseDirectory()
                        .resolve(mount.source())
                        .toAbsolutePath()
                        .normalize())
                .anyMatch(file::startsWith);
    }
}
