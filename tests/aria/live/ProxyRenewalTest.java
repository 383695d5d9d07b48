package aria.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.docker.Engine;
import aria.docker.RunningService;
import aria.operate.ProxyRenewal;
import aria.operate.RevokedSessions;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.Keys;
import aria.pki.Pem;
import aria.preset.Templates;
import aria.proxy.HaproxyConfig;
import aria.proxy.Sidecar;
import aria.proxy.Sidecar.Inbound;
import aria.proxy.Sidecar.Outbound;
import aria.proxy.Sidecar.PrivateNetwork;
import aria.proxy.Subnet;
import aria.testing.Needs;
import aria.verify.TestCa;
import aria.verify.probe.TlsContexts;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Renewals of one proxy that stands on both sides of a connection, whose other end is a Redis in its own network
 * namespace. Its private addresses are on loopback, and it calls itself.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ProxyRenewalTest {
    private static final int HELD = 20;
    private static final int MEBIBYTE = 1 << 20;
    /** A connection by way of the proxy's calling side, which says so when it ends. */
    private static final String CALL =
            "exec 3<>/dev/tcp/127.0.0.14/6380; while printf 'PING\\r\\n' >&3 && read -r -t 5 line <&3;"
                    + " do echo \"$line\"; sleep 0.1; done >/tmp/held; echo ended >>/tmp/held";

    private final String name = "aria-renewal-" + UUID.randomUUID().toString().substring(0, 8);
    private final TestCa ca = new TestCa();

    @TempDir
    Path folder;

    private CertifiedKey identity;

    @Test
    void renewals_end_no_connection_and_leave_no_process() throws IOException {
        renew(5);
    }

    @Test
    @Tag("full")
    void three_hundred_renewals_end_no_connection_and_leave_no_process() throws IOException {
        renew(300);
    }

    private void renew(int times) throws IOException {
        Needs.docker();
        List.of("haproxy:3.0.11", "redis:8").forEach(Needs::image);
        start();
        List<SSLSocket> held = new ArrayList<>();
        try (Engine engine = Engine.connect()) {
            RunningService proxy = engine.service(name).orElseThrow();
            for (int i = 0; i < HELD; i++) {
                held.add(connected(proxy));
            }
            ping(held);
            long before = memory();
            for (int i = 0; i < times; i++) {
                identity();
                assertThat(ProxyRenewal.take(engine, proxy)).as("renewal " + i).isTrue();
                try (SSLSocket fresh = connected(proxy)) {
                    assertThat(fresh.getSession().getPeerCertificates()[0]).isEqualTo(identity.certificate());
                }
                ping(held);
            }
            assertThat(memory() - before).as("memory").isLessThan(10L * MEBIBYTE);
            assertThat(sh("docker", "top", name, "-o", "pid,comm").lines().filter(line -> line.endsWith("haproxy")))
                    .as("master and worker")
                    .hasSize(2);
            inRedis("redis-cli", "-h", "127.0.0.14", "-p", "6380", "ping");
            assertThat(sh("docker", "logs", name))
                    .contains("caller=\"app\" serial=" + Certificates.serialHex(identity.certificate()));
            assertThat(inRedis("cat", "/tmp/held")).startsWith("+PONG").doesNotContain("ended");
            SSLSocket stolen = connected(proxy);
            revoke(identity.certificate().getSerialNumber());
            assertThat(ProxyRenewal.take(engine, proxy)).isTrue();
            ping(List.of(stolen));
            Instant asked = Instant.now();
            assertThat(RevokedSessions.end(engine, proxy, Set.of()))
                    .as("the connection of the revoked certificate alone")
                    .isEqualTo(1);
            assertThatThrownBy(() -> ping(List.of(stolen))).isInstanceOfAny(IOException.class, AssertionError.class);
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
            ping(held);
            assertThat(inRedis("cat", "/tmp/held")).doesNotContain("ended");
            assertThat(RevokedSessions.end(engine, proxy, Set.of("app")))
                    .as("what it calls itself, by the name of the server")
                    .isEqualTo(1);
            inRedis("sh", "-c", "until grep -q ended /tmp/held; do sleep 0.1; done");
            ping(held);
            assertThatThrownBy(() -> connected(proxy))
                    .as("a revoked client")
                    .isInstanceOfAny(IOException.class, AssertionError.class);
            assertThat(sh("docker", "logs", name)).contains(" result=revoked ");
            assertThat(RevokedSessions.hasOlder(engine, proxy)).isFalse();
            engine.signal(name, "HUP");
            Instant end = Instant.now().plusSeconds(30);
            while (!RevokedSessions.hasOlder(engine, proxy)) {
                assertThat(Instant.now()).isBefore(end);
            }
            ping(held);
        } finally {
            for (SSLSocket socket : held) {
                socket.close();
            }
        }
    }

    private void start() throws IOException {
        PrivateNetwork network = new PrivateNetwork("app-mtls", new Subnet(0), List.of(), false);
        Sidecar sidecar = new Sidecar(
                "app",
                List.of(),
                List.of(network),
                List.of(new Inbound(6379, 20001, List.of("app"))),
                List.of(new Outbound("app-mtls", "app", 6380, 20001, List.of(), Optional.empty())),
                Optional.empty(),
                false);
        Path conf = Files.createDirectory(folder.resolve("conf"));
        Files.writeString(
                conf.resolve(HaproxyConfig.FILE),
                HaproxyConfig.of(sidecar, List.of(), "#", Templates.read("proxy/haproxy.cfg")));
        revoke(BigInteger.TEN);
        Files.createDirectory(folder.resolve("certs"));
        Files.write(folder.resolve("certs/ca.crt"), Pem.certificates(ca.roots()));
        identity();
        sh("docker", "network", "create", name);
        sh(
                "docker",
                "run",
                "-d",
                "--name",
                name,
                "--network",
                name,
                "--network-alias",
                "app-mtls-proxy",
                "--read-only",
                "--cap-drop",
                "ALL",
                "-p",
                "127.0.0.1::20001",
                "-e",
                Subnet.VARIABLE + "=127.0",
                "-v",
                conf + ":" + HaproxyConfig.FOLDER + ":ro",
                "-v",
                folder.resolve("certs") + ":/etc/certs:ro",
                "haproxy:3.0.11");
        sh("docker", "run", "-d", "--name", redis(), "--network", "container:" + name, "redis:8");
        inRedis("sh", "-c", "until redis-cli -h 127.0.0.14 -p 6380 ping | grep PONG; do sleep 0.2; done");
        sh("docker", "exec", "-d", redis(), "bash", "-c", CALL);
    }

    /** Puts a new certificate and key there, as an init does. */
    private void identity() throws IOException {
        identity = ca.identity("app");
        put("certs/tls.key", Keys.pkcs8Pem(identity.key()));
        put("certs/tls.crt", Pem.certificates(identity.chain()));
    }

    private void revoke(BigInteger serial) throws IOException {
        put(
                "conf/" + HaproxyConfig.REVOKED,
                ("# revoked\n" + Certificates.serialHex(serial) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void put(String file, byte[] content) throws IOException {
        Path next = Files.write(folder.resolve("next"), content);
        Files.move(next, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    private SSLSocket connected(RunningService proxy) throws IOException {
        SSLSocket socket = (SSLSocket) TlsContexts.context(Optional.of(identity), ca.roots())
                .getSocketFactory()
                .createSocket("127.0.0.1", proxy.ports().get(0).hostPort());
        socket.setSoTimeout(10_000);
        ping(List.of(socket));
        return socket;
    }

    private static void ping(List<SSLSocket> sockets) throws IOException {
        for (SSLSocket socket : sockets) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(7), StandardCharsets.US_ASCII))
                    .isEqualTo("+PONG\r\n");
        }
    }

    /** The bytes that the processes of the proxy hold. */
    private long memory() {
        return sh("docker", "exec", name, "sh", "-c", "cat /proc/[0-9]*/status")
                .lines()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
    }

    private String redis() {
        return name + "-redis";
    }

    private String inRedis(String... words) {
        return sh(Stream.concat(Stream.of("docker", "exec", redis()), Stream.of(words))
                .toArray(String[]::new));
    }

    private String sh(String... words) {
        return Shell.run(folder, Duration.ofSeconds(30), List.of(words)).ok();
    }

    @AfterEach
    void nothing_stays() {
        Shell.run(folder, Duration.ofSeconds(30), List.of("docker", "rm", "-f", "-v", redis(), name));
        Shell.run(folder, Duration.ofSeconds(30), List.of("docker", "network", "rm", name));
    }
}
