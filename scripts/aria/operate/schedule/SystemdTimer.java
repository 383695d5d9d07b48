package aria.operate.schedule;

import aria.preset.Templates;
import aria.store.AtomicFiles;
import aria.store.FileMode;
import aria.store.FileWrite;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A timer of systemd, with the service that it starts.
 *
 * @param folder where the units go
 * @param whole  whether they belong to the machine; else to the user
 */
public record SystemdTimer(Path folder, boolean whole) implements Scheduler {
    private static final Path MACHINE = Path.of("/etc/systemd/system");
    /** Runs a program whose path has quotes or dollar signs in it, which systemd does not. */
    private static final List<String> ANY_NAME = List.of("/bin/sh", "-c", "exec \"$0\" \"$@\"");
    /** There when systemd is the init system, sd_booted(3). */
    private static final Path BOOTED = Path.of("/run/systemd/system");

    /** Returns the timers of root, or those of a user with these variables. */
    public static SystemdTimer of(boolean root, Map<String, String> environment) {
        if (root) {
            return new SystemdTimer(MACHINE, true);
        }
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path base = config.startsWith("/") ? Path.of(config) : home.resolve(".config");
        return new SystemdTimer(base.resolve("systemd/user"), false);
    }

    @Override
    public void require() {
        if (!Files.isDirectory(BOOTED)) {
            throw Programs.missing("systemd does not run on this machine");
        }
    }

    @Override
    public String shown(UnattendedRun run) {
        return units(run).entrySet().stream()
                .map(unit -> unit.getKey() + "\n" + unit.getValue().indent(2))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void install(UnattendedRun run) {
        AtomicFiles.createFolders(folder, FileMode.PUBLIC_DIR);
        units(run)
                .forEach(
                        (file, text) -> AtomicFiles.write(FileWrite.open(file, text.getBytes(StandardCharsets.UTF_8))));
        systemctl("daemon-reload");
        systemctl("enable", "--now", run.name() + ".timer");
    }

    @Override
    public boolean remove(String name) {
        List<Path> units = List.of(folder.resolve(name + ".timer"), folder.resolve(name + ".service"));
        List<Path> there = units.stream().filter(Files::exists).toList();
        if (there.isEmpty()) {
            return false;
        }
        systemctl("disable", "--now", name + ".timer");
        there.forEach(AtomicFiles::delete);
        systemctl("daemon-reload");
        return true;
    }

    private void systemctl(String... words) {
        Stream<String> program = whole ? Stream.of("systemctl") : Stream.of("systemctl", "--user");
        Programs.run(Stream.concat(program, Stream.of(words)).toList());
    }

    private Map<Path, String> units(UnattendedRun run) {
        Map<String, String> values = Map.of(
                "mark", Programs.MARK,
                "about", specifiers(run.about()),
                "user",
                        run.user()
                                .filter(user -> whole)
                                .map(user -> "User=" + user + "\n")
                                .orElse(""),
                "folder", specifiers(run.folder().toString()).replaceFirst("\\\\$", "$0/"),
                "command",
                        Stream.concat(ANY_NAME.stream(), run.command().stream())
                                .map(SystemdTimer::quoted)
                                .collect(Collectors.joining(" ")),
                "calendar", run.rhythm().calendar(),
                "jitter", run.rhythm().jitter().toSeconds() + "s");
        Map<Path, String> units = new LinkedHashMap<>();
        for (String kind : List.of("service", "timer")) {
            units.put(
                    folder.resolve(run.name() + "." + kind),
                    Programs.filled(Templates.read("schedule/rotate." + kind), values));
        }
        return units;
    }

    /** A word of ExecStart: quotes, C escapes, specifiers and variables are told apart from text, systemd.service(5). */
    private static String quoted(String word) {
        String text =
                specifiers(word).replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "$$");
        return text.matches("[\\w@%+=:,./-]+") ? text : "\"" + text + "\"";
    }

    /** Percent signs begin specifiers, systemd.unit(5). */
    private static String specifiers(String text) {
        return text.replace("%", "%%");
    }
}
