package aria.cli;

import static aria.finding.Remedy.advice;

import aria.apply.FileOperation;
import aria.apply.Transaction;
import aria.finding.FindingId;
import aria.finding.FindingText;
import aria.finding.Remedy;
import aria.finding.UsageException;
import aria.operate.schedule.ComposeService;
import aria.operate.schedule.CronTable;
import aria.operate.schedule.Rhythm;
import aria.operate.schedule.Scheduler;
import aria.operate.schedule.ServicePlace;
import aria.operate.schedule.SystemdTimer;
import aria.operate.schedule.UnattendedRun;
import aria.store.AuditLog;
import aria.store.Digest;
import aria.store.FileWrite;
import aria.store.Layout;
import aria.store.RotationRecords;
import com.sun.security.auth.module.UnixSystem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that have a command repeated by a scheduler of the machine. */
public final class ScheduleOptions {
    /** What was typed for this run and not for those to come. */
    private static final Set<String> NOW = Set.of("--dry-run", "--check", "--yes", "--no-input", "--quiet", "-q");

    /** What the repeated command has beside the words that were typed: nobody is there to answer or to read. */
    private static final List<String> ALONE = List.of("--yes", "--no-input", "--quiet");

    /** The variables that decide where Java, the state of this user, the engine and the project are. */
    private static final List<String> KEPT = List.of(
            "JAVA_HOME",
            "JBANG_DIR",
            "ARIA_STATE_DIR",
            "XDG_STATE_HOME",
            "DOCKER_HOST",
            "DOCKER_CONTEXT",
            "DOCKER_CERT_PATH",
            "DOCKER_TLS_VERIFY",
            "COMPOSE_FILE",
            "COMPOSE_PROJECT_NAME",
            "COMPOSE_PROFILES");

    private static final String KINDS = "systemd|cron|compose";

    /** The schedulers. */
    enum Kind {
        SYSTEMD,
        CRON,
        COMPOSE;

        private Scheduler scheduler(Map<String, String> environment, Supplier<ServicePlace> place) {
            return switch (this) {
                case CRON -> new CronTable(machine());
                case SYSTEMD -> SystemdTimer.of(new UnixSystem().getUid() == 0, environment);
                case COMPOSE -> new ComposeService(place.get());
            };
        }

        private static String machine() {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException nameless) {
                return "";
            }
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @ArgGroup
    private Asked asked;

    private static final class Asked {
        @Option(
                names = "--install",
                paramLabel = KINDS,
                description = "Have this run repeated: by a timer of systemd, a line in your crontab, or a container of"
                        + " its own.")
        private Kind install;

        @Option(names = "--uninstall", paramLabel = KINDS, description = "Take that back.")
        private Kind uninstall;
    }

    /** Whether a schedule is to be changed, instead of a run now. */
    public boolean isGiven() {
        return asked != null;
    }

    /**
     * Installs or removes the schedule of a command, once the user agrees.
     *
     * @param command   its name
     * @param arguments the words that were typed after it
     * @param lifetime  the shortest of the certificates
     * @param program   the command's class, and the image of the proxies that this project has
     * @throws aria.finding.ConsentException     when the user does not agree, or can't be asked
     * @throws aria.finding.UnavailableException when the scheduler is not there, or refuses
     */
    public ExitCode run(
            CommonOptions common,
            WriteOptions write,
            String command,
            List<String> arguments,
            Duration lifetime,
            RotateService.Program program) {
        Map<String, String> environment = System.getenv();
        Console console = common.console();
        Layout layout = common.layout();
        String name = name(layout.root());
        Kind kind = Optional.ofNullable(asked.install).orElse(asked.uninstall);
        RotateService service = new RotateService(layout, common.directory(), environment);
        Scheduler scheduler = kind.scheduler(environment, () -> service.place(arguments, program));
        if (asked.uninstall != null) {
            if (!write.showsOnly()) {
                Digest.ofFile(RotationRecords.schedule(layout))
                        .ifPresent(before ->
                                record(layout, new FileOperation.Remove(RotationRecords.schedule(layout), before)));
            }
            return write.showsOnly() || scheduler.remove(name)
                    ? told(
                            console,
                            Mark.PASS,
                            name
                                    + (write.showsOnly() ? " would be removed from " : " is no longer repeated by ")
                                    + kind)
                    : told(console, Mark.PASS, "there is no " + name + " in " + kind + ", nothing to do");
        }
        UnattendedRun run = new UnattendedRun(
                name,
                "Renew the certificates of " + layout.root(),
                kind == Kind.COMPOSE ? service.folder() : folder(environment),
                kind == Kind.COMPOSE
                        ? words(List.of(program.main().getName()), RotateService.withoutFolder(arguments))
                        : words(environment, command, arguments),
                Rhythm.of(lifetime),
                sudoUser(environment));
        requirePlain(run);
        console.resultText(scheduler.shown(run));
        if (write.showsOnly()) {
            return ExitCode.OK;
        }
        scheduler.require();
        common.consent(write.yes()).require("Install it?");
        scheduler.install(run);
        record(
                layout,
                FileOperation.Write.over(FileWrite.open(
                        RotationRecords.schedule(layout),
                        (kind + " " + name + "\n").getBytes(StandardCharsets.UTF_8))));
        told(console, Mark.PASS, name + " is repeated by " + kind);
        console.next(
                kind == Kind.SYSTEMD && new UnixSystem().getUid() != 0
                        ? Remedy.command("loginctl", "enable-linger")
                        : Remedy.aria(command, "--uninstall", kind.toString()));
        return ExitCode.OK;
    }

    /** Whoever gives servers lists that expire has to know that something renews them. */
    private static void record(Layout layout, FileOperation change) {
        Transaction.commit(layout, List.of(change), AuditLog.of(layout));
    }

    private static ExitCode told(Console console, Mark mark, String line) {
        console.result(mark, line);
        return ExitCode.OK;
    }

    /** Two checkouts of one name are two schedules. */
    private static String name(Path root) {
        String last =
                root.getFileName() == null ? "" : root.getFileName().toString().replaceAll("[^A-Za-z0-9]+", "-");
        String all = Digest.sha256(root.toString().getBytes(StandardCharsets.UTF_8));
        return "aria-rotate-" + last + "-" + all.substring(0, 8);
    }

    private static Path folder(Map<String, String> environment) {
        return Path.of(environment.getOrDefault("PWD", "")).toAbsolutePath().normalize();
    }

    /** A scheduler starts a command with next to no variables. */
    private static List<String> kept(Map<String, String> environment) {
        List<String> set = KEPT.stream()
                .filter(name -> !environment.getOrDefault(name, "").isEmpty())
                .map(name -> name + "=" + environment.get(name))
                .toList();
        return set.isEmpty()
                ? set
                : Stream.concat(Stream.of("/usr/bin/env"), set.stream()).toList();
    }

    /** The command as it was called, without the options of its schedule. */
    static List<String> words(Map<String, String> environment, String command, List<String> arguments) {
        return words(
                Stream.concat(kept(environment).stream(), program(environment, command).stream())
                        .toList(),
                arguments);
    }

    private static List<String> words(List<String> program, List<String> arguments) {
        List<String> words = new ArrayList<>(program);
        boolean value = false;
        for (String argument : arguments) {
            boolean ours = argument.equals("--install");
            if (!ours && !value && !argument.startsWith("--install=") && !NOW.contains(argument)) {
                words.add(argument);
            }
            value = ours;
        }
        words.addAll(ALONE);
        return words;
    }

    private static List<String> program(Map<String, String> environment, String command) {
        Optional<String> launcher = Optional.ofNullable(environment.get(Invocation.LAUNCHER));
        if (launcher.isPresent()) {
            return List.of(
                    folder(environment).resolve(launcher.get()).normalize().toString(), command + "@aria");
        }
        return onPath(environment, command)
                .map(List::of)
                .or(() -> onPath(environment, "jbang").map(jbang -> List.of(jbang, command + "@aria")))
                .orElseThrow(() -> new UsageException(
                        FindingId.WRONG_USAGE,
                        "--install: neither " + command + " nor jbang is on the PATH",
                        advice("use the launcher of a checkout")));
    }

    private static Optional<String> onPath(Map<String, String> environment, String program) {
        return Stream.of(environment.getOrDefault("PATH", "").split(":"))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** Under sudo the run is the calling user's, like the files that it writes. */
    private static Optional<String> sudoUser(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("SUDO_USER")).filter(user -> !user.equals("root"));
    }

    /** A line break would begin a line of its own in a unit or a table. */
    private static void requirePlain(UnattendedRun run) {
        Stream.concat(Stream.of(run.folder().toString(), run.about(), run.user().orElse("")), run.command().stream())
                .filter(word -> word.chars().anyMatch(Character::isISOControl))
                .findFirst()
                .ifPresent(word -> {
                    throw new UsageException(
                            FindingId.WRONG_USAGE,
                            "--install: " + FindingText.quoted(word) + " has a control character in it");
                });
    }
}
