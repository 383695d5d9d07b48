package aria.operate;

import aria.compose.ProjectFiles;
import aria.compose.Service;
import aria.docker.ComposeCommand;
import aria.docker.ComposeFiles;
import aria.docker.Engine;
import aria.docker.EngineMissing;
import aria.stack.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The volumes into which keys were delivered. They outlive an undo.
 *
 * @param files   the project, with its own {@code -f} files
 * @param volumes names as the engine knows them
 */
public record KeyVolumes(ProjectFiles files, List<String> volumes) {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Those of a patched stack, read before the undo; empty when it isn't patched. */
    public static KeyVolumes of(Stack stack) {
        List<String> volumes = stack.services().stream().map(service -> stack.project().services().get(Stack.initName(service.name())))
                .filter(init -> init != null).flatMap(init -> out(init).stream())
                .map(volume -> stack.project().name() + "_" + volume).toList();
        return new KeyVolumes(stack.project().files(), volumes);
    }

    private static Optional<String> out(Service init) {
        return init.mounts().stream().filter(mount -> mount.target().equals("/out")).map(mount -> mount.source()).findFirst();
    }

    /** What a person types to go back to plaintext and to remove the keys, from {@code root}. */
    public List<String> commands(Path root) {
        StringBuilder compose = new StringBuilder("docker compose");
        files.files().forEach(file -> compose.append(" -f ").append(root.relativize(file)));
        return List.of(compose + " up -d --remove-orphans", "docker volume rm " + String.join(" ", volumes));
    }

    /**
     * Does it: the stack as the files now say, then the volumes.
     *
     * @throws EngineMissing when there is no Docker Compose
     */
    public void remove(Consumer<String> line) {
        ComposeCommand compose = ComposeCommand.find()
                .orElseThrow(() -> new EngineMissing("Docker Compose 2 or newer is needed for --volumes and is not there"));
        compose.run(new ComposeFiles(files.directory(), files.files(), Optional.empty()),
                new ArrayList<>(List.of("up", "-d", "--remove-orphans")), LIMIT, line);
        try (Engine engine = Engine.connect()) {
            volumes.forEach(engine::removeVolume);
        }
    }
}
