package aria.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import aria.ca.OneTimeToken;
import aria.ca.ProvisionerKeyFile;
import aria.ca.config.CaConfig;
import aria.docker.RunningService;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.KeyStores;
import aria.pki.Keys;
import aria.pki.Names;
import aria.pki.Pem;
import aria.pki.Purpose;
import aria.pki.path.ChainCheck;
import aria.testing.Needs;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service {@code step-ca} of the shipped compose files, on the files that init-ca makes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StepCaContainerTest extends OnAStack {
    private static final String NEWEST = "smallstep/step-ca:0.30.2";
    private static final String SEED = "smallstep/step-ca:0.27.5";

    private List<X509Certificate> roots;

    @BeforeAll
    void a_project_with_a_ca_and_a_certificate(@TempDir Path folder) throws IOException {
        Needs.compose();
        Needs.program("openssl");
        List.of("busybox:1.37", NEWEST, SEED).forEach(Needs::image);
        stack = RealStack.aria(folder);
        assertThat(stack.project.run("init-ca").exit()).isZero();
        assertThat(stack.project.run("generate-service-certs", "nats").exit()).isZero();
        roots = Pem.readCertificates(Files.readAllBytes(stack.project.layout.rootCertificate()), "root");
    }

    @Test
    @Order(1)
    void it_is_healthy_signs_for_our_token_and_renews_what_we_issued() throws IOException, InterruptedException {
        does_all_that_a_ca_has_to(NEWEST);
    }

    @Test
    @Order(2)
    void it_does_so_whoever_owns_the_checkout() throws IOException, InterruptedException {
        assumeThat(System.getProperty("user.name"))
                .as("only root can give files away")
                .isEqualTo("root");
        stack.close();
        stack.sh("chown", "-R", "1234:1234", stack.project.root.toString()).ok();
        try {
            up(NEWEST);
            assertThat(get("/health").body()).contains("\"ok\"");
            assertThat(stack.inVolume("step-ca", "cd /v; stat -c '%n %a %u' pki/intermediate_ca_key; ls secrets"))
                    .isEqualTo("pki/intermediate_ca_key 400 1000\npassword.txt\n");
        } finally {
            stack.sh("chown", "-R", "0:0", stack.project.root.toString()).ok();
        }
    }

    @Test
    @Order(3)
    void the_version_of_the_seed_does_the_same_on_the_same_files() throws IOException, InterruptedException {
        stack.close();
        stack.project.file(
                "compose/identity.yml",
                stack.project.text("compose/identity.yml").replace(NEWEST, SEED));
        does_all_that_a_ca_has_to(SEED);
    }

    @Test
    @Order(4)
    void it_goes_on_with_a_new_password_and_a_new_key_of_its_provisioner() throws IOException, InterruptedException {
        assertThat(stack.project
                        .run("pki-cert", "rotate-password", "--provisioner-key")
                        .err())
                .contains("step-ca reloaded ca.json, with the provisioners acme, admin, sshpop");
        assertThat(stack.project.run("pki-cert", "rotate-password", "--ca").err())
                .contains("step-ca was restarted, with the provisioners acme, admin, sshpop");
        assertThat(sign("vault", Names.of(List.of("vault"))).statusCode()).isEqualTo(201);
    }

    private void does_all_that_a_ca_has_to(String image) throws IOException, InterruptedException {
        up(image);
        assertThat(get("/health").body()).contains("\"ok\"");

        String provisioners = get("/provisioners").body();
        assertThat(JsonParser.parseString(provisioners).getAsJsonObject().getAsJsonArray("provisioners"))
                .extracting(item -> item.getAsJsonObject().get("name").getAsString())
                .containsExactly("admin", "acme", "sshpop");
        assertThat(provisioners).doesNotContain("Uninitialized");

        HttpResponse<String> signed = sign("vault", Names.of(List.of("vault", "localhost")));
        assertThat(signed.statusCode()).as(signed.body()).isEqualTo(201);
        assertThat(ChainCheck.problems(chain(signed), roots, Instant.now(), Purpose.SERVER_AND_CLIENT))
                .isEmpty();
        assertThat(sign("intruder", Names.of(List.of("intruder.example"))).statusCode())
                .as("a name that is not the stack's")
                .isEqualTo(403);

        CertifiedKey ours = identity("nats");
        HttpResponse<String> renewed = post("/1.0/renew", "", ours);
        assertThat(renewed.statusCode()).as(renewed.body()).isEqualTo(201);
        assertThat(chain(renewed).get(0)).satisfies(leaf -> {
            assertThat(Certificates.names(leaf)).isEqualTo(Certificates.names(ours.certificate()));
            assertThat(leaf.getPublicKey()).isEqualTo(ours.certificate().getPublicKey());
            assertThat(leaf.getSerialNumber()).isNotEqualTo(ours.certificate().getSerialNumber());
        });
    }

    private void up(String image) {
        stack.compose("up", "-d", "--wait", "step-ca");
        RunningService server = stack.containers().get("step-ca");
        assertThat(server.ready())
                .as(
                        "%s: %s",
                        server, stack.compose("logs", "step-ca", "step-ca-init").out())
                .isTrue();
        assertThat(server.image()).isEqualTo(image);
    }

    private HttpResponse<String> sign(String commonName, Names names) throws IOException, InterruptedException {
        stack.sh("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "request.key")
                .ok();
        stack.sh("openssl", "req", "-new", "-key", "request.key", "-subj", "/CN=" + commonName, "-out", "request.csr")
                .ok();
        JsonObject body = new JsonObject();
        body.addProperty("csr", stack.project.text("request.csr"));
        body.addProperty(
                "ott",
                OneTimeToken.make(
                        ProvisionerKeyFile.open(stack.project.layout),
                        CaConfig.PROVISIONER,
                        url(),
                        Certificates.fingerprintSha256(roots.get(0)),
                        commonName,
                        names,
                        Instant.now()));
        return post("/1.0/sign", body.toString(), null);
    }

    private CertifiedKey identity(String service) throws IOException {
        return new CertifiedKey(
                Keys.read(Files.readAllBytes(stack.project.layout.serviceKey(service)), null),
                Pem.readCertificates(Files.readAllBytes(stack.project.layout.serviceCertificate(service)), service));
    }

    private static List<X509Certificate> chain(HttpResponse<String> answer) {
        List<X509Certificate> chain = new ArrayList<>();
        for (JsonElement pem :
                JsonParser.parseString(answer.body()).getAsJsonObject().getAsJsonArray("certChain")) {
            chain.addAll(Pem.readCertificates(pem.getAsString().getBytes(StandardCharsets.US_ASCII), "certChain"));
        }
        return chain;
    }

    private URI url() {
        return URI.create("https://localhost:" + stack.port("STEP_CA_PORT"));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(null, HttpRequest.newBuilder(url().resolve(path)).GET());
    }

    private HttpResponse<String> post(String path, String body, CertifiedKey identityOrNull)
            throws IOException, InterruptedException {
        return send(
                identityOrNull,
                HttpRequest.newBuilder(url().resolve(path)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(CertifiedKey identityOrNull, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .sslContext(KeyStores.sslContext(identityOrNull, roots))
                .build()
                .send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
