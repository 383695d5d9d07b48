package aria.ca;

import static org.assertj.core.api.Assertions.assertThat;

import aria.ca.config.CaConfig;
import aria.ca.config.PolicyAdditions;
import aria.ca.init.IntermediateRenewal;
import aria.ca.init.NewCa;
import aria.ca.init.RootKeyPlace;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.LeafRequest;
import aria.pki.Names;
import aria.pki.Pem;
import aria.pki.Purpose;
import aria.pki.Tool;
import aria.pki.path.ChainCheck;
import aria.store.AtomicFiles;
import aria.testing.Needs;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real step-ca loads, signs, refuses and renews with the files that init-ca makes. */
class RealStepCaTest {

    private static final String[] VERSIONS = {"0.27.5", "0.30.2"};
    private static final Names KEYCLOAK = Names.of(List.of("keycloak", "localhost", "127.0.0.1"));

    @TempDir
    Path folder;

    private CaOnDisk project;
    private NewCa made;

    private StepCaProcess start(String version, KeyType type) {
        Path program = Needs.stepCa(version);
        project = CaOnDisk.in(folder);
        int port = StepCaProcess.freePort();
        made = project.init(CaOnDisk.with(Map.of("address", "127.0.0.1:" + port, "keyType", type)));
        return StepCaProcess.start(
                program, project.layout().configDir(), port, made.signer().roots());
    }

    private HttpResponse<String> sign(StepCaProcess ca, String commonName, Names names, KeyType type)
            throws IOException {
        Tool openssl = new Tool(Needs.program("openssl"), folder);
        Files.write(
                folder.resolve("request.key"), Keys.pkcs8Pem(Keys.generate(type).getPrivate()));
        openssl.run("req", "-new", "-key", "request.key", "-subj", "/CN=" + commonName, "-out", "request.csr");
        JsonObject body = new JsonObject();
        body.addProperty("csr", Files.readString(folder.resolve("request.csr")));
        body.addProperty(
                "ott",
                OneTimeToken.make(
                        ProvisionerKeyFile.open(project.layout()),
                        CaConfig.PROVISIONER,
                        ca.url(),
                        made.fingerprint(),
                        commonName,
                        names,
                        Instant.now()));
        return ca.post("/1.0/sign", body.toString(), null);
    }

    private static List<X509Certificate> chain(HttpResponse<String> answer) {
        List<X509Certificate> chain = new ArrayList<>();
        for (JsonElement pem :
                JsonParser.parseString(answer.body()).getAsJsonObject().getAsJsonArray("certChain")) {
            chain.addAll(Pem.readCertificates(pem.getAsString().getBytes(StandardCharsets.US_ASCII), "certChain"));
        }
        return chain;
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.27.5", "0.30.2"})
    void lists_every_provisioner_as_ready(String version) {
        try (StepCaProcess ca = start(version, KeyType.P256)) {
            assertThat(ca.get("/health").body()).contains("\"ok\"");
            JsonArray provisioners = JsonParser.parseString(
                            ca.get("/provisioners").body())
                    .getAsJsonObject()
                    .getAsJsonArray("provisioners");
            assertThat(provisioners)
                    .extracting(item -> item.getAsJsonObject().get("name").getAsString())
                    .containsExactly("admin", "acme", "sshpop");
            assertThat(ca.get("/provisioners").body()).doesNotContain("Uninitialized");
            assertThat(ca.log()).doesNotContain("failed to initialize");
            assertThat(ca.get("/acme/acme/directory").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.27.5", "0.30.2"})
    void signs_for_a_token_of_ours_within_the_policy_and_not_outside(String version) throws IOException {
        try (StepCaProcess ca = start(version, KeyType.P256)) {
            HttpResponse<String> signed = sign(ca, "keycloak", KEYCLOAK, KeyType.P256);
            assertThat(signed.statusCode()).as(signed.body()).isEqualTo(201);
            assertThat(ChainCheck.problems(
                            chain(signed), made.signer().roots(), Instant.now(), Purpose.SERVER_AND_CLIENT))
                    .isEmpty();
            assertThat(Certificates.provisioner(chain(signed).get(0)))
                    .isEqualTo(made.signer().provisioner());
            HttpResponse<String> refused = sign(ca, "stranger", Names.of(List.of("stranger")), KeyType.P256);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("\\\"stranger\\\" not allowed");
        }
    }

    @ParameterizedTest
    @CsvSource({"0.27.5, P256", "0.30.2, P256", "0.30.2, P384", "0.30.2, ED25519", "0.27.5, RSA3072", "0.30.2, RSA3072"
    })
    void renews_over_mtls_what_we_signed_offline_even_outside_the_policy(String version, KeyType type) {
        try (StepCaProcess ca = start(version, type)) {
            OfflineSigner signer = OfflineSigner.open(project.layout());
            for (Names names : List.of(KEYCLOAK, Names.of(List.of("my_db")))) {
                CertifiedKey leaf = signer.issue(
                        "service",
                        names,
                        Purpose.SERVER_AND_CLIENT,
                        type,
                        signer.validityFor(Duration.ofDays(30), Instant.now()));
                HttpResponse<String> renewed = ca.post("/1.0/renew", "", leaf);
                assertThat(renewed.statusCode()).as(renewed.body()).isEqualTo(201);
                X509Certificate fresh = chain(renewed).get(0);
                assertThat(Certificates.names(fresh)).isEqualTo(names);
                assertThat(Certificates.provisioner(fresh)).isEqualTo(signer.provisioner());
                assertThat(fresh.getPublicKey()).isEqualTo(leaf.certificate().getPublicKey());
                assertThat(Certificates.serialHex(fresh)).isNotEqualTo(Certificates.serialHex(leaf.certificate()));
            }
        }
    }

    @Test
    void signs_under_a_renewed_intermediate_after_sighup_and_still_renews_what_the_old_one_signed()
            throws IOException, InterruptedException {
        try (StepCaProcess ca = start("0.30.2", KeyType.P256)) {
            KeyPair pair = Keys.generate(KeyType.P256);
            OfflineSigner before = made.signer();
            CertifiedKey leaf = new CertifiedKey(
                    pair.getPrivate(),
                    before.sign(new LeafRequest(
                            "keycloak",
                            KEYCLOAK,
                            pair.getPublic(),
                            Purpose.SERVER_AND_CLIENT,
                            before.validityFor(Duration.ofDays(30), Instant.now()),
                            before.provisioner())));
            NewCa renewed = new IntermediateRenewal(
                            project.layout(),
                            project.layout().rootKey(),
                            project.layout().rootKeyPassword())
                    .plan(Instant.now())
                    .build()
                    .get();
            renewed.files().forEach(AtomicFiles::write);
            X509Certificate next = renewed.signer().issuer();
            assertThat(next).isNotEqualTo(before.issuer());
            ca.reload();
            List<X509Certificate> chain = List.of();
            for (int attempt = 0; attempt < 50 && !chain.contains(next); attempt++) {
                Thread.sleep(200);
                chain = chain(ca.post("/1.0/renew", "", leaf));
            }
            assertThat(chain).hasSize(2).last().isEqualTo(next);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.27.5", "0.30.2"})
    void takes_a_name_that_was_added_to_the_policy_on_sighup(String version) throws IOException, InterruptedException {
        try (StepCaProcess ca = start(version, KeyType.P256)) {
            Names web = Names.of(List.of("web"));
            assertThat(sign(ca, "web", web, KeyType.P256).statusCode()).isEqualTo(403);
            project.write(
                    project.layout().caJson(),
                    new String(
                            PolicyAdditions.of(project.layout(), web).caJson().orElseThrow(), StandardCharsets.UTF_8));
            ca.reload();
            int status = 0;
            for (int attempt = 0; attempt < 50 && status != 201; attempt++) {
                Thread.sleep(200);
                status = sign(ca, "web", web, KeyType.P256).statusCode();
            }
            assertThat(status).isEqualTo(201);
        }
    }

    @Test
    void a_constrained_ca_answers_under_its_own_names() throws IOException {
        Path program = Needs.stepCa(VERSIONS[1]);
        project = CaOnDisk.in(folder);
        int port = StepCaProcess.freePort();
        made = project.init(CaOnDisk.with(Map.of(
                "address",
                "127.0.0.1:" + port,
                "rootKey",
                new RootKeyPlace.Discard(),
                "permitDomains",
                List.of("svc.cluster.local"))));
        try (StepCaProcess ca = StepCaProcess.start(
                program, project.layout().configDir(), port, made.signer().roots())) {
            Names inside = Names.of(List.of("keycloak.identity.svc.cluster.local"));
            assertThat(sign(ca, "keycloak.identity.svc.cluster.local", inside, KeyType.P256)
                            .statusCode())
                    .isEqualTo(201);
        }
    }

    @Test
    void the_step_command_finds_the_ca_by_our_defaults_and_opens_our_provisioner_key() {
        Path step = Needs.step();
        try (StepCaProcess ca = start(VERSIONS[1], KeyType.P256)) {
            Tool inProject = new Tool(step, folder);
            assertThat(inProject
                            .run("--config", "config/step-ca/defaults.json", "ca", "health")
                            .text())
                    .isEqualTo("ok\n");
            assertThat(inProject
                            .run(
                                    "--config",
                                    "config/step-ca/defaults.json",
                                    "ca",
                                    "token",
                                    "keycloak",
                                    "--provisioner",
                                    "admin",
                                    "--provisioner-password-file",
                                    "config/step-ca/secrets/provisioner_password.txt")
                            .exit())
                    .isZero();
            assertThat(inProject
                            .run(
                                    "--config",
                                    "config/step-ca/defaults.json",
                                    "ca",
                                    "token",
                                    "keycloak",
                                    "--issuer",
                                    "admin",
                                    "--key",
                                    "config/step-ca/secrets/provisioner.key.json",
                                    "--password-file",
                                    "config/step-ca/secrets/provisioner_password.txt")
                            .exit())
                    .isZero();
        }
    }
}
