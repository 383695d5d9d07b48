package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Needs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What proxies cost, beside plaintext and a server's own TLS in the same run. It prints the figures of
 * docs/reference/SPEED.md; its limits are wide, because the machine may do other things.
 */
@Tag("full")
@Timeout(value = 12, unit = TimeUnit.MINUTES)
class ProxyCostTest extends OnAStack {
    private static final int REQUESTS = 60_000;
    private static final int NEW_CONNECTIONS = 500;
    private static final int TICKS = 100;
    private static final String FILE = """
            services:
              cache:
                image: redis:8
              app:                                    # in no way prepared
                image: redis:8
                init: true
                command: [sleep, infinity]
                environment: {REDIS_URL: "redis://cache:6379"}
                depends_on: [cache]
            """;

    private static final String TLS =
            " --tls --cert /etc/certs/tls.crt --key /etc/certs/tls.key --cacert /etc/certs/ca.crt";

    private static final Pattern CHILDREN = Pattern.compile("(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s");
    private static final Pattern MEDIAN = Pattern.compile("\"GET\",\"[\\d.]+\",\"[\\d.]+\",\"[\\d.]+\",\"([\\d.]+)\"");

    /**
     * What a number of requests took.
     *
     * @param client  CPU seconds of the client
     * @param server  of the server
     * @param proxies of each proxy
     * @param median  milliseconds of one client alone; 0 where several were at work
     */
    private record Cost(double client, double server, List<Double> proxies, double median) {
        double all() {
            return client
                    + server
                    + proxies.stream().mapToDouble(Double::doubleValue).sum();
        }

        String line(String how, int count, Cost plain) {
            return String.format(
                    Locale.ROOT,
                    "%s: proxies %s us a request, all CPU x %.1f%s",
                    how,
                    proxies.stream().map(each -> Math.round(each * 1e6 / count)).toList(),
                    all() / plain.all(),
                    median == 0
                            ? ""
                            : String.format(Locale.ROOT, ", median %.3f ms, x %.1f", median, median / plain.median));
        }
    }

    @BeforeAll
    void it_is_made(@TempDir Path folder) {
        Needs.compose();
        List.of("busybox:1.37", "haproxy:3.0.11", "redis:8").forEach(Needs::image);
        stack = RealStack.of(folder, FILE);
    }

    @Test
    void a_hop_by_a_proxy() {
        Duration plainStart = start();
        List<String> said = new ArrayList<>();
        Cost plain = get();
        Cost plainNew = connect();
        said.add(plain.line("plaintext", REQUESTS, plain));

        stack.project.file("aria.yaml", "version: 1\nservices:\n  cache: {via: native, stage: enforce}\n");
        succeeds("bootstrap", "--yes", "--up");
        Cost one = get("app-mtls-proxy");
        said.add(run("cache", TLS, REQUESTS, 50, 1).line("the server's own TLS", REQUESTS, plain));
        said.add(one.line("one proxy, and the server's own TLS", REQUESTS, plain));
        succeeds("bootstrap", "--undo", "--volumes", "--yes");

        stack.project.file("aria.yaml", "version: 1\nservices:\n  cache: {via: proxy, stage: enforce}\n");
        succeeds("bootstrap", "--yes", "--up");
        Duration start = start();
        Cost two = get("app-mtls-proxy", "cache-mtls-proxy");
        said.add(two.line("two proxies", REQUESTS, plain));
        Cost fresh = connect("app-mtls-proxy", "cache-mtls-proxy");
        said.add(fresh.line("two proxies, a connection each", NEW_CONNECTIONS, plainNew));
        said.add(String.format(
                Locale.ROOT,
                "start %.1f s, in plaintext %.1f s; memory of the proxies %s MiB",
                start.toMillis() / 1e3,
                plainStart.toMillis() / 1e3,
                List.of(memory("app-mtls-proxy"), memory("cache-mtls-proxy"))));
        System.out.println(String.join("\n", said));
        assertThat(two.proxies()).allMatch(each -> each * 1e6 / REQUESTS < 200);
        assertThat(two.all() / plain.all()).isLessThan(10);
        assertThat(memory("cache-mtls-proxy")).isLessThan(32);
    }

    /** From nothing to an answer, the faster of two: others use the machine. */
    private Duration start() {
        Duration fastest = Duration.ofDays(1);
        for (int i = 0; i < 2; i++) {
            stack.compose("down", "--timeout", "1").ok();
            Instant begin = Instant.now();
            stack.compose("up", "-d").ok();
            stack.exec("app", "sh", "-c", "until redis-cli -h cache ping; do sleep 0.1; done");
            Duration took = Duration.between(begin, Instant.now());
            fastest = took.compareTo(fastest) < 0 ? took : fastest;
        }
        return fastest;
    }

    private Cost get(String... proxies) {
        Cost many = run("app", "", REQUESTS, 50, 1, proxies);
        return new Cost(
                many.client(),
                many.server(),
                many.proxies(),
                run("app", "", REQUESTS / 10, 1, 1, proxies).median());
    }

    private Cost connect(String... proxies) {
        return run("app", "", NEW_CONNECTIONS, 4, 0, proxies);
    }

    private Cost run(String from, String flags, int requests, int clients, int keepAlive, String... proxies) {
        double server = cpu("cache");
        List<Double> before = List.of(proxies).stream().map(this::cpu).toList();
        String out = stack.exec(
                from,
                "bash",
                "-c",
                "redis-benchmark -h cache" + flags + " -t get -n " + requests + " -c " + clients + " -k " + keepAlive
                        + " --csv; times");
        List<Double> spent = new ArrayList<>();
        for (int i = 0; i < proxies.length; i++) {
            spent.add(cpu(proxies[i]) - before.get(i));
        }
        List<MatchResult> times = CHILDREN.matcher(out).results().toList();
        MatchResult children = times.get(times.size() - 1);
        double client = seconds(children, 1) + seconds(children, 3);
        return new Cost(
                client,
                cpu("cache") - server,
                spent,
                clients > 1
                        ? 0
                        : MEDIAN.matcher(out)
                                .results()
                                .map(found -> Double.valueOf(found.group(1)))
                                .findFirst()
                                .orElseThrow(() -> new AssertionError(out)));
    }

    private static double seconds(MatchResult times, int group) {
        return Double.parseDouble(times.group(group)) * 60 + Double.parseDouble(times.group(group + 1));
    }

    /** The CPU seconds of the processes that have run since the container's start; checks of its health are others. */
    private double cpu(String service) {
        return stack.exec(service, "sh", "-c", "cat /proc/[0-9]*/stat")
                .lines()
                .filter(line -> line.contains("(haproxy)") || line.contains("(redis-server)"))
                .map(line -> line.substring(line.lastIndexOf(')') + 2).split(" ", -1))
                .mapToDouble(fields -> (Double.parseDouble(fields[11]) + Double.parseDouble(fields[12])) / TICKS)
                .sum();
    }

    private long memory(String service) {
        return stack.exec(service, "sh", "-c", "cat /proc/[0-9]*/status | grep RssAnon")
                        .lines()
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                / 1024;
    }
}
