package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.pki.Tool;
import aria.testing.Needs;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pki-cert} as a person meets it. */
class PkiCertCommandTest {
    private static final String API = "data/certs/api/api";

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void makeCa() {
        project = Project.empty(folder);
        assertThat(project.run("init-ca").exit()).isZero();
    }

    private X509Certificate certificate(String file) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(project.text(file).getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "inspect", "verify", "list", "lint", "renew", "revoke", "export", "crl", "ca"})
    void help_shows_examples(String command) {
        Session session = new Session(project);
        assertThat(session.run("pki-cert", command, "--help").out()).contains("Examples:");
        session.assertGolden("pki-cert-" + command + "-help");
    }

    @Test
    void the_list_says_who_uses_a_certificate_and_who_trusts_the_root() {
        Session session = new Session(project);
        project.file("docker-compose.yml", """
                services:
                  db:
                    image: postgres:18
                  cache:
                    image: redis:8
                  own:
                    image: example/own
                    volumes: ["./data/certs/db:/certs:ro", "./data/certs/aria-root-ca.crt:/ca.crt:ro"]
                """);
        project.run("init-ca");
        project.run("generate-service-certs", "db", "spare");
        session.run("pki-cert", "list");
        project.run("bootstrap", "--yes");
        session.run("pki-cert", "list");
        session.assertGolden("pki-cert-list-users");
        assertThat(project.run("pki-cert", "list", "--json").out())
                .contains("\"usedBy\":[{\"service\":\"db\",\"ports\":[5432]},")
                .contains("\"trustedBy\":[\"cache\",\"db\",\"own\"]");
        project.file(
                "docker-compose.yml",
                "services: {db: {image: 'postgres:18'}, app: {image: example/app, environment: {DB: 'postgres://db'}}}\n");
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        assertThat(project.run("pki-cert", "list").out())
                .contains("    used by app-mtls-proxy\n", "    used by db-mtls-proxy\n");
        project.file("docker-compose.yml", "services: [\n");
        Project.Ran without = project.run("pki-cert", "list");
        assertThat(without.exit())
                .as("the list is one without the compose files, too")
                .isZero();
        assertThat(without.err()).contains("it is not known who uses them: docker-compose.yml:2:1");
    }

    @Test
    void a_service_is_made_shown_listed_judged_and_not_overwritten() {
        Session session = new Session(project);
        session.run("pki-cert", "create", "api", "--san", "api.example.org", "--san", "127.0.0.1");
        session.run("pki-cert", "inspect", "api");
        session.run("pki-cert", "inspect", "api", "--short");
        session.run("pki-cert", "verify", "api", "--name", "api.example.org", "--purpose", "service");
        session.run("pki-cert", "verify", "api", "--name", "other.example.org");
        session.run("pki-cert", "lint", "api");
        session.run("pki-cert", "list");
        Map<String, String> before = project.state();
        assertThat(session.run("pki-cert", "create", "api").exit()).isEqualTo(5);
        assertThat(project.state()).isEqualTo(before);
        session.assertGolden("pki-cert-service");
    }

    @Test
    void a_person_gets_a_p12_that_opens_with_the_password_beside_it() {
        Session session = new Session(project);
        session.run("pki-cert", "create", "ada", "--type", "person");
        session.run(
                "pki-cert", "inspect", "--short", "data/people/ada.p12", "--password-file", "data/people/ada.password");
        session.run("pki-cert", "inspect", "--short", "data/people/ada.p12");
        session.assertGolden("pki-cert-person");
        assertThat(project.text("data/people/ada.password").strip()).hasSizeGreaterThan(40);
    }

    @Test
    void a_renewal_has_the_same_names_and_key_and_another_serial() throws Exception {
        project.run("pki-cert", "create", "api", "--san", "api.example.org");
        X509Certificate old = certificate(API + ".crt");
        assertThat(project.run("pki-cert", "renew", "api").exit()).isZero();
        X509Certificate renewed = certificate(API + ".crt");
        assertThat(renewed.getSubjectAlternativeNames()).containsExactlyElementsOf(old.getSubjectAlternativeNames());
        assertThat(renewed.getPublicKey()).isEqualTo(old.getPublicKey());
        assertThat(renewed.getSerialNumber()).isNotEqualTo(old.getSerialNumber());
        assertThat(project.run("pki-cert", "renew", "api", "--rekey").exit()).isZero();
        assertThat(certificate(API + ".crt").getPublicKey()).isNotEqualTo(old.getPublicKey());
        assertThat(project.run("pki-cert", "verify", "api", "--purpose", "service")
                        .exit())
                .isZero();
    }

    @Test
    void a_lifetime_that_is_cut_short_is_said() {
        Session session = new Session(project);
        session.run("pki-cert", "create", "api", "--validity", "90y");
        session.assertGolden("pki-cert-clamped");
    }

    @Test
    void the_p12_of_a_person_follows_a_renewal() {
        project.run("pki-cert", "create", "ada", "--type", "person");
        String password = project.text("data/people/ada.password");
        assertThat(project.run("pki-cert", "renew", "ada", "--rekey").exit()).isZero();
        String inFile = json("inspect", "ada")
                .getAsJsonArray("result")
                .get(0)
                .getAsJsonObject()
                .get("serial")
                .getAsString();
        JsonArray inP12 = json("inspect", "data/people/ada.p12", "--password-file", "data/people/ada.password")
                .getAsJsonArray("result");
        assertThat(inP12.get(0).getAsJsonObject().get("serial").getAsString()).isEqualTo(inFile);
        assertThat(project.text("data/people/ada.password")).isEqualTo(password);
    }

    @Test
    void a_certificate_of_another_ca_is_not_renewed() {
        project.run("pki-cert", "create", "api");
        project.run("init-ca", "--force", "--yes");
        Project.Ran ran = project.run("pki-cert", "renew", "api");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.errors()).singleElement().asString().contains("was not issued by this CA");
    }

    @Test
    void every_export_is_secret_where_it_holds_a_key_and_repeats_itself_only_by_force() throws Exception {
        project.run("pki-cert", "create", "api");
        for (String format : List.of("p12", "jks", "pem", "der")) {
            assertThat(project.run("pki-cert", "export", "api", "--format", format, "--trust")
                            .exit())
                    .as(format)
                    .isZero();
        }
        for (String secret : List.of("p12", "jks", "pem", "der", "password")) {
            assertThat(Files.getPosixFilePermissions(project.root.resolve(API + "." + secret)))
                    .as(secret)
                    .hasSize(2);
        }
        project.file("open.txt", "password").mode("open.txt", "rw-r--r--");
        for (List<String> use :
                List.of(List.of("inspect", API + ".p12"), List.of("export", "api", "--format", "p12", "--force"))) {
            String[] words = Stream.of(List.of("pki-cert"), use, List.of("--password-file", "open.txt"))
                    .flatMap(List::stream)
                    .toArray(String[]::new);
            assertThat(project.run(words).errors())
                    .as(use.get(0))
                    .singleElement()
                    .asString()
                    .contains("--password-file", "can be read by others");
        }
        assertThat(project.run("pki-cert", "export", "api", "--format", "p12").exit())
                .isEqualTo(5);
        assertThat(project.run("pki-cert", "export", "api", "--format", "p12", "--force")
                        .exit())
                .isZero();
        for (String store : List.of("p12", "jks", "truststore.p12", "truststore.jks")) {
            assertThat(project.run(
                                    "pki-cert",
                                    "inspect",
                                    "--short",
                                    API + "." + store,
                                    "--password-file",
                                    API + ".password")
                            .exit())
                    .as(store)
                    .isZero();
        }
        assertThat(project.run("pki-cert", "export", "api", "--format", "pem", "--password-file", "x")
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void openssl_and_step_read_what_we_export_and_we_certify_what_openssl_asks_for() {
        Tool openssl = new Tool(Needs.program("openssl"), project.root);
        project.run("pki-cert", "create", "api");
        project.run("pki-cert", "export", "api", "--format", "p12");
        Tool.Answer opened =
                openssl.run("pkcs12", "-in", API + ".p12", "-passin", "file:" + API + ".password", "-nokeys");
        assertThat(opened.exit()).as(opened.text()).isZero();
        Tool.Answer asked = openssl.run(
                "req",
                "-new",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "printer.pem",
                "-out",
                "printer.csr",
                "-subj",
                "/CN=evil",
                "-addext",
                "subjectAltName=DNS:bank.example");
        assertThat(asked.exit()).as(asked.text()).isZero();
        Project.Ran ran = project.run(
                "pki-cert", "create", "printer", "--csr", "printer.csr", "--type", "server", "--san", "printer.lan");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("The request asks for DNS:bank.example");
        assertThat(project.has("data/certs/printer/printer.key")).isFalse();
        assertThat(project.run("pki-cert", "verify", "printer", "--name", "bank.example")
                        .exit())
                .isEqualTo(1);
        Tool.Answer judged = openssl.run(
                "verify",
                "-x509_strict",
                "-purpose",
                "sslserver",
                "-verify_hostname",
                "printer.lan",
                "-CAfile",
                "data/certs/printer/ca.crt",
                "-untrusted",
                "config/step-ca/pki/intermediate_ca.crt",
                "data/certs/printer/printer.crt");
        assertThat(judged.text()).contains("OK");
    }

    @Test
    void a_request_that_was_changed_on_its_way_is_refused() {
        Tool openssl = new Tool(Needs.program("openssl"), project.root);
        openssl.run(
                "req",
                "-new",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "k.pem",
                "-out",
                "a.csr",
                "-outform",
                "DER",
                "-subj",
                "/CN=first");
        byte[] request = new byte[0];
        try {
            request = Files.readAllBytes(project.root.resolve("a.csr"));
            int at = new String(request, StandardCharsets.ISO_8859_1).indexOf("first");
            request[at] = 'F';
            Files.write(project.root.resolve("b.csr"), request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Project.Ran ran = project.run("pki-cert", "create", "a", "--csr", "b.csr");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.errors())
                .singleElement()
                .asString()
                .contains("b.csr: the request was not signed by its own key");
    }

    @Test
    void step_agrees_with_what_we_show() {
        Tool step = new Tool(Needs.step(), project.root);
        project.run("pki-cert", "create", "api");
        JsonObject ours = json("inspect", "api").getAsJsonArray("result").get(0).getAsJsonObject();
        Tool.Answer fingerprint = step.run("certificate", "fingerprint", API + ".crt");
        assertThat(fingerprint.text().strip()).isEqualTo(ours.get("fingerprint").getAsString());
        Tool.Answer verified = step.run(
                "certificate", "verify", API + ".crt", "--roots", "config/step-ca/pki/root_ca.crt", "--host", "api");
        assertThat(verified.exit()).as(verified.text()).isZero();
    }

    @Test
    void a_revoked_certificate_is_on_every_list_from_then_on_and_openssl_sees_it() {
        project.run("pki-cert", "create", "api");
        project.run("pki-cert", "create", "other");
        assertThat(project.run("pki-cert", "crl").exit()).isEqualTo(3);
        assertThat(project.run("pki-cert", "crl", "--revoke", "api", "--reason", "keyCompromise")
                        .out())
                .contains("list 1,")
                .contains("key_compromise");
        assertThat(project.run("pki-cert", "crl", "--renew").out())
                .contains("list 2,")
                .contains("1 revoked");
        assertThat(project.run("pki-cert", "crl", "--revoke", "config/step-ca/pki/intermediate_ca.crt")
                        .exit())
                .isEqualTo(3);
        String list = "data/certs/aria.crl";
        assertThat(project.run("pki-cert", "verify", "other", "--crl", list).exit())
                .isZero();
        assertThat(project.run("pki-cert", "verify", "api").out())
                .as("our own list is always read")
                .contains("'api' was revoked on");
        assertThat(project.run("pki-cert", "verify", "other").exit()).isZero();
        Project.Ran refused = project.run("pki-cert", "verify", "api", "--crl", list);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.out()).contains("'api' was revoked on");
        Tool openssl = new Tool(Needs.program("openssl"), project.root);
        String[] judge = {
            "verify",
            "-x509_strict",
            "-crl_check",
            "-CRLfile",
            list,
            "-CAfile",
            "config/step-ca/pki/root_ca.crt",
            "-untrusted",
            "config/step-ca/pki/intermediate_ca.crt"
        };
        assertThat(openssl.run(with(judge, "data/certs/other/other.crt")).text())
                .contains("OK");
        assertThat(openssl.run(with(judge, API + ".crt")).text()).contains("certificate revoked");
        assertThat(project.run("pki-cert", "revoke", "other").err())
                .contains("No step-ca runs here that could be informed");
    }

    @Test
    void what_is_revoked_is_on_the_list_of_each_proxy_and_stays_there() {
        project.run("pki-cert", "create", "early");
        project.run("pki-cert", "revoke", "early");
        project.file("compose.yaml", """
                services:
                  db: {image: "postgres:18"}
                  app: {image: "example/app:1", environment: {URL: "tcp://db:5432"}}
                """).file("aria.yaml", "version: 1\nservices:\n  db: {via: proxy}\n");
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        String file = "data/mtls/db/proxy/revoked.lst";
        project.file(file, project.text(file) + "ab01\n");
        List<String> before = project.text(file).lines().toList();

        Project.Ran revoked = project.run("pki-cert", "revoke", "app");

        assertThat(revoked.err()).contains("No proxy runs here. Each refuses it when it starts");
        assertThat(project.run("patch-compose", "--check").exit()).isZero();
        for (String service : List.of("db", "app")) {
            assertThat(project.text("data/mtls/" + service + "/proxy/revoked.lst"))
                    .contains("\n" + serial("early") + "\n", "\n" + serial("app") + "\n");
        }
        assertThat(project.text(file).lines()).contains("ab01").doesNotContain(before.get(before.size() - 2));
    }

    /** A proxy would admit the person as the service. */
    @Test
    void a_person_never_bears_the_name_of_a_service() {
        project.run("pki-cert", "create", "api");
        Project.Ran refused = project.run("pki-cert", "create", "api", "--type", "person");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("no certificate for the person api, because a service has that name");
        assertThat(project.root.resolve("data/people/api.crt")).doesNotExist();

        project.run("pki-cert", "create", "cache", "--type", "person");
        String you = "ada";
        project.file("compose.yaml", "services:\n  cache: {image: \"redis:8\"}\n  " + you + ": {image: \"redis:8\"}\n");
        Project.Ran ran = project.run("bootstrap", "--yes");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.err() + ran.out())
                .contains("no certificate for the person " + you)
                .contains("cache: a person's certificate has the name of this service");
        assertThat(project.root.resolve("data/people/" + you + ".crt")).doesNotExist();
    }

    /** As HAProxy shows it: two digits for each octet. */
    private String serial(String service) {
        String digits = json("inspect", service)
                .getAsJsonArray("result")
                .get(0)
                .getAsJsonObject()
                .get("serial")
                .getAsString();
        return digits.length() % 2 == 0 ? digits : "0" + digits;
    }

    private static String[] with(String[] words, String last) {
        return Stream.concat(Arrays.stream(words), Stream.of(last)).toArray(String[]::new);
    }

    @Test
    void wrong_usage_and_missing_things_are_one_line() {
        Session session = new Session(project);
        session.run("pki-cert");
        session.run("pki-cert", "inspct");
        session.run("pki-cert", "inspect", "nothing.crt");
        session.run("pki-cert", "create", "../x");
        session.run("pki-cert", "create", "x", "--key-type", "DSA");
        session.run("pki-cert", "create", "x", "--san", "a b");
        session.run("pki-cert", "create", "x", "--type", "person", "--san", "y");
        session.run("pki-cert", "renew", "nobody");
        session.run("pki-cert", "verify", "config/step-ca/pki/intermediate_ca.crt", "--at", "tomorrow");
        session.run("pki-cert", "inspect", "config/step-ca/ca.json");
        session.assertGolden("pki-cert-wrong");
    }

    @Test
    void a_server_that_insists_on_a_clients_certificate_is_looked_at_all_the_same() throws Exception {
        project.run("pki-cert", "create", "localhost");
        project.run("pki-cert", "export", "localhost", "--format", "p12");
        char[] password =
                project.text("data/certs/localhost/localhost.password").strip().toCharArray();
        KeyStore store = KeyStore.getInstance(
                project.root.resolve("data/certs/localhost/localhost.p12").toFile(), password);
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, password);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        try (var server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            server.setNeedClientAuth(true);
            Thread answering = new Thread(() -> answer(server));
            answering.start();
            String address = "localhost:" + server.getLocalPort();
            assertThat(project.run("pki-cert", "inspect", address, "--short").out())
                    .startsWith("localhost (localhost), signed by");
            assertThat(project.run("pki-cert", "verify", address).exit()).isZero();
            assertThat(project.run("pki-cert", "verify", address, "--name", "api")
                            .exit())
                    .isEqualTo(1);
        }
        assertThat(project.run("pki-cert", "inspect", "localhost:1").exit()).isEqualTo(4);
    }

    private static void answer(SSLServerSocket server) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getInputStream().read();
            } catch (IOException gone) {
                // the next client may come
            }
        }
    }

    private JsonObject json(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--json");
        Project.Ran ran = project.run("pki-cert", all.toArray(String[]::new));
        assertThat(ran.out().lines()).hasSize(1);
        JsonObject answer = JsonParser.parseString(ran.out()).getAsJsonObject();
        assertThat(answer.get("schema").getAsString()).isEqualTo("aria.pki-cert-" + words[0] + "/1");
        return answer;
    }
}
