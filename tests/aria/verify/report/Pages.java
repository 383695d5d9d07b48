package aria.verify.report;

import aria.finding.Finding;
import aria.finding.FindingText;
import aria.finding.Place;
import aria.finding.Remedy;
import aria.verify.CheckResult;
import aria.verify.Lifetime;
import aria.verify.Report;
import aria.verify.Status;
import aria.verify.probe.Probe;
import aria.verify.probe.Via;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pages made of reports that a project rarely gives at once: every status, every way, every colour. */
final class Pages {
    static final String HOSTILE =
            "\"><script>window.pwned=1</script><img src=x onerror=window.pwned=1>{{title}}&amp;\u202Eevil\u0007'";
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private Pages() {}

    /** A stack that runs, of which some is wrong. */
    static byte[] mixed(Path file) {
        List<CheckResult> results = new ArrayList<>();
        results.add(result("pki.root", "PKI certificates", "the root certificate is valid", Status.PASS, ""));
        results.add(result(
                "ca.root-key",
                "Secrets",
                "the root's key is kept elsewhere",
                Status.WARN,
                "config/root-ca/root_ca_key is on this machine",
                Remedy.advice("move config/root-ca to a safe place")));
        results.add(result(
                "secrets.untracked",
                "Secrets",
                "no secret is tracked by git",
                Status.FAIL,
                "data/certs/db,old/db.key is tracked by git",
                Remedy.inOrder(
                        Remedy.command("git", "rm", "--cached", "data/certs/db,old/db.key"),
                        Remedy.advice("replace the secret, because the history keeps it"))));
        results.add(result(
                "secrets.mode",
                "Secrets",
                "nobody else can read a key or a password",
                Status.FAIL,
                "my keys/a.key has mode 644",
                Remedy.command("chmod", "600", "my keys/a.key"),
                Remedy.advice("delete it")));
        results.add(result(
                "certs.served",
                "Service certificates",
                "the server presents the certificate that was issued last",
                Status.FAIL,
                "it still presents the certificate 0a, not data/certs/prometheus/prometheus.crt",
                Remedy.inOrder(
                        Remedy.command("docker", "compose", "up", "-d", "prometheus-mtls-init"),
                        Remedy.advice("wait up to two minutes until prometheus reads the files by itself"))));
        handshakes(results, "web", Status.PASS, Status.PASS, Status.PASS);
        handshakes(results, "db", Status.PASS, Status.FAIL, Status.PASS);
        handshakes(results, "cache", Status.PASS, Status.WARN, Status.FAIL);
        handshakes(results, "queue", Status.FAIL, Status.SKIP, Status.SKIP);
        StackMap stack = new StackMap(
                List.of(
                        node("web", WireProtocol.MUTUAL_TLS, "8443"),
                        node("db", WireProtocol.PLAINTEXT),
                        node("cache", WireProtocol.UNKNOWN),
                        node("queue", WireProtocol.MUTUAL_TLS),
                        new StackMap.Node("migrations", "busybox:1.37", false, WireProtocol.UNKNOWN, List.of())),
                List.of(
                        new StackMap.Call("web", "db", true),
                        new StackMap.Call("web", "cache", true),
                        new StackMap.Call("db", "web", true),
                        new StackMap.Call("web", "queue", true),
                        new StackMap.Call("migrations", "db", false)));
        Instant year = NOW.plus(Duration.ofDays(300));
        return page(
                new Report(results, List.of(), List.of(), List.of()),
                new Overview(
                        file.getParent(),
                        NOW,
                        true,
                        List.of("compose.yaml"),
                        Optional.of(new Overview.Authority("Example Root CA", "ab".repeat(32))),
                        stack,
                        List.of(
                                new Lifetime(
                                        Lifetime.Holder.SERVICE,
                                        "web",
                                        "data/certs/web/web.crt",
                                        NOW.minus(Duration.ofDays(65)),
                                        year,
                                        Optional.empty()),
                                new Lifetime(
                                        Lifetime.Holder.SERVICE,
                                        "db",
                                        "data/certs/db/db.crt",
                                        NOW.minus(Duration.ofDays(360)),
                                        NOW.plus(Duration.ofDays(5)),
                                        Optional.empty()),
                                new Lifetime(
                                        Lifetime.Holder.SERVICE,
                                        "queue",
                                        "data/certs/queue/queue.crt",
                                        NOW.minus(Duration.ofDays(370)),
                                        NOW.minus(Duration.ofDays(5)),
                                        Optional.empty()))),
                file);
    }

    /** Nothing is known, so there is nearly nothing to show. */
    static byte[] empty(Path file) {
        return page(
                new Report(
                        List.of(result("tools.java", "Tools", "this Java is new enough", Status.PASS, "Java 17")),
                        List.of(),
                        List.of(),
                        List.of()),
                new Overview(
                        file.getParent(),
                        NOW,
                        false,
                        List.of(),
                        Optional.empty(),
                        new StackMap(List.of(), List.of()),
                        List.of()),
                file);
    }

    /** Every text that comes from a file or a server tries to break out. */
    static byte[] hostile(Path file) {
        String bad = HOSTILE;
        List<CheckResult> results = new ArrayList<>();
        for (Status status : Status.values()) {
            results.add(new CheckResult(
                    bad,
                    bad,
                    status,
                    Optional.of(bad),
                    Optional.of(Via.PUBLISHED),
                    new Finding(
                            "handshake.none",
                            status.severity(),
                            Optional.of(bad),
                            Optional.of(new Place(bad, 3, 0)),
                            bad,
                            List.of(Remedy.command(bad), Remedy.advice(bad)))));
        }
        StackMap stack = new StackMap(
                List.of(
                        new StackMap.Node(bad, bad, true, WireProtocol.MUTUAL_TLS, List.of(bad)),
                        node("db", WireProtocol.TLS)),
                List.of(new StackMap.Call(bad, "db", true)));
        return page(
                new Report(results, List.of(), List.of(), List.of()),
                new Overview(
                        Path.of("/tmp/" + bad.replace("/", "")),
                        NOW,
                        true,
                        List.of(bad),
                        Optional.of(new Overview.Authority(bad, "ab")),
                        stack,
                        List.of(new Lifetime(
                                Lifetime.Holder.OTHER, bad, bad, NOW, NOW.plusSeconds(9000), Optional.empty()))),
                file);
    }

    /** A stack of this many services, each of which calls some of those before it. */
    static byte[] large(Path file, int services) {
        List<StackMap.Node> nodes = new ArrayList<>();
        List<StackMap.Call> calls = new ArrayList<>();
        for (int i = 0; i < services; i++) {
            nodes.add(node("service-" + i, WireProtocol.values()[i % 4], "80" + i));
            for (int called : new int[] {i / 2, i / 3, i - 5}) {
                if (called >= 0 && called < i && i % 7 != 0) {
                    calls.add(new StackMap.Call("service-" + i, "service-" + called, i % 2 == 0));
                }
            }
        }
        List<CheckResult> results =
                List.of(result("tools.java", "Tools", "this Java is new enough", Status.PASS, "Java 17"));
        return page(
                new Report(results, List.of(), List.of(), List.of()),
                new Overview(
                        file.getParent(),
                        NOW,
                        false,
                        List.of("compose.yaml"),
                        Optional.empty(),
                        new StackMap(nodes, calls.stream().distinct().toList()),
                        List.of()),
                file);
    }

    static String text(byte[] page) {
        return new String(page, StandardCharsets.UTF_8);
    }

    private static byte[] page(Report report, Overview overview, Path file) {
        return HtmlReport.of(report, overview, "0.0.0", FindingText.IN_CHECKOUT, file);
    }

    private static StackMap.Node node(String name, WireProtocol speaks, String... ports) {
        return new StackMap.Node(name, "kind of " + name, true, speaks, List.of(ports));
    }

    private static CheckResult result(
            String id, String category, String title, Status status, String message, Remedy... remedies) {
        return new CheckResult(
                category,
                title,
                status,
                Optional.empty(),
                Optional.empty(),
                new Finding(id, status.severity(), Optional.empty(), Optional.empty(), message, List.of(remedies)));
    }

    private static void handshakes(
            List<CheckResult> results, String service, Status valid, Status none, Status plaintext) {
        for (Probe probe : Probe.values()) {
            if (probe.ofProxies()) {
                continue;
            }
            Status status = switch (probe) {
                case VALID -> valid;
                case NONE -> none;
                case PLAINTEXT -> plaintext;
                default -> valid == Status.PASS ? Status.PASS : Status.SKIP;
            };
            results.add(new CheckResult(
                    "Handshakes",
                    "a client is treated as " + probe.checkId() + " says",
                    status,
                    Optional.of("main"),
                    Optional.of(Via.PUBLISHED),
                    new Finding(
                            probe.checkId(),
                            status.severity(),
                            Optional.of(service),
                            Optional.of(new Place("compose.yaml", 3, 0)),
                            "seen at 127.0.0.1:8443",
                            List.of())));
        }
    }
}
