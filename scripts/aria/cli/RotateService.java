package aria.cli;

import static aria.finding.Remedy.advice;

import aria.docker.Engine;
import aria.finding.FindingId;
import aria.finding.UsageException;
import aria.operate.schedule.ServicePlace;
import aria.store.AtomicFiles;
import aria.store.FileMode;
import aria.store.Layout;
import aria.store.RotationRecords;
import aria.store.StateKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a container sees that repeats a command.
 *
 * @param layout      of the project
 * @param folder      where the command runs
 * @param environment of this process
 */
public record RotateService(Layout layout, Path folder, Map<String, String> environment) {
    private static final List<String> FOLDER = List.of("-C", "--directory");
    private static final List<String> KEPT = List.of("COMPOSE_FILE", "COMPOSE_PROJECT_NAME", "COMPOSE_PROFILES");
    /** Options whose value is a file that the command writes. */
    private static final Set<String> FILES = Set.of("--metrics");
    /** Options whose value is a folder that the command writes to. */
    private static final Set<String> FOLDERS = Set.of("--backup");

    /**
     * What it runs.
     *
     * @param main  the class of the command
     * @param image of the proxies that this project has
     */
    public record Program(Class<?> main, Supplier<String> image) {
        /** The class path; a command may have been loaded from elsewhere. */
        private String classPath() {
            return Stream.concat(
                            Optional.ofNullable(main.getProtectionDomain().getCodeSource()).stream()
                                    .map(source -> source.getLocation().getPath()),
                            Arrays.stream(System.getProperty("java.class.path").split(":")))
                    .filter(part -> !part.isEmpty())
                    .map(part -> Path.of(part).toString())
                    .distinct()
                    .collect(Collectors.joining(":"));
        }
    }

    /** Returns arguments for a command that runs in {@link #folder}. */
    static List<String> withoutFolder(List<String> arguments) {
        List<String> kept = new ArrayList<>();
        boolean value = false;
        for (String argument : arguments) {
            boolean named = FOLDER.contains(argument);
            if (!named && !value && FOLDER.stream().noneMatch(name -> argument.startsWith(name + "="))) {
                kept.add(argument);
            }
            value = named;
        }
        return kept;
    }

    /**
     * Returns its place.
     *
     * @param arguments of the command
     * @throws UsageException when no engine is on this machine
     */
    ServicePlace place(List<String> arguments, Program program) {
        Path socket = Engine.socket()
                .orElseThrow(() -> new UsageException(
                        FindingId.WRONG_USAGE,
                        "--install compose: the Docker engine is not at a socket of this machine",
                        advice("use --install systemd or cron")));
        Path state = state();
        Map<Path, Boolean> mounts = new TreeMap<>();
        Stream.of(layout.configDir(), layout.certsDir(), layout.peopleFolder(), layout.mtlsFolder(), state)
                .filter(Files::isDirectory)
                .forEach(own -> mounts.put(own, true));
        mounts.putAll(named(arguments));
        Map<String, String> variables = new TreeMap<>(Map.of(
                "DOCKER_HOST",
                "unix:///run/aria/docker.sock",
                "ARIA_STATE_DIR",
                state.toString(),
                "HOME",
                "/tmp",
                "LC_ALL",
                "C.UTF-8"));
        KEPT.stream()
                .filter(name -> !environment.getOrDefault(name, "").isEmpty())
                .forEach(name -> variables.put(name, environment.get(name)));
        return new ServicePlace(
                layout.root(),
                RotationRecords.service(layout),
                socket,
                mounts,
                variables,
                program.image().get(),
                program.classPath(),
                arguments.contains("--restart"),
                words(arguments).anyMatch(FILES::contains));
    }

    private static Path state() {
        Path state = StateKey.here()
                .file()
                .map(Path::getParent)
                .orElseThrow(() -> new UsageException(
                        FindingId.WRONG_USAGE,
                        "--install compose: the user has no home folder",
                        advice("set ARIA_STATE_DIR to a folder of your own")));
        AtomicFiles.createFolders(state, FileMode.SECRET_DIR);
        return state;
    }

    /** What stands in the arguments and is not in the project; files that are written need their folder. */
    private Map<Path, Boolean> named(List<String> arguments) {
        Map<Path, Boolean> named = new TreeMap<>();
        String before = "";
        for (String word : words(arguments).toList()) {
            Path path = folder.resolve(word).normalize();
            if (FILES.contains(before)) {
                named.put(path.getParent(), true);
            } else if (FOLDERS.contains(before)) {
                named.put(path, true);
            } else if (!word.startsWith("-") && Files.exists(path) && !path.startsWith(layout.root())) {
                named.put(path, false);
            }
            before = word;
        }
        return named;
    }

    private static Stream<String> words(List<String> arguments) {
        return arguments.stream()
                .flatMap(argument ->
                        argument.startsWith("--") ? Arrays.stream(argument.split("=", 2)) : Stream.of(argument));
    }
}
