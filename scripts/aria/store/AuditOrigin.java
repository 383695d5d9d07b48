package aria.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who writes to the audit log, and where.
 *
 * @param user     the account, under {@code sudo} the one who called it
 * @param host     the machine's name
 * @param terminal such as {@code pts/3}; empty without one
 * @param job      the CI job or systemd unit's run; empty outside of them
 * @param machine  tells two machines of one name apart
 * @param checkout the project's root
 */
record AuditOrigin(
        String user, String host, Optional<String> terminal, Optional<String> job, String machine, Path checkout) {
    private static final int MOST = 200;

    /** Finds out for this process. */
    static AuditOrigin here(Path checkout) {
        return of(System.getenv(), System.getProperty("user.name", ""), checkout);
    }

    static AuditOrigin of(Map<String, String> environment, String account, Path checkout) {
        String host = line(Path.of("/proc/sys/kernel/hostname")).orElse("");
        return new AuditOrigin(
                shortened(environment.getOrDefault("SUDO_USER", account)),
                host,
                terminalHere(),
                jobIn(environment),
                line(Path.of("/etc/machine-id"))
                        .map(id -> Digest.sha256(("aria " + id).getBytes(StandardCharsets.UTF_8))
                                .substring(0, 12))
                        .orElse(host),
                checkout);
    }

    /** Adds {@code who} and {@code where}. */
    void addTo(JsonObject line) {
        JsonObject who = new JsonObject();
        who.addProperty("user", user);
        who.addProperty("host", host);
        terminal.ifPresent(name -> who.addProperty("terminal", name));
        job.ifPresent(name -> who.addProperty("job", name));
        line.add("who", who);
        JsonObject where = new JsonObject();
        where.addProperty("machine", machine);
        where.addProperty("checkout", checkout.toString());
        line.add("where", where);
    }

    static JsonArray array(List<String> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        return array;
    }

    /** As the systems name their jobs: GitHub and Forgejo, GitLab, Jenkins; systemd; the rest say {@code CI}. */
    private static Optional<String> jobIn(Map<String, String> environment) {
        return Stream.of(
                        Optional.ofNullable(environment.get("GITHUB_RUN_ID"))
                                .map(run -> environment.getOrDefault("GITHUB_SERVER_URL", "") + "/"
                                        + environment.getOrDefault("GITHUB_REPOSITORY", "") + "/actions/runs/" + run),
                        Optional.ofNullable(environment.get("CI_JOB_URL")),
                        Optional.ofNullable(environment.get("BUILD_URL")),
                        Optional.ofNullable(environment.get("INVOCATION_ID")).map(run -> "systemd " + run),
                        Optional.ofNullable(environment.get("CI")).map(set -> "CI"))
                .flatMap(Optional::stream)
                .map(AuditOrigin::shortened)
                .findFirst();
    }

    private static Optional<String> terminalHere() {
        try {
            String input = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
            return Optional.of(input)
                    .filter(path -> path.matches("/dev/(pts/[0-9]+|tty[A-Za-z0-9]*)"))
                    .map(path -> path.substring("/dev/".length()));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static Optional<String> line(Path file) {
        try {
            return Files.isReadable(file)
                    ? Optional.of(shortened(Files.readString(file).strip()))
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static String shortened(String value) {
        return value.substring(0, Math.min(value.length(), MOST));
    }
}
