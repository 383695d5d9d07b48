package aria.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.commands.Project;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.KeyStores;
import aria.pki.Keys;
import aria.pki.Pem;
import aria.testing.Needs;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The servers of this repository's stack whose own configuration files are edited: NATS, and Vault, which OpenBao 2.7 stands
 * for under Vault's image name, because Vault itself can't be had from a registry of packages.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ConfiguredStackTest extends OnAStack {
    private static final String[] BOOTSTRAP = {"--yes", "--up", "--only", "vault,nats"};
    private static final String PASSWORD = "dev-only-nats";

    private Map<String, String> shipped;

    @BeforeAll
    void it_is_bootstrapped(@TempDir Path folder) throws IOException {
        Needs.compose();
        Needs.program("curl");
        Needs.program("openssl");
        List.of("busybox:1.37", "hashicorp/vault:1.21", "nats:2.14-alpine").forEach(Needs::image);
        stack = RealStack.partOfAria(folder, "VAULT_PORT", "NATS_PORT", "NATS_MONITOR_PORT");
        shipped = compose();
        assertThat(succeeds("bootstrap", BOOTSTRAP).out()).contains("No check failed: ", " enforced, ");
    }

    @Test
    @Order(1)
    void the_right_client_gets_in_and_no_wrong_one() {
        List<RealStack.Checked> tried = stack.verify(0, "--only", "handshake").stream()
                .filter(result -> List.of("vault", "nats").contains(result.service()))
                .toList();
        assertThat(tried)
                .as("%s", tried)
                .hasSize(2 * 7)
                .extracting(RealStack.Checked::status)
                .containsOnly("pass");
        assertThat(tried).extracting(RealStack.Checked::via).containsOnly("published");
    }

    @Test
    @Order(2)
    void vaults_own_program_works_over_mutual_tls_and_nobody_without_a_certificate() {
        JsonObject opened = JsonParser.parseString(stack.exec(
                        "vault", "vault", "operator", "init", "-format=json", "-key-shares=1", "-key-threshold=1"))
                .getAsJsonObject();
        stack.exec(
                "vault",
                "vault",
                "operator",
                "unseal",
                opened.getAsJsonArray("unseal_keys_b64").get(0).getAsString());
        String url = "https://localhost:" + stack.port("VAULT_PORT") + "/v1/sys/health";
        Shell mine = stack.sh(
                "curl",
                "--silent",
                "--cacert",
                "data/certs/aria-root-ca.crt",
                "--cert",
                "data/people/" + Project.USER + ".crt",
                "--key",
                "data/people/" + Project.USER + ".key",
                url);
        assertThat(mine.ok()).contains("\"initialized\":true", "\"sealed\":false");
        Shell stranger = stack.sh("curl", "--silent", "--cacert", "data/certs/aria-root-ca.crt", url);
        assertThat(stranger.exit()).isNotZero();
        assertThat(stranger.out()).isEmpty();
        assertThat(stack.compose(
                                "exec",
                                "-T",
                                "vault",
                                "env",
                                "-u",
                                "VAULT_CLIENT_CERT",
                                "-u",
                                "VAULT_CLIENT_KEY",
                                "vault",
                                "status")
                        .exit())
                .isEqualTo(1);
    }

    @Test
    @Order(3)
    void a_client_of_nats_logs_in_and_gets_its_message() throws IOException {
        assertThat(NatsClient.echo(stack.port("NATS_PORT"), person(), "aria", PASSWORD, "hello"))
                .isEqualTo("hello");
        assertThat(NatsClient.echo(stack.port("NATS_PORT"), person(), "aria", "wrong", "hello"))
                .contains("Authorization Violation");
    }

    @Test
    @Order(4)
    void monitoring_answers_inside_the_container_only() throws IOException {
        assertThat(stack.exec("nats", "wget", "-q", "-O", "-", "http://127.0.0.1:8222/healthz"))
                .contains("ok");
        String address =
                stack.containers().get("nats").addresses().values().iterator().next();
        assertThatThrownBy(() -> new Socket().connect(new InetSocketAddress(address, 8222), 2000))
                .isInstanceOf(ConnectException.class);
        assertThat(Files.readString(stack.project.root.resolve("compose/messaging.yml")))
                .doesNotContain(":8222\"");
    }

    @Test
    @Order(5)
    void a_new_certificate_is_served_after_the_init_ran_again_and_a_signal() throws IOException, InterruptedException {
        for (String service : List.of("vault", "nats")) {
            String before = served(service);
            assertThat(before).isEqualTo(stack.issuedSerial(service));
            stack.project.delete("data/certs/" + service + "/" + service + ".crt");
            assertThat(stack.project
                            .run("generate-service-certs", service, "--yes")
                            .exit())
                    .isZero();
            stack.deliver(service);
            stack.signal(service, "HUP");
            String after = before;
            for (int attempt = 0; attempt < 50 && after.equals(before); attempt++) {
                Thread.sleep(100);
                after = served(service);
            }
            assertThat(after).as(service).isEqualTo(stack.issuedSerial(service));
        }
    }

    @Test
    @Order(6)
    void a_second_bootstrap_changes_nothing() {
        Map<String, String> files = stack.project.state();
        Project.Ran second = stack.project.run("bootstrap", BOOTSTRAP);
        assertThat(second.exit()).as(second.out() + second.err()).isZero();
        assertThat(second.out()).contains("no file needs a change, nothing written");
        assertThat(stack.project.state()).isEqualTo(files);
    }

    @Test
    @Order(7)
    void a_listener_that_stops_asking_is_red() throws IOException {
        Path config = stack.project.root.resolve("compose/config/nats/nats.conf");
        String secured = Files.readString(config);
        Files.writeString(config, secured.replaceAll("verify: *true", "verify: false"));
        stack.compose("restart", "-t", "1", "nats").ok();
        List<RealStack.Checked> tried = stack.verify(1, "--only", "handshake").stream()
                .filter(result -> result.service().equals("nats"))
                .toList();
        assertThat(tried)
                .filteredOn(result -> result.id().equals("handshake.none"))
                .extracting(RealStack.Checked::status)
                .containsExactly("fail");
        Files.writeString(config, secured);
        stack.compose("restart", "-t", "1", "nats").ok();
    }

    @Test
    @Order(8)
    void undo_brings_back_the_bytes_and_plaintext() throws IOException {
        Project.Ran undone = stack.project.run("bootstrap", "--undo", "--volumes", "--yes");
        assertThat(undone.exit()).as(undone.out() + undone.err()).isZero();
        assertThat(compose()).isEqualTo(shipped);
        stack.compose("up", "-d", "--wait", "--remove-orphans", "vault", "nats").ok();
        assertThat(NatsClient.echo(stack.port("NATS_PORT"), null, "aria", PASSWORD, "plain"))
                .isEqualTo("plain");
        assertThat(stack.sh("curl", "--silent", "http://127.0.0.1:" + stack.port("VAULT_PORT") + "/v1/sys/health")
                        .ok())
                .contains("\"initialized\":true");
    }

    private String served(String service) throws IOException {
        return service.equals("vault")
                ? stack.servedSerial(stack.port("VAULT_PORT"))
                : Certificates.serialHex(NatsClient.served(stack.port("NATS_PORT"), person()));
    }

    /** What the person at the keyboard presents and trusts. */
    private SSLContext person() throws IOException {
        Path people = stack.project.root.resolve("data/people");
        CertifiedKey identity = new CertifiedKey(
                Keys.read(Files.readAllBytes(people.resolve(Project.USER + ".key")), null),
                Pem.readCertificates(Files.readAllBytes(people.resolve(Project.USER + ".crt")), Project.USER));
        return KeyStores.sslContext(
                identity, Pem.readCertificates(Files.readAllBytes(stack.project.layout.trustBundle()), "root"));
    }

    private Map<String, String> compose() {
        return stack.project.contents().entrySet().stream()
                .filter(file -> file.getKey().startsWith("compose/"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> b, TreeMap::new));
    }
}
