package aria.operate.schedule;

import aria.docker.ComposeCommand;
import aria.docker.ComposeFiles;
import aria.docker.ProcessRun;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.UnavailableException;
import aria.preset.Templates;
import aria.store.AtomicFiles;
import aria.store.Digest;
import aria.store.FileMode;
import aria.store.FileWrite;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A service of Docker Compose, for machines where nothing else may run: a Java that has the program mounted read-only,
 * and reaches the engine through a proxy that lets pass a few requests.
 *
 * @param place what it sees
 */
public record ComposeService(ServicePlace place) implements Scheduler {
    /** An official image with a Java, a shell and sha256sum(1). */
    private static final String JAVA = "eclipse-temurin:21-jre";

    private static final String PROGRAM = "/aria";
    /** An id or a name of a container or a network, as a part of a path. */
    private static final String ID = "[a-zA-Z0-9][a-zA-Z0-9_.-]*";

    private static final String ORDERS = "start|kill[?]signal=(HUP|USR1)";
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    /** What the container runs: the checksum of the list is part of the container, out of reach of who changes files. */
    private static final String START = "(cd " + PROGRAM + " && echo '%s  " + ProgramFiles.SUMS
            + "' | sha256sum -c - && sha256sum -c " + ProgramFiles.SUMS + ") > /dev/null"
            + " || { echo 'rotate: the program is not the one that was installed' >&2; exit 1; }; exec sh " + PROGRAM
            + "/rotate.sh \"$@\"";

    @Override
    public void require() {
        compose();
        place.requireSocket();
    }

    @Override
    public String shown(UnattendedRun run) {
        SortedMap<String, byte[]> files = program(run);
        return settings(run, files).entrySet().stream()
                .map(file -> place.folder().resolve(file.getKey()) + "\n"
                        + file.getValue().indent(2))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void install(UnattendedRun run) {
        SortedMap<String, byte[]> files = program(run);
        clear();
        AtomicFiles.createFolders(place.folder(), FileMode.PUBLIC_DIR);
        files.forEach(this::write);
        write(ProgramFiles.SUMS, ProgramFiles.sums(files));
        settings(run, files).forEach((name, text) -> write(name, text.getBytes(StandardCharsets.UTF_8)));
        compose(run.name(), "up", "--detach", "--force-recreate");
    }

    @Override
    public boolean remove(String name) {
        if (!Files.exists(file())) {
            return false;
        }
        compose(name, "down", "--volumes");
        clear();
        AtomicFiles.delete(place.folder());
        return true;
    }

    private Path file() {
        return place.folder().resolve("compose.yaml");
    }

    private void write(String name, byte[] content) {
        AtomicFiles.write(FileWrite.open(place.folder().resolve(name), content));
    }

    private void clear() {
        if (!Files.isDirectory(place.folder())) {
            return;
        }
        try (Stream<Path> files = Files.list(place.folder())) {
            files.toList().forEach(AtomicFiles::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(place.folder() + " cannot be emptied: " + e.getMessage(), e);
        }
    }

    private static ComposeCommand compose() {
        ComposeCommand.Search search = ComposeCommand.search();
        return search.command()
                .orElseThrow(() ->
                        Programs.missing("Docker Compose 2 or newer is needed: " + String.join(", ", search.tried())));
    }

    private void compose(String name, String... words) {
        List<String> said = new ArrayList<>();
        int exit = compose()
                .run(
                        new ComposeFiles(place.folder(), List.of(file()), Optional.of(project(name))),
                        List.of(words),
                        LIMIT,
                        said::add);
        if (exit != 0) {
            throw new UnavailableException(Finding.error(
                    FindingId.SCHEDULER,
                    "docker compose " + words[0] + " ended with " + exit + ": "
                            + ProcessRun.lastLine(said).orElse("no reason given")));
        }
    }

    /** Docker Compose takes small letters alone. */
    private static String project(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** All that the service runs. */
    private SortedMap<String, byte[]> program(UnattendedRun run) {
        SortedMap<String, byte[]> files = new TreeMap<>(ProgramFiles.of(place.classPath()));
        Duration jitter = run.rhythm().jitter();
        String script = Programs.filled(
                Templates.read("schedule/rotate.sh"),
                Map.of(
                        "mark",
                        Programs.MARK,
                        "pause",
                        String.valueOf(run.rhythm().every().minus(jitter).toSeconds()),
                        "jitter",
                        String.valueOf(jitter.toSeconds())));
        files.put("rotate.sh", script.getBytes(StandardCharsets.UTF_8));
        return files;
    }

    /** What Docker Compose and the proxy of the engine read, by name. */
    private SortedMap<String, String> settings(UnattendedRun run, SortedMap<String, byte[]> files) {
        String engine = Programs.filled(
                Templates.read("schedule/engine.cfg"),
                Map.of(
                        "mark",
                        Programs.MARK,
                        "orders",
                        place.restarts() ? "(" + ORDERS + "|restart([?]t=[0-9]+)?)" : "(" + ORDERS + ")",
                        "looks",
                        place.measures()
                                ? "(containers/" + ID + "/(json|logs)|networks|networks/" + ID + ")"
                                : "containers/" + ID + "/json"));
        List<String> command = new ArrayList<>(List.of(
                START.formatted(Digest.sha256(ProgramFiles.sums(files))),
                "rotate",
                "java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                PROGRAM + "/*"));
        command.addAll(run.command());
        String compose = Programs.filled(
                Templates.read("schedule/rotate.compose.yaml"),
                Map.ofEntries(
                        Map.entry("mark", Programs.MARK),
                        Map.entry("project", project(run.name())),
                        Map.entry("proxyImage", quoted(place.proxyImage())),
                        Map.entry("javaImage", JAVA),
                        Map.entry("engineUser", quoted(place.engineUser())),
                        Map.entry("user", quoted(place.user())),
                        Map.entry("socket", quoted(place.socket().toString())),
                        Map.entry(
                                "settings",
                                quoted(place.folder().resolve("engine.cfg").toString())),
                        Map.entry("folder", quoted(run.folder().toString())),
                        Map.entry("environment", quoted(new TreeMap<>(place.environment()))),
                        Map.entry("mounts", mounts()),
                        Map.entry("command", quoted(command)),
                        Map.entry("owner", quoted(owner()))));
        return new TreeMap<>(Map.of("compose.yaml", compose, "engine.cfg", engine));
    }

    private String owner() {
        String[] ids = place.user().split(":", 2);
        return "size=64k,mode=0700,uid=" + ids[0] + ",gid=" + ids[1];
    }

    private String mounts() {
        Stream<String> seen = place.all().entrySet().stream()
                .map(mount -> mount(mount.getKey().toString(), mount.getKey().toString(), !mount.getValue()));
        return Stream.concat(seen, Stream.of(mount(place.folder().toString(), PROGRAM, true)))
                .collect(Collectors.joining("\n"));
    }

    private static String mount(String source, String target, boolean readOnly) {
        return "      - {type: bind, source: " + quoted(source) + ", target: " + quoted(target) + ", read_only: "
                + readOnly + ", bind: {create_host_path: false}}";
    }

    /** A value that YAML reads as it is: JSON; Docker Compose takes a doubled dollar sign for one. */
    private static String quoted(Object value) {
        return JSON.toJson(value).replace("$", "$$");
    }
}
