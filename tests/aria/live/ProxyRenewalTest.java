package aria.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.docker.Engine;
import aria.docker.RunningService;
import aria.operate.ProxyRenewal;
import aria.operate.RevokedSessions;
import aria.pki.Certificates;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Renewals of one proxy on both sides of connections. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ProxyRenewalTest {
    private static final int HELD = 20;
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    Path folder;

    private LoneProxy lone;

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
        lone = new LoneProxy(folder);
        lone.start();
        List<SSLSocket> held = new ArrayList<>();
        try (Engine engine = Engine.connect()) {
            RunningService proxy = engine.service(lone.name).orElseThrow();
            for (int i = 0; i < HELD; i++) {
                held.add(lone.connected(proxy));
            }
            LoneProxy.ping(held);
            long before = lone.memory();
            for (int i = 0; i < times; i++) {
                lone.identity();
                assertThat(ProxyRenewal.take(engine, proxy)).as("renewal " + i).isTrue();
                try (SSLSocket fresh = lone.connected(proxy)) {
                    assertThat(fresh.getSession().getPeerCertificates()[0]).isEqualTo(lone.identity.certificate());
                }
                LoneProxy.ping(held);
            }
            assertThat(lone.memory() - before).as("memory").isLessThan(10L * MEBIBYTE);
            assertThat(lone.sh("docker", "top", lone.name, "-o", "pid,comm")
                            .lines()
                            .filter(line -> line.endsWith("haproxy")))
                    .as("master and worker")
                    .hasSize(2);
            lone.inRedis("redis-cli", "-h", "127.0.0.14", "-p", "6380", "ping");
            assertThat(lone.sh("docker", "logs", lone.name))
                    .contains("caller=\"app\" serial=" + Certificates.serialHex(lone.identity.certificate()));
            assertThat(lone.inRedis("cat", "/tmp/held")).startsWith("+PONG").doesNotContain("ended");
            SSLSocket stolen = lone.connected(proxy);
            lone.revoke(lone.identity.certificate().getSerialNumber());
            assertThat(ProxyRenewal.take(engine, proxy)).isTrue();
            LoneProxy.ping(List.of(stolen));
            Instant asked = Instant.now();
            assertThat(RevokedSessions.end(engine, proxy, Set.of()))
                    .as("the connection of the revoked certificate alone")
                    .isEqualTo(1);
            assertThatThrownBy(() -> LoneProxy.ping(List.of(stolen)))
                    .isInstanceOfAny(IOException.class, AssertionError.class);
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
            LoneProxy.ping(held);
            assertThat(lone.inRedis("cat", "/tmp/held")).doesNotContain("ended");
            assertThat(RevokedSessions.end(engine, proxy, Set.of("app")))
                    .as("what it calls itself, by the lone.name of the server")
                    .isEqualTo(1);
            lone.inRedis("sh", "-c", "until grep -q ended /tmp/held; do sleep 0.1; done");
            LoneProxy.ping(held);
            assertThatThrownBy(() -> lone.connected(proxy))
                    .as("a revoked client")
                    .isInstanceOfAny(IOException.class, AssertionError.class);
            assertThat(lone.sh("docker", "logs", lone.name)).contains(" result=revoked ");
            assertThat(RevokedSessions.hasOlder(engine, proxy)).isFalse();
            engine.signal(lone.name, "HUP");
            Instant end = Instant.now().plusSeconds(30);
            while (!RevokedSessions.hasOlder(engine, proxy)) {
                assertThat(Instant.now()).isBefore(end);
            }
            LoneProxy.ping(held);
        } finally {
            for (SSLSocket socket : held) {
                socket.close();
            }
        }
    }

    @AfterEach
    void nothing_stays() {
        if (lone != null) {
            lone.close();
        }
    }
}
