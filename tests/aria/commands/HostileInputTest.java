package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.pki.Pem;
import aria.pki.Tool;
import aria.testing.Needs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What has brought down tools of this kind, by the lessons in {@code docs/explanation/ROBUSTNESS.md}, met by the commands. */
class HostileInputTest {
    private static final int BUG = 70;

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void makeCa() {
        project = Project.empty(folder).file("compose.yaml", PatchComposeCommandTest.DB_AND_APP);
        assertThat(project.run("init-ca").exit()).isZero();
    }

    private void openssl(String... arguments) {
        new Tool(Needs.program("openssl"), project.root).run(arguments);
    }

    /** It issues certificates by ACME to clients that it should refuse. */
    @Test
    void an_old_step_ca_in_the_stack_is_warned_of() {
        for (String tag : List.of("0.27.5", "0.30.2")) {
            project.file(
                    "compose.yaml",
                    "services:\n  ca:\n    image: smallstep/step-ca:" + tag + "\n  db:\n    image: postgres:17\n");
            assertThat(project.run("patch-compose", "--dry-run").err().contains("use 0.30.2 or newer"))
                    .as(tag)
                    .isEqualTo(tag.equals("0.27.5"));
        }
    }

    /** An empty sequence of uses made a CA panic. */
    @Test
    void a_certificate_with_an_empty_list_of_uses_is_judged_and_breaks_nothing() throws IOException {
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "x.key",
                "-out",
                "x.crt",
                "-subj",
                "/CN=x",
                "-addext",
                "extendedKeyUsage=DER:3000");
        for (String command : List.of("inspect", "verify", "lint", "renew --offline", "revoke --offline")) {
            Project.Ran ran = project.run(("pki-cert " + command + " x.crt").split(" "));
            assertThat(ran.exit()).as(command + ": " + ran.err()).isNotEqualTo(BUG);
            assertThat(ran.errors()).as(command).hasSizeLessThanOrEqualTo(1);
        }
        assertThat(project.run("pki-cert", "verify", "x.crt", "--purpose", "server")
                        .exit())
                .isNotZero();
    }

    /** A curve that a key describes itself can be one on which its secret is known. */
    @Test
    void a_key_that_brings_its_own_curve_is_refused() throws IOException {
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-pkeyopt",
                "ec_param_enc:explicit",
                "-nodes",
                "-keyout",
                "own.key",
                "-out",
                "own.crt",
                "-subj",
                "/CN=own",
                "-days",
                "3650");
        Project.Ran ran =
                project.run("init-ca", "--config-dir", "new/step-ca", "--root", "own.crt", "--root-key", "own.key");
        assertThat(ran.exit()).as(ran.err()).isEqualTo(3);
        assertThat(ran.errors()).hasSize(1);
        assertThat(project.has("new")).isFalse();
    }

    /** Java up to 17.0.2 took the signature (0, 0) for that of any ECDSA key. */
    @Test
    void a_signature_of_zeros_is_none() throws Exception {
        project.run("generate-service-certs", "db", "--ca", "offline");
        X509Certificate leaf = Pem.readCertificates(
                        project.text("data/certs/db/db.crt").getBytes(StandardCharsets.UTF_8), "db")
                .get(0);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(leaf.getTBSCertificate());
        content.writeBytes(HexFormat.of().parseHex("300a06082a8648ce3d040302" + "0309003006020100020100"));
        byte[] length = {0x30, (byte) 0x82, (byte) (content.size() >> 8), (byte) content.size()};
        byte[] der = new byte[length.length + content.size()];
        System.arraycopy(length, 0, der, 0, length.length);
        System.arraycopy(content.toByteArray(), 0, der, length.length, content.size());
        String intermediate = project.text("config/step-ca/pki/intermediate_ca.crt");
        project.file(
                "zeros.crt",
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.UTF_8))
                                .encodeToString(der)
                        + "\n-----END CERTIFICATE-----\n" + intermediate);
        assertThat(project.run("pki-cert", "inspect", "zeros.crt").exit())
                .as("it is a certificate")
                .isZero();
        assertThat(project.run("pki-cert", "verify", "zeros.crt").exit()).isNotZero();
    }

    /** SnakeYAML made objects of classes that a file named. */
    @Test
    void a_tag_in_a_compose_file_makes_no_object() throws IOException {
        try (ServerSocket trap = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            project.file(
                    "compose.yaml",
                    "services:\n  db:\n    image: postgres:17\n    labels: !!javax.script.ScriptEngineManager "
                            + "[!!java.net.URLClassLoader [[!!java.net.URL [\"http://127.0.0.1:" + trap.getLocalPort()
                            + "/\"]]]]\n");
            for (String command :
                    List.of("patch-compose --yes", "bootstrap --yes", "generate-service-certs", "verify-mtls-setup")) {
                assertThat(project.run(command.split(" ")).exit()).as(command).isNotEqualTo(BUG);
            }
            trap.setSoTimeout(1);
            assertThat(Assertions.catchThrowable(trap::accept))
                    .as("nobody came")
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    /** Whoever trusts the intermediate as an anchor trusts it after the root has been taken away. */
    @Test
    void what_a_server_trusts_is_the_root_and_nothing_else() throws IOException {
        project.run("generate-service-certs", "db", "--ca", "offline");
        for (String file : List.of("data/certs/aria-root-ca.crt", "data/certs/db/ca.crt")) {
            assertThat(project.text(file)).as(file).isEqualTo(project.text("config/step-ca/pki/root_ca.crt"));
        }
        assertThat(Pem.readCertificates(Files.readAllBytes(project.layout.trustBundle()), "bundle"))
                .hasSize(1);
    }

    /** A value on the command line stands in the process list and in the shell's history. */
    @Test
    void no_option_takes_a_secret_by_value() {
        List<String> secret = Scripts.aliases().stream()
                .flatMap(alias -> names(new CommandLine(Scripts.command(alias))))
                .filter(name -> name.matches(".*(password|passphrase|secret|token|hmac).*"))
                .distinct()
                .toList();
        assertThat(secret).isNotEmpty().allMatch(name -> name.endsWith("-file"));
    }

    private static Stream<String> names(CommandLine line) {
        return Stream.concat(
                line.getCommandSpec().options().stream().flatMap(option -> Stream.of(option.names())),
                line.getSubcommands().values().stream().flatMap(HostileInputTest::names));
    }
}
