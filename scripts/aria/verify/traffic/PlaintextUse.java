package aria.verify.traffic;

import aria.docker.ContainerAnswer;
import aria.docker.Engine;
import aria.docker.RunningNetwork;
import aria.docker.RunningService;
import aria.finding.UnavailableException;
import aria.proxy.HaproxyConfig;
import aria.proxy.Sidecar;
import aria.proxy.Topology;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.verify.ProxySocket;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A listener at which a running proxy accepts plaintext for its server, and who has come.
 *
 * @param service the server
 * @param port    its own
 * @param until   when the proxy stops accepting; empty when it does not
 * @param since   what was counted: since the proxy was started, and no longer than {@link HaproxyConfig#REMEMBERED}
 * @param sources by their names
 */
public record PlaintextUse(String service, int port, Optional<Instant> until, Instant since, List<Source> sources) {
    private static final Pattern BACKEND =
            Pattern.compile(HaproxyConfig.OPEN + "(\\d{1,5})(?:" + HaproxyConfig.UNTIL + "(\\d{1,12}))?");
    private static final Pattern TABLE = Pattern.compile("# table: " + HaproxyConfig.OPEN + "(\\d{1,5}), .*");
    private static final Pattern COUNTS =
            Pattern.compile("\\S+ key=(\\S+) .*\\bexp=(\\d{1,12})\\b.* conn_cnt=(\\d{1,18}) conn_cur=(\\d{1,18})\\b.*");

    private static final Duration LIMIT = Duration.ofSeconds(15);

    /** Keeps an unmodifiable copy. */
    public PlaintextUse {
        sources = List.copyOf(sources);
    }

    /**
     * Somebody who came in plaintext.
     *
     * @param name  of the service, or of a container of another project; the address of one that is gone
     * @param count connections
     * @param open  of these, now
     * @param last  when the last one came or ended
     */
    public record Source(String name, int count, int open, Instant last) {
        private Source of(Optional<RunningService> owner, String project) {
            String now = owner.filter(there -> there.startedAt()
                            .filter(start -> !start.isAfter(last))
                            .isPresent())
                    .map(there -> project.equals(there.project().name()) ? there.service() : there.name())
                    .orElse(name);
            return new Source(now, count, open, last);
        }

        private Source and(Source other) {
            return new Source(
                    name,
                    atMost((long) count + other.count),
                    atMost((long) open + other.open),
                    last.isAfter(other.last) ? last : other.last);
        }

        @Override
        public String toString() {
            return name + " (" + count + (open > 0 ? ", " + open + " open" : "") + ")";
        }
    }

    /** Returns whether plaintext is accepted at a time. */
    public boolean acceptsAt(Instant time) {
        return until.filter(end -> !time.isBefore(end)).isEmpty();
    }

    /** Returns whether anything in plaintext passes at a time: a connection may outlast the end. */
    public boolean isOpenAt(Instant time) {
        return acceptsAt(time) || sources.stream().anyMatch(source -> source.open() > 0);
    }

    /** Returns what a person has to know of it: how long, and who has come since when. */
    public String said(Instant now) {
        String end = until.map(time -> acceptsAt(now)
                        ? " for another " + minutes(Duration.between(now, time))
                        : " no more since " + time + ", but connections from before it are still open")
                .orElse("");
        String who = sources.isEmpty()
                ? "nobody has come since " + since.truncatedTo(ChronoUnit.SECONDS)
                : "since " + since.truncatedTo(ChronoUnit.SECONDS) + " came "
                        + sources.stream().map(Source::toString).collect(Collectors.joining(", "));
        return "its proxy accepts plaintext" + end + "; " + who;
    }

    private static String minutes(Duration left) {
        return left.toHours() > 0 ? left.toHours() + "h " + left.toMinutesPart() + "m" : left.toMinutes() + 1 + "m";
    }

    /** Returns how many connections there were. */
    public int count() {
        return atMost(sources.stream().mapToLong(Source::count).sum());
    }

    /** What claims to be a proxy may count as far as it likes. */
    static int atMost(long count) {
        return (int) Math.min(Integer.MAX_VALUE, count);
    }

    /**
     * Asks the running proxies of a stack; what they say is what they do, whatever the files say.
     *
     * @param containers of the stack
     * @return the listeners by their server, none for a server of which nothing in plaintext is accepted; a proxy that
     *         does not answer is left out
     * @throws UnavailableException when the engine does not answer
     */
    public static Map<String, List<PlaintextUse>> of(
            Stack stack, Topology proxies, List<RunningService> containers, Instant now) {
        Map<String, List<PlaintextUse>> found = new TreeMap<>();
        List<RunningService> running = servers(proxies, containers);
        if (running.isEmpty()) {
            return found;
        }
        try (Engine engine = Engine.connect()) {
            answers(proxies, running, engine, now, LIMIT)
                    .forEach((proxy, uses) ->
                            found.merge(OurServices.ownerOf(proxy.service()), uses, PlaintextUse::both));
            boolean seen = found.values().stream().flatMap(List::stream).anyMatch(use -> use.count() > 0);
            Map<String, RunningService> owners = seen ? owners(engine, stack) : Map.of();
            found.replaceAll((server, uses) -> named(stack.project().name(), uses, owners));
        }
        return found;
    }

    /**
     * As {@link #of}, of each container for itself, with addresses for names.
     *
     * @param limit for all of them together; one that does not answer is left out
     * @throws UnavailableException when the engine does not answer
     */
    public static Map<RunningService, List<PlaintextUse>> answers(
            Topology proxies, List<RunningService> containers, Duration limit) {
        try (Engine engine = Engine.connect()) {
            return answers(proxies, servers(proxies, containers), engine, Instant.now(), limit);
        }
    }

    private static Map<RunningService, List<PlaintextUse>> answers(
            Topology proxies, List<RunningService> running, Engine engine, Instant now, Duration limit) {
        return ContainerAnswer.all(
                        running,
                        limit,
                        proxy -> answer(
                                proxies.of(OurServices.ownerOf(proxy.service())).orElseThrow(), proxy, engine, now))
                .stream()
                .filter(answer -> answer.value().isPresent())
                .collect(Collectors.toMap(
                        ContainerAnswer::container,
                        answer -> answer.value().orElseThrow(),
                        PlaintextUse::both,
                        LinkedHashMap::new));
    }

    /** The containers that are, or claim to be, the proxies of servers. */
    private static List<RunningService> servers(Topology proxies, List<RunningService> containers) {
        return containers.stream()
                .filter(container -> container.runs() && container.startedAt().isPresent())
                .filter(container -> proxies.of(OurServices.ownerOf(container.service()))
                        .filter(Sidecar::isServer)
                        .isPresent())
                .filter(container -> container.service().endsWith(Stack.PROXY_SUFFIX))
                .toList();
    }

    private static List<PlaintextUse> both(List<PlaintextUse> one, List<PlaintextUse> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    /** A proxy with a configuration of an earlier version does not answer. */
    private static List<PlaintextUse> answer(Sidecar server, RunningService proxy, Engine engine, Instant now) {
        String question = server.inbound().stream()
                .map(port -> ";show table " + HaproxyConfig.OPEN + port.port())
                .collect(Collectors.joining("", "show backend", ""));
        Instant since = Stream.of(proxy.startedAt().orElseThrow(), now.minus(HaproxyConfig.REMEMBERED))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return of(server.service(), since, now, ProxySocket.ask(engine, proxy, question));
    }

    /** Returns the listeners that a proxy tells of, with the addresses that have called. */
    static List<PlaintextUse> of(String service, Instant since, Instant now, List<String> answer) {
        Map<Integer, Optional<Instant>> listening = new TreeMap<>();
        Map<Integer, List<Source>> sources = new HashMap<>();
        int port = 0;
        for (String line : answer) {
            Matcher backend = BACKEND.matcher(line.strip());
            Matcher table = TABLE.matcher(line);
            Matcher counts = COUNTS.matcher(line);
            if (backend.matches()) {
                listening.put(
                        Integer.valueOf(backend.group(1)),
                        Optional.ofNullable(backend.group(2)).map(end -> Instant.ofEpochSecond(Long.parseLong(end))));
            } else if (table.matches()) {
                port = Integer.parseInt(table.group(1));
            } else if (counts.matches()) {
                sources.computeIfAbsent(port, first -> new ArrayList<>())
                        .add(new Source(
                                counts.group(1).replaceFirst("^::ffff:(?=[\\d.]+$)", ""),
                                atMost(Long.parseLong(counts.group(3))),
                                atMost(Long.parseLong(counts.group(4))),
                                now.minus(HaproxyConfig.REMEMBERED)
                                        .plus(Duration.ofMillis(Long.parseLong(counts.group(2))))));
            }
        }
        return listening.entrySet().stream()
                .map(open -> new PlaintextUse(
                        service, open.getKey(), open.getValue(), since, sources.getOrDefault(open.getKey(), List.of())))
                .toList();
    }

    /** Whoever is on the networks of a project, also from elsewhere. */
    private static Map<String, RunningService> owners(Engine engine, Stack stack) {
        Map<String, RunningService> owners = new HashMap<>();
        for (RunningNetwork network : engine.networks(stack.project().name())) {
            network.members()
                    .keySet()
                    .forEach(id -> engine.service(id).ifPresent(other -> {
                        other.addresses().values().forEach(at -> owners.put(at, other));
                        Optional.ofNullable(network.ipv6().get(id)).ifPresent(at -> owners.put(at, other));
                    }));
        }
        return owners;
    }

    /** Returns the same by the names of whoever has an address now, and had it then. */
    static List<PlaintextUse> named(String project, List<PlaintextUse> found, Map<String, RunningService> owners) {
        return found.stream()
                .map(use -> new PlaintextUse(
                        use.service,
                        use.port,
                        use.until,
                        use.since,
                        use.sources.stream()
                                .map(source -> source.of(Optional.ofNullable(owners.get(source.name)), project))
                                .collect(Collectors.toMap(Source::name, source -> source, Source::and, TreeMap::new))
                                .values()
                                .stream()
                                .toList()))
                .toList();
    }
}
