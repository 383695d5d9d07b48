package aria.apply;

import aria.compose.ComposeProject;
import aria.compose.Service;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.store.Layout;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files that were generated for services which are gone: this user's runs wrote them here, and nothing mounts them any more. */
final class GoneFiles {
    private GoneFiles() {}

    /**
     * Looks for them. What somebody has edited since is not among them, nor what a record of somebody else names.
     *
     * @param gone the services that are gone
     */
    static List<Undone> of(Layout layout, List<Stack> stacks, Set<String> gone) {
        if (gone.isEmpty()) {
            return List.of();
        }
        Set<Path> folders = gone.stream().map(layout::generatedFolder).collect(Collectors.toSet());
        folders.removeAll(mounted(stacks));
        return Undo.recorded(layout).stream()
                .filter(file -> folders.contains(file.getParent()))
                .flatMap(file -> Undo.plan(layout, List.of(file), command -> true).stream())
                .filter(undone -> undone.effect() == Undone.Effect.REMOVED
                        && undone.foreign().isEmpty())
                .toList();
    }

    /** The folders that services which are left mount, by themselves or by a file in them. */
    private static Set<Path> mounted(List<Stack> stacks) {
        return stacks.stream()
                .map(Stack::project)
                .flatMap(GoneFiles::kept)
                .flatMap(service -> service.mounts().stream()
                        .filter(mount -> mount.type().equals("bind"))
                        .map(service::hostPath))
                .flatMap(path -> Stream.of(path, path.getParent()))
                .collect(Collectors.toSet());
    }

    private static Stream<Service> kept(ComposeProject project) {
        List<Service> leftOver = OurServices.leftOver(project);
        return project.services().values().stream().filter(service -> !leftOver.contains(service));
    }
}
