package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.pki.KeyStores;
import aria.pki.Pem;
import aria.store.AuditReceipts;
import aria.verify.ServiceFiles;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An address that takes the audit log by HTTPS. */
class AuditWebhookTest {
    private static final String TOKEN = "a-token-of-the-receiver";

    /** A request that came. */
    private record Got(String authorization, String type, JsonObject body) {}

    @TempDir
    Path folder;

    private final List<Got> got = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger status = new AtomicInteger(204);
    private Project project;
    private HttpsServer server;
    private String url;

    @BeforeEach
    void start() throws IOException {
        project = Project.empty(folder.toRealPath());
        ran(0, "init-ca");
        ran(0, "pki-cert", "create", "hook", "--san", "localhost");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(KeyStores.sslContext(
                ServiceFiles.read(project.layout, "hook").identity(),
                Optional.of(Pem.readCertificates(
                        project.text("data/certs/aria-root-ca.crt").getBytes(StandardCharsets.US_ASCII), "root")))));
        server.createContext("/aria", exchange -> {
            got.add(new Got(
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    JsonParser.parseString(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                            .getAsJsonObject()));
            exchange.getResponseHeaders().set("Location", "https://elsewhere.example/");
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
        url = "https://localhost:" + server.getAddress().getPort() + "/aria";
        project.file("aria.yaml", "version: 1\naudit:\n  webhook: " + url + "\n  trust: data/certs/aria-root-ca.crt\n");
    }

    @AfterEach
    void stop() {
        server.stop(0);
        AuditReceipts.of(project.layout).forget();
    }

    @Test
    void it_gets_the_lines_of_the_log_with_the_token_and_an_answer_of_2xx_acknowledges() {
        project.file("data/mtls/audit.token", TOKEN + "\n").mode("data/mtls/audit.token", "rw-------");
        Project.Ran sent = ran(0, "pki-cert", "audit", "send", "--to", url);
        assertThat(sent.out() + sent.err()).contains("entries sent").doesNotContain(TOKEN);
        List<String> log = log();
        assertThat(got).singleElement().satisfies(request -> {
            assertThat(request.authorization()).isEqualTo("Bearer " + TOKEN);
            assertThat(request.type()).isEqualTo("application/json");
            assertThat(request.body().get("schema").getAsString()).isEqualTo("aria.audit/1");
            assertThat(request.body().get("head").getAsString()).startsWith(log.size() + ":");
            assertThat(request.body().getAsJsonArray("entries"))
                    .extracting(entry -> entry.getAsString())
                    .isEqualTo(log);
        });
        assertThat(ran(0, "pki-cert", "audit", "verify").out())
                .contains("acknowledged by " + url + " up to " + log.size() + ":");
    }

    @Test
    void a_refusal_or_a_redirect_acknowledges_nothing_and_the_next_command_sends_again() {
        for (int refused : new int[] {302, 403, 500}) {
            status.set(refused);
            assertThat(ran(4, "pki-cert", "audit", "send", "--to", url).err()).contains("HTTP status " + refused);
        }
        String unacknowledged = "aria_audit_unacknowledged_entries{receiver=\""
                + url.substring(0, url.length() - "/aria".length()) + "\"} ";
        assertThat(ran(0, "pki-cert", "metrics").out())
                .contains(unacknowledged + log().size() + "\n", "aria_check_passed{id=\"audit.sent\"} 0\n");
        status.set(200);
        ran(0, "pki-cert", "create", "more");
        assertThat(ran(0, "pki-cert", "metrics").out())
                .contains(unacknowledged + "0\n", "aria_check_passed{id=\"audit.sent\"} 1\n");
        assertThat(got.get(got.size() - 1).body().getAsJsonArray("entries").size())
                .isEqualTo(log().size());
    }

    @Test
    void what_a_run_of_the_timer_has_done_is_sent_before_its_metrics_are_written() {
        ran(0, "pki-cert", "audit", "send", "--to", url);
        ran(0, "rotate-certs", "--renew-before", "700d", "--metrics", "aria.prom");
        assertThat(project.text("aria.prom")).contains("aria_check_passed{id=\"audit.sent\"} 1\n");
        status.set(500);
        ran(0, "rotate-certs", "--renew-before", "700d", "--metrics", "aria.prom");
        assertThat(project.text("aria.prom")).contains("aria_check_passed{id=\"audit.sent\"} 0\n");
    }

    @Test
    void a_token_that_others_can_read_or_that_is_a_link_is_not_sent() throws IOException {
        project.file("data/mtls/audit.token", TOKEN + "\n").mode("data/mtls/audit.token", "rw-r--r--");
        assertRefused();
        Path token = project.root.resolve("data/mtls/audit.token");
        Files.delete(token);
        Files.writeString(folder.resolve("secret"), TOKEN);
        Files.createSymbolicLink(token, folder.resolve("secret"));
        assertRefused();
    }

    private void assertRefused() {
        Project.Ran ran = project.run("pki-cert", "audit", "send", "--to", url);
        assertThat(ran.exit()).as(ran.out() + ran.err()).isIn(3, 4);
        assertThat(ran.err()).contains("audit.token").doesNotContain(TOKEN);
        assertThat(got).isEmpty();
    }

    private List<String> log() {
        return project.text("data/mtls/audit.log").lines().toList();
    }

    private Project.Ran ran(int exit, String alias, String... arguments) {
        Project.Ran ran = project.run(alias, arguments);
        assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(exit);
        return ran;
    }
}
