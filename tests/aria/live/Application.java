package aria.live;

import com.google.gson.Gson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What stands in for an application: the file that its image reads.
 *
 * @param ports on which it serves HTTP
 * @param calls the servers that it calls
 */
record Application(List<Integer> ports, List<Call> calls) {
    static final String IMAGE = "aria-test-application:trixie";

    /** A server, and how to log in to it. */
    record Call(String kind, String host, int port, String user, String password, String database) {}

    /** One that does what both do, for services of one image. */
    Application and(Application other) {
        return new Application(
                Stream.concat(ports.stream(), other.ports.stream()).distinct().toList(),
                Stream.concat(calls.stream(), other.calls.stream()).distinct().toList());
    }

    String json() {
        return new Gson().toJson(this);
    }

    /** Those of a stack, by service: whatever is not one of the servers. */
    static Map<String, Application> of(Map<String, PublicService> services) {
        Map<String, List<Call>> calls = new TreeMap<>();
        Map<String, TreeSet<Integer>> ports = new TreeMap<>();
        List<PublicService> applications = services.values().stream()
                .filter(service -> service.server().isEmpty())
                .toList();
        applications.forEach(service -> ports.put(service.name(), new TreeSet<>(service.ports())));
        for (PublicService caller : applications) {
            List<Call> made = new ArrayList<>();
            for (PublicService called : services.values()) {
                if (!called.name().equals(caller.name())) {
                    call(caller, called).ifPresent(made::add);
                }
            }
            made.stream()
                    .filter(call -> call.kind().equals("http"))
                    .forEach(call -> services.values().stream()
                            .filter(service -> service.names().contains(call.host()))
                            .forEach(service -> ports.get(service.name()).add(call.port())));
            calls.put(caller.name(), made);
        }
        Map<String, Application> all = new TreeMap<>();
        calls.forEach((name, made) -> all.put(name, new Application(List.copyOf(ports.get(name)), made)));
        return all;
    }

    private static Optional<Call> call(PublicService caller, PublicService called) {
        for (String host : called.names()) {
            Matcher named = Pattern.compile("(?<![\\w.-])" + Pattern.quote(host) + "(?::(\\d+))?(?![\\w-])")
                    .matcher(caller.texts());
            boolean found = false;
            Optional<Integer> port = Optional.empty();
            while (named.find()) {
                found = true;
                port = port.or(() -> Optional.ofNullable(named.group(1)).map(Integer::valueOf));
            }
            if (found) {
                return call(called, host, port);
            }
        }
        return called.server().isPresent() && caller.dependsOn(called.name())
                ? call(called, called.name(), Optional.empty())
                : Optional.empty();
    }

    /** @param written the port behind the name of an application; a server's is its own */
    private static Optional<Call> call(PublicService called, String host, Optional<Integer> written) {
        if (called.server().isEmpty()) {
            return written.or(() -> called.ports().stream().findFirst())
                    .map(port -> new Call("http", host, port, "", "", ""));
        }
        PublicService.Server server = called.server().orElseThrow();
        return Optional.of(new Call(
                server.kind(),
                host,
                server.port(),
                called.variable(
                        server.kind().equals("mariadb") ? "root" : "postgres",
                        "POSTGRES_USER",
                        "MYSQL_USER",
                        "MARIADB_USER"),
                called.variable(
                        requiredPassword(called),
                        "POSTGRES_PASSWORD",
                        "MYSQL_PASSWORD",
                        "MARIADB_PASSWORD",
                        "MYSQL_ROOT_PASSWORD",
                        "MARIADB_ROOT_PASSWORD"),
                called.variable("postgres", "POSTGRES_DB", "POSTGRES_USER")));
    }

    /** The password of a Redis server. */
    private static String requiredPassword(PublicService server) {
        Matcher flag = Pattern.compile("--requirepass\\s+(\\S+)").matcher(String.join(" ", server.command()));
        return flag.find() ? flag.group(1) : "";
    }
}
