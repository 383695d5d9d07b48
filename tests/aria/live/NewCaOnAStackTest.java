package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.pki.Certificates;
import aria.testing.Needs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

    private ConstantClient client(Supplier<SSLContext> knows) {
        return new ConstantClient("db", "postgresql", stack.port("DB_PORT"), knows, Duration.ZERO);
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
        AtomicReference<SSLContext> kept = new AtomicReference<>(ConstantClient.person(stack.project));
        ConstantClient quick = client(() -> ConstantClient.person(stack.project));
        ConstantClient late = client(kept::get);
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
        kept.set(ConstantClient.person(stack.project));

        succeeds("pki-cert", "rotate-ca", "continue", "--yes", "--restart");
        kept.set(ConstantClient.person(stack.project));
        succeeds("pki-cert", "renew", "db", "--online");
        assertThat(ConstantClient.certificates(stack.project.layout.serviceCertificate("db")).stream()
                        .map(Certificates::commonName))
                .containsExactly("db", "ARIA Intermediate CA G2");
        succeeds("rotate-certs");

        succeeds("pki-cert", "rotate-ca", "finish", "--yes", "--restart");
        quick.end(50);
        late.end(50);
        String calls = stack.compose("logs", "--no-log-prefix", "app").ok();
        assertThat(calls.lines().filter(line -> line.endsWith("in")).count()).isGreaterThan(50);
        assertThat(calls).doesNotContain("out");
        assertThat(ConstantClient.certificates(stack.project.layout.trustBundle()))
                .extracting(Certificates::commonName)
                .containsExactly("ARIA Root CA G2");
        stack.verify(0);
    }
}
