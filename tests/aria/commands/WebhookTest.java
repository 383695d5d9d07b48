package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.ca.OfflineSigner;
import aria.ca.RunningCa;
import aria.pki.CertifiedKey;
import aria.pki.KeyStores;
import aria.pki.KeyType;
import aria.pki.Names;
import aria.pki.Pem;
import aria.pki.Purpose;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A webhook of the provisioner's, which only the running step-ca asks. */
class WebhookTest {
    private static final String TEMPLATE =
            "{\"subject\": {\"commonName\": {{ toJson .Subject.CommonName }}, \"organization\": {{ toJson .Webhooks.people.company }}},"
                    + " \"sans\": {{ toJson .SANs }}, \"keyUsage\": [\"digitalSignature\"], \"extKeyUsage\": [\"serverAuth\", \"clientAuth\"]}";

    private final AtomicReference<String> answer =
            new AtomicReference<>("{\"allow\": true, \"data\": {\"company\": \"Aria\"}}");

    @Test
    void decides_and_enriches_by_the_running_ca_and_without_it_nothing_is_issued(@TempDir Path folder)
            throws IOException {
        Project project = Project.empty(folder);
        try (RunningCa ca = RunningCa.prepared("0.30.2", project.root, List.of(), Instant.now())) {
            HttpsServer hook = serve(OfflineSigner.open(ca.layout()));
            try {
                ca.change(json -> withOptions(json, options(hook.getAddress().getPort())));
                ca.up();
                assertThat(project.run("generate-service-certs", "keycloak", "--ca", "jwk")
                                .exit())
                        .as(ca.log())
                        .isZero();
                assertThat(leaf(project).getSubjectX500Principal().getName())
                        .contains("O=Aria")
                        .contains("CN=keycloak");

                answer.set("{\"allow\": false}");
                Project.Ran refused = project.run("generate-service-certs", "keycloak", "--ca", "jwk", "--force");
                assertThat(refused.exit()).isEqualTo(3);
                assertThat(refused.errors())
                        .hasSize(1)
                        .first()
                        .asString()
                        .contains("refuses to sign a certificate for 'keycloak'");
                Project.Ran files = project.run("generate-service-certs", "keycloak", "--ca", "offline", "--force");
                assertThat(files.exit()).isEqualTo(3);
                assertThat(files.errors()).hasSize(1).first().asString().contains("webhook", "--ca jwk");
            } finally {
                hook.stop(0);
            }
        }
    }

    /** Gives the first provisioner of a ca.json these options. */
    private static String withOptions(String json, JsonObject options) {
        JsonArray provisioners = JsonParser.parseString(json)
                .getAsJsonObject()
                .getAsJsonObject("authority")
                .getAsJsonArray("provisioners");
        provisioners.get(0).getAsJsonObject().add("options", options);
        return RunningCa.with(json, provisioners.toString(), "authority", "provisioners");
    }

    private static X509Certificate leaf(Project project) {
        return Pem.readCertificates(
                        project.text("data/certs/keycloak/keycloak.crt").getBytes(StandardCharsets.US_ASCII),
                        "keycloak")
                .get(0);
    }

    private static JsonObject options(int port) {
        String text =
                "{\"x509\": {}, \"webhooks\": [{\"id\": \"1\", \"name\": \"people\", \"kind\": \"ENRICHING\", \"url\": \"https://localhost:"
                        + port + "/people\", \"secret\": \"MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=\"}]}";
        JsonObject options = JsonParser.parseString(text).getAsJsonObject();
        options.getAsJsonObject("x509").addProperty("template", TEMPLATE);
        return options;
    }

    private HttpsServer serve(OfflineSigner signer) throws IOException {
        CertifiedKey identity = signer.issue(
                "localhost",
                Names.of(List.of("localhost")),
                Purpose.SERVER_AND_CLIENT,
                KeyType.P256,
                signer.validityFor(Duration.ofDays(1), Instant.now()));
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(KeyStores.sslContext(identity, signer.roots())));
        server.createContext("/people", this::answer);
        server.start();
        return server;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] body = answer.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
