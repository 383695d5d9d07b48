package aria.verify.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import aria.ca.StepCaProcess;
import aria.commands.Project;
import aria.testing.Checkout;
import aria.testing.Needs;
import aria.verify.probe.Probe;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alert rules and the dashboard of {@code templates/monitoring}, with the real Prometheus and Alertmanager. */
class MonitoringTest {
    private static final Path FOLDER = Checkout.root().resolve("templates/monitoring");
    private static final Path RULES = FOLDER.resolve("aria.rules.yml");
    private static final Duration LONGEST = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    void every_alert_rings_when_its_test_says_and_at_no_other_time() throws IOException, InterruptedException {
        Process promtool = new ProcessBuilder(
                        Needs.program("promtool").toString(), "test", "rules", "tests/monitoring/aria.test.yml")
                .directory(Checkout.root().toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
    }

    @Test
    void rules_and_dashboard_name_metrics_that_are_written_and_every_alert_has_its_paragraph() throws IOException {
        String rules = Files.readString(RULES);
        Set<String> written =
                Arrays.stream(Metric.values()).map(metric -> metric.text).collect(Collectors.toSet());
        assertThat(found("\\b(aria_\\w+)", rules + dashboard())).isSubsetOf(written);
        assertThat(found("handshake\\[[.]]\\(([^)]*)\\)", rules).get(0).split("\\|"))
                .as("every wrong client")
                .containsExactlyInAnyOrder(Arrays.stream(Probe.values())
                        .filter(probe -> probe != Probe.VALID && probe != Probe.WRONG_NAME)
                        .map(probe -> probe.checkId().replace("handshake.", ""))
                        .toArray(String[]::new));
        String page = Files.readString(Checkout.root().resolve("docs/howto/MONITORING.md"));
        for (String alert : found("alert: (\\w+)", rules)) {
            assertThat(page).contains("### " + alert + "\n");
            assertThat(rules)
                    .contains("runbook_url: docs/howto/MONITORING.md#" + alert.toLowerCase(Locale.ROOT) + "\n");
            assertThat(Files.readString(Checkout.root().resolve("tests/monitoring/aria.test.yml")))
                    .contains(alert);
        }
    }

    /** Twenty days are left of a year: fewer than thirty. */
    @Test
    void a_certificate_that_nobody_renews_reaches_a_webhook_and_the_dashboard_has_data() throws Exception {
        BlockingQueue<String> delivered = new LinkedBlockingQueue<>();
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] metrics = metrics().getBytes(StandardCharsets.UTF_8);
        web.createContext("/metrics", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, metrics.length);
            exchange.getResponseBody().write(metrics);
            exchange.close();
        });
        web.createContext("/webhook", exchange -> {
            delivered.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        web.start();
        int alerts = StepCaProcess.freePort();
        int prometheus = StepCaProcess.freePort();
        Process manager = alertmanager(alerts, web.getAddress().getPort());
        Process server = prometheus(prometheus, alerts, web.getAddress().getPort());
        try {
            JsonObject alert = awaited(delivered, List.of(manager, server));
            assertThat(alert.getAsJsonObject("labels").get("service").getAsString())
                    .isEqualTo("db");
            assertThat(alert.getAsJsonObject("annotations").get("summary").getAsString())
                    .startsWith("db: the certificate expires in 19d 23h");
            for (String query : queries()) {
                assertThat(series(prometheus, query)).as(query).isNotEmpty();
            }
        } finally {
            server.destroy();
            manager.destroy();
            server.waitFor();
            manager.waitFor();
            web.stop(0);
        }
    }

    /** As rotate-certs writes them, but for the times of one certificate. */
    private String metrics() {
        Project project =
                Project.empty(folder).file("compose.yaml", "name: p\nservices: {db: {image: 'postgres:18'}}\n");
        project.run("init-ca");
        project.run("generate-service-certs", "db");
        project.run("pki-cert", "create", "old");
        project.run("pki-cert", "revoke", "old", "--offline");
        assertThat(project.run("rotate-certs", "--metrics", "aria.prom").exit()).isZero();
        Instant begun = Instant.now().minus(Duration.ofDays(345));
        return moved("before", begun, moved("after", begun.plus(Duration.ofDays(365)), project.text("aria.prom")));
    }

    private static String moved(String which, Instant time, String metrics) {
        return metrics.replaceFirst(
                "(?m)^(aria_certificate_not_" + which + "_timestamp_seconds\\{service=\"db\".*}) \\d+$",
                "$1 " + time.getEpochSecond());
    }

    private Process alertmanager(int port, int web) throws IOException {
        Path config = Files.writeString(folder.resolve("alertmanager.yml"), """
                route: {receiver: hook, group_wait: 0s, group_interval: 1s}
                receivers: [{name: hook, webhook_configs: [{url: 'http://127.0.0.1:%d/webhook'}]}]
                """.formatted(web));
        return start(
                "prometheus-alertmanager",
                "--config.file=" + config,
                "--storage.path=" + folder.resolve("alerts"),
                "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:" + port);
    }

    private Process prometheus(int port, int alerts, int web) throws IOException {
        Path config = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ['%s']
                alerting: {alertmanagers: [{static_configs: [{targets: ['127.0.0.1:%d']}]}]}
                scrape_configs: [{job_name: node, static_configs: [{targets: ['127.0.0.1:%d']}]}]
                """.formatted(RULES, alerts, web));
        return start(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("series"),
                "--web.listen-address=127.0.0.1:" + port);
    }

    private Process start(String program, String... options) throws IOException {
        return new ProcessBuilder(Stream.concat(Stream.of(Needs.program(program).toString()), Stream.of(options))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(program + ".log").toFile())
                .start();
    }

    private JsonObject awaited(BlockingQueue<String> delivered, List<Process> running)
            throws InterruptedException, IOException {
        Instant end = Instant.now().plus(LONGEST);
        while (Instant.now().isBefore(end) && running.stream().allMatch(Process::isAlive)) {
            String body = delivered.poll(1, TimeUnit.SECONDS);
            for (JsonElement alert : body == null ? new JsonArray() : json(body).getAsJsonArray("alerts")) {
                JsonObject labels = alert.getAsJsonObject().getAsJsonObject("labels");
                if (labels.get("alertname").getAsString().equals("AriaCertificateExpiring")) {
                    return alert.getAsJsonObject();
                }
            }
        }
        throw new AssertionError("nothing was delivered: " + Files.readString(folder.resolve("prometheus.log"))
                + Files.readString(folder.resolve("prometheus-alertmanager.log")));
    }

    private static Set<String> queries() throws IOException {
        Set<String> queries = new TreeSet<>();
        for (JsonElement panel : json(dashboard()).getAsJsonArray("panels")) {
            for (JsonElement target : panel.getAsJsonObject().getAsJsonArray("targets")) {
                queries.add(target.getAsJsonObject().get("expr").getAsString().replace("$instance", ".*"));
            }
        }
        assertThat(queries).hasSizeGreaterThan(8);
        return queries;
    }

    private static JsonArray series(int port, String query) throws IOException, InterruptedException {
        URI url = URI.create(
                "http://127.0.0.1:" + port + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        String body = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return json(body).getAsJsonObject("data").getAsJsonArray("result");
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private static String dashboard() throws IOException {
        return Files.readString(FOLDER.resolve("aria-dashboard.json"));
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .distinct()
                .toList();
    }
}
