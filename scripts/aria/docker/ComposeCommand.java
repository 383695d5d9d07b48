package aria.docker;

import aria.finding.FindingId;
import aria.finding.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Docker Compose, version 2 or newer, as a program. Arguments are passed as a list, never through a shell. It runs
 * with the environment of this process.
 */
public final class ComposeCommand {
    private static final List<List<String>> PROGRAMS = List.of(List.of("docker", "compose"), List.of("docker-compose"));
    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+)[\\w.+-]*");
    /** A line of {@code --dry-run}: {@code DRY-RUN MODE -  Container shop-db-1  Recreate}. */
    private static final Pattern REPLACED = Pattern.compile("Container (\\S+)\\s+Recreate\\b");

    private static final int OLDEST_MAJOR = 2;

    /** Since this version, progress can be turned off, and errors are still printed. */
    private static final String CAN_BE_QUIET = "2.19.0";

    private final List<String> program;
    private final String version;
    private final boolean quiet;

    private ComposeCommand(List<String> program, String version, boolean quiet) {
        this.program = program;
        this.version = version;
        this.quiet = quiet;
    }

    /** Returns the same, which prints no lines of progress; warnings and errors are printed as before. */
    public ComposeCommand quietly() {
        return new ComposeCommand(program, version, true);
    }

    /**
     * The result of a search for Docker Compose.
     *
     * @param command the first usable one
     * @param tried   a line about each program looked at, for messages
     */
    public record Search(Optional<ComposeCommand> command, List<String> tried) {}

    /** Looks for {@code docker compose}, else {@code docker-compose}, in version 2 or newer. */
    public static Search search() {
        return search(PROGRAMS);
    }

    static Search search(List<List<String>> programs) {
        List<String> tried = new ArrayList<>();
        for (List<String> program : programs) {
            String name = String.join(" ", program);
            Optional<String> version = version(program);
            if (version.filter(text -> major(text) >= OLDEST_MAJOR).isPresent()) {
                tried.add(name + " " + version.get());
                return new Search(Optional.of(new ComposeCommand(program, version.get(), false)), tried);
            }
            tried.add(version.map(text -> name + " " + text + " is too old: version 2 or newer is needed")
                    .orElse(name + " is not there"));
        }
        return new Search(Optional.empty(), tried);
    }

    /** For example {@code 2.40.3}. */
    public String version() {
        return version;
    }

    /**
     * Whether this is an earlier version.
     *
     * @param other numbers with dots, for example {@code 2.24.4}
     */
    public boolean isOlderThan(String other) {
        return Arrays.compare(numbers(version), numbers(other)) < 0;
    }

    private static int[] numbers(String version) {
        return Pattern.compile("\\d+")
                .matcher(version.replaceFirst("[^\\d.v].*", ""))
                .results()
                .mapToInt(part -> Integer.parseInt(part.group()))
                .toArray();
    }

    /** As it is typed: {@code docker compose} or {@code docker-compose}. */
    public String typed() {
        return String.join(" ", program);
    }

    /**
     * Runs a command on the project, for example {@code up -d --wait}.
     *
     * @param limit how long it may take in all
     * @param line  called for each line of progress, on this thread
     * @return Compose's exit code. That of {@code up --wait} is not 0 also when a one-shot service has ended: judge
     *         by the containers' states
     * @throws UnavailableException when it cannot be started or the limit passes
     */
    public int run(ComposeFiles project, List<String> words, Duration limit, Consumer<String> line) {
        if (!quiet) {
            return process(project, words).stream(limit, line);
        }
        // Older versions indent their lines of progress, and print errors without an indent.
        return process(project, words).stream(limit, text -> {
            if (!text.startsWith(" ")) {
                line.accept(text);
            }
        });
    }

    /**
     * {@code config --format json}: the effective model, merged and interpolated as Compose does it, with the
     * services of every profile. No engine is needed.
     *
     * @throws UnavailableException with Compose's own last line when it refuses the files
     */
    public String configJsonOfAllProfiles(ComposeFiles project) {
        ProcessRun.Captured result = process(project, List.of("--profile", "*", "config", "--format", "json"))
                .capture(SHORT);
        if (result.exitCode() != 0) {
            throw new UnavailableException(
                    FindingId.ENGINE_FAILED, typed() + " refuses the project: " + result.lastErrorLine());
        }
        return result.stdout();
    }

    /**
     * The containers, by their names, that {@code up} would replace because they were made from other settings. None
     * is touched. Empty also when Docker Compose cannot tell.
     */
    public Set<String> replaced(ComposeFiles project) {
        List<String> words = List.of("--dry-run", "--profile", "*", "create", "--no-build", "--pull", "never");
        ProcessRun.Captured said = process(project, words).capture(SHORT);
        return Stream.of(said.stdout(), said.stderr())
                .flatMap(text -> REPLACED.matcher(text).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    /** Returns why Docker Compose does not accept a project, in its own words; empty when it does. No engine is needed. */
    public Optional<String> refusal(ComposeFiles project) {
        ProcessRun.Captured result =
                process(project, List.of("--profile", "*", "config", "-q")).capture(SHORT);
        return result.exitCode() == 0 ? Optional.empty() : Optional.of(result.lastErrorLine());
    }

    private ProcessRun process(ComposeFiles project, List<String> words) {
        List<String> arguments = new ArrayList<>(program);
        arguments.addAll(List.of("--ansi", "never"));
        if (quiet && !isOlderThan(CAN_BE_QUIET)) {
            arguments.addAll(List.of("--progress", "quiet"));
        }
        arguments.addAll(project.options());
        arguments.addAll(words);
        return new ProcessRun(arguments, project.directory());
    }

    private static Optional<String> version(List<String> program) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("version", "--short"));
        return new ProcessRun(command, null)
                .captureIfPresent(SHORT)
                .filter(result -> result.exitCode() == 0)
                .map(result -> VERSION.matcher(result.stdout()))
                .filter(Matcher::find)
                .map(Matcher::group);
    }

    private static int major(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
