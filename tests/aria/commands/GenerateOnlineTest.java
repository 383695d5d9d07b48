package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.ca.CaInfo;
import aria.ca.OwnRoots;
import aria.ca.RunningCa;
import aria.pki.Certificates;
import aria.pki.Keys;
import aria.pki.Pem;
import aria.pki.Purpose;
import aria.pki.Tool;
import aria.pki.path.ChainCheck;
import aria.testing.Needs;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code generate-service-certs} with the real step-ca running. */
class GenerateOnlineTest {
    private static final int MANY = 200;

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void makeFolder() {
        project = Project.empty(folder);
    }

    private static List<String> many() {
        return IntStream.range(0, MANY).mapToObj(i -> "s" + i).toList();
    }

    private RunningCa startAllowing(List<String> names) {
        return RunningCa.start(
                "0.30.2",
                project.root,
                json -> RunningCa.with(
                        json,
                        "{\"x509\":{\"allow\":{\"dns\":[\"localhost\",\"" + String.join("\",\"", names)
                                + "\"],\"ip\":[\"127.0.0.1\",\"::1\"]}}}",
                        "authority",
                        "policy"),
                List.of());
    }

    private Project.Ran generate(List<String> services, String... options) {
        List<String> words = new ArrayList<>(List.of(options));
        words.addAll(services);
        return project.run("generate-service-certs", words.toArray(String[]::new));
    }

    private X509Certificate leaf(String service) {
        byte[] pem =
                project.text("data/certs/" + service + "/" + service + ".crt").getBytes(StandardCharsets.US_ASCII);
        List<X509Certificate> chain = Pem.readCertificates(pem, service);
        byte[] key =
                project.text("data/certs/" + service + "/" + service + ".key").getBytes(StandardCharsets.US_ASCII);
        assertThat(Certificates.matches(Keys.read(key, null), chain.get(0).getPublicKey()))
                .as(service)
                .isTrue();
        assertThat(ChainCheck.problems(
                        chain, CaInfo.of(project.layout).roots(), Instant.now(), Purpose.SERVER_AND_CLIENT))
                .isEmpty();
        return chain.get(0);
    }

    private List<String> issued() {
        try (Stream<Path> folders = Files.list(project.layout.certsDir())) {
            return folders.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.27.5", "0.30.2"})
    void the_running_ca_signs_by_token_and_its_log_proves_it(String version) {
        try (RunningCa ca = RunningCa.start(version, project.root)) {
            OwnRoots.made(project.layout);
            Session session = new Session(project);
            assertThat(session.run("generate-service-certs", "keycloak", "--ca", "jwk", "--once")
                            .exit())
                    .isZero();
            String serial = leaf("keycloak").getSerialNumber().toString();
            assertThat(ca.log()).contains("\"serial\":\"" + serial + "\"");
            assertThat(session.run("generate-service-certs", "keycloak").exit()).isZero();
            assertThat(leaf("keycloak").getSerialNumber()).hasToString(serial);
            assertThat(session.run("generate-service-certs", "keycloak", "--force", "--validity", "90d", "--once")
                            .exit())
                    .isZero();
            assertThat(leaf("keycloak").getSerialNumber().toString()).isNotEqualTo(serial);
            assertThat(session.run("generate-service-certs", "stranger", "--ca", "jwk", "--once")
                            .exit())
                    .isEqualTo(3);
            assertThat(session.run("generate-service-certs", "keycloak", "my_db", "--force")
                            .exit())
                    .isZero();
            assertThat(ca.log())
                    .contains(leaf("keycloak").getSerialNumber().toString())
                    .doesNotContain(leaf("my_db").getSerialNumber().toString());
            session.assertGolden("generate-online");
            Tool step = new Tool(Needs.step(), project.root);
            assertThat(step.run(
                                    "certificate",
                                    "verify",
                                    "data/certs/keycloak/keycloak.crt",
                                    "--roots",
                                    "config/step-ca/pki/root_ca.crt")
                            .exit())
                    .isZero();
        }
    }

    @Test
    void auto_says_why_it_signs_with_the_files() {
        try (RunningCa ca = RunningCa.start("0.30.2", project.root)) {
            assertThat(generate(List.of("keycloak")).err())
                    .contains("Certificates are signed by the CA at " + ca.url() + ", which answers");
            ca.close();
            assertThat(generate(List.of("keycloak"), "--force").err())
                    .contains("with the CA's files, because no CA answers at " + ca.url());
            assertThat(generate(List.of("keycloak"), "--ca", "jwk", "--force").exit())
                    .isEqualTo(4);
            Project other = Project.empty(folder.resolve("other"));
            try (RunningCa foreign = RunningCa.start("0.30.2", other.root)) {
                assertThat(generate(
                                        List.of("keycloak"),
                                        "--force",
                                        "--ca-url",
                                        foreign.url().toString())
                                .err())
                        .contains("is not this CA");
                assertThat(generate(
                                        List.of("keycloak"),
                                        "--force",
                                        "--ca",
                                        "jwk",
                                        "--ca-url",
                                        foreign.url().toString())
                                .exit())
                        .isEqualTo(3);
            }
        }
    }

    @Test
    void two_hundred_services_in_one_run_each_with_its_own_key() {
        try (RunningCa ca = startAllowing(many())) {
            Project.Ran ran = generate(many(), "--ca", "jwk", "--json");
            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(JsonParser.parseString(ran.out())
                            .getAsJsonObject()
                            .getAsJsonObject("result")
                            .get("ca")
                            .getAsString())
                    .isEqualTo("jwk");
            assertThat(many().stream()
                            .map(service -> leaf(service).getPublicKey())
                            .distinct())
                    .hasSize(MANY);
            assertThat(ca.log().split("\"path\":\"/1.0/sign\"", -1)).hasSize(MANY + 1);
        }
    }

    @Test
    void a_ca_that_is_killed_half_way_leaves_whole_pairs_and_the_next_run_does_the_rest() throws InterruptedException {
        try (RunningCa ca = startAllowing(many())) {
            Thread killer = new Thread(() -> {
                while (ca.log().split("\"path\":\"/1.0/sign\"", -1).length < MANY / 4) {
                    pause();
                }
                ca.kill();
            });
            killer.start();
            Project.Ran ran = generate(many(), "--ca", "jwk");
            killer.join();
            assertThat(ran.exit()).as(ran.err()).isEqualTo(6);
            assertThat(ran.errors())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("of 200 certificates are issued and written", "the next run issues them");
            List<String> first = issued();
            assertThat(first).hasSizeBetween(MANY / 8, MANY - 1).allSatisfy(this::leaf);
            List<BigInteger> serials = first.stream()
                    .map(service -> leaf(service).getSerialNumber())
                    .toList();
            ca.up();
            assertThat(generate(many(), "--ca", "jwk").exit()).isZero();
            assertThat(issued()).hasSize(MANY).allSatisfy(this::leaf);
            assertThat(first.stream()
                            .map(service -> leaf(service).getSerialNumber())
                            .toList())
                    .isEqualTo(serials);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void what_was_revoked_is_issued_anew_with_another_key() {
        try (RunningCa ca = RunningCa.start("0.30.2", project.root)) {
            generate(List.of("keycloak"));
            X509Certificate revoked = leaf("keycloak");
            assertThat(project.run("pki-cert", "revoke", "keycloak", "--reason", "keyCompromise")
                            .exit())
                    .isZero();
            assertThat(generate(List.of("keycloak")).err()).contains("keycloak: it was revoked on");
            assertThat(leaf("keycloak").getPublicKey()).isNotEqualTo(revoked.getPublicKey());
            assertThat(generate(List.of("keycloak")).out()).contains("0 issued, 1 kept");
        }
    }

    @Test
    void a_name_that_the_ca_refuses_does_not_keep_the_others_from_theirs() {
        try (RunningCa ca = RunningCa.start("0.30.2", project.root)) {
            Project.Ran ran = generate(List.of("keycloak", "stranger"), "--ca", "jwk");
            assertThat(ran.exit()).isEqualTo(6);
            assertThat(ran.errors())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("1 of 2 certificates are issued", "not stranger", "not allowed");
            assertThat(issued()).containsExactly("keycloak").allSatisfy(this::leaf);
        }
    }

    @Test
    void a_machine_without_the_provisioners_key_opens_the_one_that_the_ca_hands_out() throws IOException {
        try (RunningCa ca = RunningCa.start("0.30.2", project.root)) {
            Files.delete(ca.layout().provisionerKey());
            Project.Ran without = generate(List.of("keycloak"), "--ca", "jwk");
            assertThat(without.exit()).isEqualTo(2);
            assertThat(without.errors()).first().asString().contains("--provisioner-password-file");
            assertThat(generate(
                                    List.of("keycloak"),
                                    "--ca",
                                    "jwk",
                                    "--provisioner-password-file",
                                    "config/step-ca/secrets/provisioner_password.txt")
                            .exit())
                    .isZero();
            assertThat(generate(
                                    List.of("keycloak"),
                                    "--ca",
                                    "jwk",
                                    "--force",
                                    "--provisioner-password-file",
                                    "config/step-ca/secrets/password.txt")
                            .exit())
                    .isEqualTo(3);
        }
    }
}
