package aria.trust;

import aria.docker.ProcessRun;
import aria.finding.Remedy;
import aria.store.RealUser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine whose stores are looked at, and the person who uses it.
 *
 * @param system      the name of the operating system, as Java has it
 * @param environment the variables
 * @param home        of the person; empty where it is not known
 * @param person      whom the programs that touch the home run as; empty for the user of this process
 */
public record Machine(String system, Map<String, String> environment, Optional<Path> home, Optional<Ids> person) {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** The numbers of a user and of the user's group. */
    public record Ids(String user, String group) {}

    /** Returns this machine; under {@code sudo} the person is the one who called it. */
    public static Machine here() {
        Map<String, String> environment = System.getenv();
        RealUser user = RealUser.of(environment);
        String group = environment.getOrDefault("SUDO_GID", "");
        return new Machine(
                System.getProperty("os.name"),
                environment,
                user.home(),
                Optional.of(new Ids(environment.getOrDefault("SUDO_UID", ""), group.matches("[0-9]+") ? group : ""))
                        .filter(ids -> user.bySudo() && !ids.group().isEmpty()));
    }

    boolean isMac() {
        return system.toLowerCase(Locale.ROOT).startsWith("mac");
    }

    boolean isWindows() {
        return system.toLowerCase(Locale.ROOT).startsWith("windows");
    }

    /** Finds a program on the PATH. */
    Optional<Path> program(String name) {
        return Stream.of(environment.getOrDefault("PATH", "").split(":", -1))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Runs a program and waits.
     *
     * @throws aria.finding.UnavailableException when it is not installed
     */
    static ProcessRun.Captured run(List<String> command, Remedy... remedies) {
        return new ProcessRun(command, null)
                .captureIfPresent(LIMIT, StandardCharsets.UTF_8)
                .orElseThrow(() -> TrustErrors.store(command.get(0) + " is not installed on this machine", remedies));
    }

    /** As {@link #run}, as the person: what root writes into a home would belong to root. */
    ProcessRun.Captured runAsPerson(List<String> command, Remedy... remedies) {
        if (person.isPresent() && program(command.get(0)).isEmpty()) {
            throw TrustErrors.store(command.get(0) + " is not installed on this machine", remedies);
        }
        return person.map(ids -> run(Stream.concat(
                                Stream.of(
                                        "setpriv",
                                        "--reuid",
                                        ids.user(),
                                        "--regid",
                                        ids.group(),
                                        "--clear-groups",
                                        "--"),
                                command.stream())
                        .toList()))
                .orElseGet(() -> run(command, remedies));
    }
}
