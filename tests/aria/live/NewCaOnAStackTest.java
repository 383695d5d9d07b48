package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.Keys;
import aria.pki.Pem;
import aria.testing.Needs;
import aria.verify.probe.Address;
import aria.verify.probe.Connection;
import aria.verify.probe.Listener;
import aria.verify.probe.ProbeResult;
import aria.verify.probe.Protocols;
import aria.verify.probe.TlsContexts;
import aria.verify.probe.Via;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A new root on a running stack under constant clients: a server that reads its files when told (PostgreSQL), two
 * services behind proxies, and step-ca refuse nobody; one that reads them at its start (Redis) is restarted on consent.
 */
@Tag("full")
class NewCaOnAStackTest extends OnAStack {
    private static final String FILE = """
            services:
              db:
                image: postgres:18
                environment: {POSTGRES_PASSWORD: secret}
                ports: ["127.0.0.1:${DB_PORT}:5432"]
                healthcheck: {test: [CMD, pg_isready, -U, postgres], interval: 1s, retries: 60}
              cache:
                image: redis:8
                ports: ["127.0.0.1:${CACHE_PORT}:6379"]
              api:
                image: busybox:1.37
                command: [sh, -c, "mkdir /w; echo hello >/w/index.html; exec httpd -f -p 8000 -h /w"]
              app:
                image: busybox:1.37
                environment: {API: "http://api:8000/"}
                command: [sh, -c, "while :; do wget -q -T 5 -O /dev/null $$API && echo in || echo out; done"]
            """;
    private static final String CHOICES = """
            version: 1
            services:
              api: {via: proxy}
            """;

    /** What a client knows: its own certificate, and whom it trusts. */
    private SSLContext onDisk() {
        try {
            Path person = stack.project.root.resolve("data/people");
            return TlsContexts.context(
                    Optional.of(new CertifiedKey(
                            Keys.read(Files.readAllBytes(person.resolve(Project.USER + ".key")), null),
                            certificates(person.resolve(Project.USER + ".crt")))),
                    certificates(stack.project.layout.trustBundle()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<X509Certificate> certificates(Path file) throws IOException {
        return Pem.readCertificates(Files.readAllBytes(file), file.toString());
    }

    /** Connects to PostgreSQL again and again. */
    private final class Client extends Thread {
        private final Supplier<SSLContext> knows;
        private final List<String> refusals = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger served = new AtomicInteger();
        private volatile boolean ends;

        private Client(Supplier<SSLContext> knows) {
            this.knows = knows;
            setDaemon(true);
        }

        @Override
        public void run() {
            Listener listener = new Listener("db", "postgresql", 5432, "postgresql", true, List.of("localhost"), "/");
            Connection connection = new Connection(
                    new Address("127.0.0.1", stack.port("DB_PORT"), Via.PUBLISHED),
                    listener,
                    Protocols.named("postgresql").orElseThrow());
            while (!ends) {
                ProbeResult result = connection.overTls(knows.get(), "localhost");
                if (result.kind() == ProbeResult.ClientFate.SERVED) {
                    served.incrementAndGet();
                } else {
                    refusals.add(result.toString());
                }
            }
        }

        private void end() throws InterruptedException {
            ends = true;
            join();
            assertThat(refusals).isEmpty();
            assertThat(served.get()).isGreaterThan(50);
        }
    }

    @BeforeAll
    void it_is_bootstrapped(@TempDir Path folder) {
        Needs.compose();
        List.of("busybox:1.37", "postgres:18", "redis:8", "smallstep/step-ca:0.30.2", "haproxy:3.0.11")
                .forEach(Needs::image);
        stack = RealStack.of(folder, FILE, "DB_PORT", "CACHE_PORT", "STEP_CA_PORT");
        stack.project.file("aria.yaml", CHOICES);
        succeeds("bootstrap", "--yes", "--up", "--with-step-ca");
    }

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void nobody_is_refused_from_the_first_step_to_the_last() throws Exception {
        AtomicReference<SSLContext> kept = new AtomicReference<>(onDisk());
        Client quick = new Client(this::onDisk);
        Client late = new Client(kept::get);
        quick.start();
        late.start();

        Project.Ran started = stack.project.run("pki-cert", "rotate-ca", "start", "--yes");
        assertThat(started.exit()).as(started.out() + started.err()).isEqualTo(6);
        assertThat(started.err()).contains("cache has to be restarted");
        assertThat(stack.project
                        .run("pki-cert", "rotate-ca", "continue", "--yes")
                        .exit())
                .as("the step before is not seen complete")
                .isEqualTo(3);
        succeeds("pki-cert", "rotate-ca", "start", "--restart");
        assertThat(stack.project.run("pki-cert", "rotate-ca").out()).contains("every running server goes by it");
        kept.set(onDisk());

        succeeds("pki-cert", "rotate-ca", "continue", "--yes", "--restart");
        kept.set(onDisk());
        succeeds("pki-cert", "renew", "db", "--online");
        assertThat(certificates(stack.project.layout.serviceCertificate("db")).stream()
                        .map(Certificates::commonName))
                .containsExactly("db", "ARIA Intermediate CA G2");
        succeeds("rotate-certs");

        succeeds("pki-cert", "rotate-ca", "finish", "--yes", "--restart");
        quick.end();
        late.end();
        String calls = stack.compose("logs", "--no-log-prefix", "app").ok();
        assertThat(calls.lines().filter(line -> line.endsWith("in")).count()).isGreaterThan(50);
        assertThat(calls).doesNotContain("out");
        assertThat(certificates(stack.project.layout.trustBundle()))
                .extracting(Certificates::commonName)
                .containsExactly("ARIA Root CA G2");
        stack.verify(0);
    }
}
