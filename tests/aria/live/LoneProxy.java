package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.docker.RunningService;
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
import aria.verify.TestCa;
import aria.verify.probe.TlsContexts;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;

/**
 * One proxy that stands on both sides of a connection, whose other end is a Redis in its own network namespace. Its
 * private addresses are on loopback, and it calls itself.
 */
final class LoneProxy implements AutoCloseable {
    /** A connection by way of the proxy's calling side, which says so when it ends. */
    private static final String CALL =
            "exec 3<>/dev/tcp/127.0.0.14/6380; while printf 'PING\\r\\n' >&3 && read -r -t 5 line <&3;"
                    + " do echo \"$line\"; sleep 0.1; done >/tmp/held; echo ended >>/tmp/held";

    final String name = "aria-proxy-" + UUID.randomUUID().toString().substring(0, 8);
    private final TestCa ca = new TestCa();
    private final Path folder;
    CertifiedKey identity;

    LoneProxy(Path folder) {
        this.folder = folder;
    }

    void start() throws IOException {
        PrivateNetwork network = new PrivateNetwork("app-mtls", new Subnet(0), List.of(), false);
        Sidecar sidecar = new Sidecar(
                "app",
                List.of(),
                List.of(network),
                List.of(new Inbound(6379, 20001, List.of("app"))),
                List.of(new Outbound("app-mtls", "app", 6380, 20001, List.of(), Optional.empty())),
                Optional.empty(),
                false,
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
    void identity() throws IOException {
        identity = ca.identity("app");
        put("certs/tls.key", Keys.pkcs8Pem(identity.key()));
        put("certs/tls.crt", Pem.certificates(identity.chain()));
    }

    void revoke(BigInteger serial) throws IOException {
        put(
                "conf/" + HaproxyConfig.REVOKED,
                ("# revoked\n" + Certificates.serialHex(serial) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void put(String file, byte[] content) throws IOException {
        Path next = Files.write(folder.resolve("next"), content);
        Files.move(next, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    SSLSocket connected(RunningService proxy) throws IOException {
        SSLSocket socket = (SSLSocket) TlsContexts.context(Optional.of(identity), ca.roots())
                .getSocketFactory()
                .createSocket("127.0.0.1", proxy.ports().get(0).hostPort());
        socket.setSoTimeout(10_000);
        ping(List.of(socket));
        return socket;
    }

    static void ping(List<SSLSocket> sockets) throws IOException {
        for (SSLSocket socket : sockets) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(7), StandardCharsets.US_ASCII))
                    .isEqualTo("+PONG\r\n");
        }
    }

    /** The bytes that the processes of the proxy hold. */
    long memory() {
        return sh("docker", "exec", name, "sh", "-c", "cat /proc/[0-9]*/status")
                .lines()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
    }

    String redis() {
        return name + "-redis";
    }

    String inRedis(String... words) {
        return sh(Stream.concat(Stream.of("docker", "exec", redis()), Stream.of(words))
                .toArray(String[]::new));
    }

    String sh(String... words) {
        return Shell.run(folder, Duration.ofMinutes(2), List.of(words)).ok();
    }

    @Override
    public void close() {
        Shell.run(folder, Duration.ofSeconds(30), List.of("docker", "rm", "-f", "-v", redis(), name));
        Shell.run(folder, Duration.ofSeconds(30), List.of("docker", "network", "rm", name));
    }
}
