package aria.operate.backup;

import aria.ca.config.CaConfig;
import aria.docker.Engine;
import aria.docker.ExecResult;
import aria.docker.RunningProject;
import aria.docker.RunningService;
import aria.operate.StepCaHere;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A dump of step-ca's database on PostgreSQL, made by the server's own {@code pg_dump} in one transaction, so that step-ca
 * goes on meanwhile. The server is the container of the same Compose project that step-ca finds by the name of its host.
 */
final class DatabaseDump {
    /** The dump's name; {@code pg_restore} reads it. */
    static final Path FILE = Path.of("stepca.dump");

    private static final byte[] FORMAT = "PGDMP".getBytes(StandardCharsets.US_ASCII);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofSeconds(20);
    /** A name that {@code pg_dump} does not take for connection settings. */
    private static final Predicate<String> NAME =
            Pattern.compile("[\\w.-]{1,63}").asMatchPredicate();
    /** A folder of its own, because the engine hands out folders; it is printed once the dump in it is complete. */
    private static final String DUMP = "umask 077; d=$(mktemp -d) || exit; if pg_dump --format=custom --no-password"
            + " --username=\"$1\" --dbname=\"$2\" --file=\"$d/" + FILE
            + "\"; then echo \"$d\"; else e=$?; rm -rf \"$d\";"
            + " exit $e; fi";

    private final Engine engine;
    private final CaConfig config;

    DatabaseDump(Engine engine, CaConfig config) {
        this.engine = engine;
        this.config = config;
    }

    /**
     * Makes it.
     *
     * @param ca step-ca's container, which knows where its database is
     */
    CaDatabase of(StepCaHere ca, long mostBytes) {
        Map<String, String> settings = settings(ca);
        String host = settings.getOrDefault("PGHOST", "");
        Optional<String> server = server(ca, host);
        if (server.isEmpty()) {
            return without(
                    "its server '" + host + "' is not a container of this project, so dump it there (pg_dump -Fc)");
        }
        String user = settings.getOrDefault("PGUSER", "");
        String database = config.path("db", "database").orElse(user);
        if (!NAME.test(user) || !NAME.test(database)) {
            return without("the name of its user or database cannot be used: '" + user + "', '" + database + "'");
        }
        ExecResult dumped = engine.exec(server.get(), List.of("sh", "-c", DUMP, "sh", user, database), LIMIT);
        String folder = dumped.stdout().strip();
        if (!dumped.succeeded() || !folder.startsWith("/")) {
            return without(
                    "pg_dump failed: " + dumped.stderr().lines().findFirst().orElse("it says nothing"));
        }
        try {
            Map<Path, byte[]> files = CaDatabase.unpacked(engine.snapshot(server.get(), folder, mostBytes));
            byte[] dump = files.getOrDefault(FILE, new byte[0]);
            return Arrays.mismatch(dump, FORMAT) == FORMAT.length
                    ? new CaDatabase(Map.of(FILE, dump), Optional.empty())
                    : without("what pg_dump wrote is not a dump");
        } finally {
            engine.exec(server.get(), List.of("rm", "-rf", folder), SHORT);
        }
    }

    /** What the container says, unless {@code ca.json} says otherwise. */
    private Map<String, String> settings(StepCaHere ca) {
        Map<String, String> settings = engine.exec(ca.server().containerId(), List.of("env"), SHORT)
                .stdout()
                .lines()
                .filter(line -> line.matches("PG\\w+=.+"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, last) -> last, TreeMap::new));
        config.path("db", "dataSource").ifPresent(source -> {
            try {
                URI uri = URI.create(source);
                Optional.ofNullable(uri.getHost()).ifPresent(host -> settings.put("PGHOST", host));
                Optional.ofNullable(uri.getUserInfo())
                        .ifPresent(user -> settings.put("PGUSER", user.replaceFirst(":.*", "")));
            } catch (IllegalArgumentException severalHosts) {
                // none of them is looked for: the host of the environment is, if there is one
            }
        });
        return settings;
    }

    private Optional<String> server(StepCaHere ca, String host) {
        String id = ca.server().containerId();
        for (RunningProject project : engine.projects()) {
            List<RunningService> services = engine.services(project);
            if (services.stream().anyMatch(each -> each.containerId().equals(id))) {
                return services.stream()
                        .filter(each -> each.state() == RunningService.State.RUNNING)
                        .filter(each -> Stream.concat(
                                        Stream.of(each.service(), each.name()),
                                        each.aliases().values().stream().flatMap(List::stream))
                                .anyMatch(host::equals))
                        .map(RunningService::containerId)
                        .findFirst();
            }
        }
        return Optional.empty();
    }

    private static CaDatabase without(String why) {
        return new CaDatabase(Map.of(), Optional.of("step-ca's database is not in the backup: " + why));
    }
}
