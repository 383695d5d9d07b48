package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.ca.StepCaProcess;
import aria.pki.Certificates;
import aria.pki.KeyStores;
import aria.pki.Pem;
import aria.testing.Needs;
import aria.verify.ServiceFiles;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pki-cert metrics --listen}, with the real Prometheus. */
class ScrapeTest {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final int port = StepCaProcess.freePort();
    private Project project;
    private Thread listening;

    @BeforeEach
    void listen() throws IOException {
        project = Project.empty(folder.toRealPath());
        for (String[] words : List.of(
                new String[] {"init-ca"},
                new String[] {"generate-service-certs", "prometheus", "db"},
                new String[] {"pki-cert", "create", "aria-metrics", "--type", "server", "--san", "localhost"})) {
            Project.Ran ran = project.run(words);
            assertThat(ran.exit()).as(ran.err()).isZero();
        }
        listening = new Thread(
                () -> project.run("pki-cert", "metrics", "--listen", String.valueOf(port), "--every", "1s"),
                "listening");
        listening.start();
        await(() -> {
            try (Socket open = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return open.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    @AfterEach
    void stop() throws InterruptedException {
        listening.interrupt();
        listening.join(LONGEST.toMillis());
        assertThat(listening.isAlive()).isFalse();
    }

    @Test
    void the_real_prometheus_scrapes_it_over_mutual_tls() throws Exception {
        int prometheus = StepCaProcess.freePort();
        Path config = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s}
                scrape_configs:
                  - job_name: aria
                    scheme: https
                    tls_config: {ca_file: %s, cert_file: %s, key_file: %s}
                    static_configs: [{targets: ['localhost:%d']}]
                """.formatted(
                        project.layout.trustBundle(),
                        project.layout.serviceCertificate("prometheus"),
                        project.layout.serviceKey("prometheus"),
                        port));
        Process server = new ProcessBuilder(
                        Needs.program("prometheus").toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("series"),
                        "--web.listen-address=127.0.0.1:" + prometheus)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        try {
            await(() -> ask(prometheus, "up").contains("\"1\"]"));
            await(() -> ask(prometheus, "aria_certificate_not_after_timestamp_seconds{service=\"db\"}")
                    .contains("\"service\":\"db\""));
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    @Test
    void only_the_named_client_reads_it_and_only_over_mutual_tls() throws Exception {
        HttpResponse<String> read = get("prometheus", "/metrics");
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(read.body())
                .contains("aria_certificate_not_after_timestamp_seconds{service=\"db\"", "aria_run_timestamp_seconds ");
        assertThat(get("prometheus", "/").statusCode()).isEqualTo(404);
        assertThat(get("db", "/metrics").statusCode()).isEqualTo(403);
        assertThatThrownBy(() -> get(null, "/metrics")).isInstanceOf(IOException.class);

        assertThat(project.run("pki-cert", "revoke", "prometheus", "--offline").exit())
                .isZero();
        assertThat(get("prometheus", "/metrics").statusCode()).isEqualTo(403);
    }

    @Test
    void a_renewed_certificate_is_presented_without_a_restart() throws Exception {
        X509Certificate old = presented();
        assertThat(project.run("pki-cert", "renew", "aria-metrics").exit()).isZero();
        await(() -> !presented().equals(old));
        assertThat(Certificates.serialHex(presented()))
                .isEqualTo(Certificates.serialHex(
                        files("aria-metrics").certificate().first().orElseThrow()));
        assertThat(get("prometheus", "/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void clients_that_say_nothing_keep_nobody_out() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                silent.add(socket);
                socket.getOutputStream().write(new byte[] {22, 3, 1});
                socket.getOutputStream().flush();
            }
            await(() -> {
                try {
                    return get("prometheus", "/metrics").statusCode() == 200;
                } catch (IOException | InterruptedException notYet) {
                    return false;
                }
            });
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    private ServiceFiles files(String name) {
        return ServiceFiles.read(project.layout, name);
    }

    private SSLContext tls(String clientOrNull) {
        List<X509Certificate> roots = Pem.readCertificates(
                project.text("data/certs/aria-root-ca.crt").getBytes(StandardCharsets.US_ASCII), "root");
        return KeyStores.sslContext(
                Optional.ofNullable(clientOrNull).flatMap(name -> files(name).identity()), Optional.of(roots));
    }

    private HttpResponse<String> get(String clientOrNull, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .build();
        return HttpClient.newBuilder()
                .sslContext(tls(clientOrNull))
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString());
    }

    private X509Certificate presented() {
        try (SSLSocket socket = (SSLSocket) tls("prometheus").getSocketFactory().createSocket("localhost", port)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String ask(int prometheus, String query) {
        try {
            URI url = URI.create("http://127.0.0.1:" + prometheus + "/api/v1/query?query="
                    + URLEncoder.encode(query, StandardCharsets.UTF_8));
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 503
                    ? ""
                    : JsonParser.parseString(answer.body()).toString();
        } catch (IOException | InterruptedException notYet) {
            return "";
        }
    }

    private static void await(BooleanSupplier seen) {
        Instant end = Instant.now().plus(LONGEST);
        while (!seen.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
