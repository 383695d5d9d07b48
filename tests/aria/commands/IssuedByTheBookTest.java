package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.pki.Judges;
import aria.pki.Judges.Objection;
import aria.pki.Pem;
import aria.pki.Revocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** pkilint and zlint find nothing to object to in anything that the commands issue, of any key type. */
class IssuedByTheBookTest {

    /**
     * The exceptions, both about DNS names. pkilint wants a dot in every DNS name. A Compose service is called by its bare name, and that is what its
     * certificate has to hold; RFC 1034, 3.5, to which RFC 5280, 4.2.1.6 refers, allows a name of one label. Compose allows an
     * underscore in it too, and clients compare names as they stand. And pkilint knows no wildcard: RFC 5280, 4.2.1.6 leaves its
     * meaning to others, and RFC 9525, 6.3 defines it for servers; we write one only when {@code --san} asks for it.
     */
    private static final Pattern NO_FAULT =
            Pattern.compile("Invalid domain name syntax: \"([a-z0-9_-]+|\\*\\.[a-z0-9.-]+)\"");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"P-256, ", "P-384, ", "Ed25519, ", "RSA-3072, ", "P-256, svc.cluster.local"})
    void the_linters_object_to_nothing(String keyType, String permitted) throws IOException {
        Judges judges = new Judges(Files.createDirectory(folder.resolve("judges")));
        Project project = Project.empty(folder.resolve("project"));
        issue(project, keyType, permitted);

        X509Certificate root = certificate(project, "config/step-ca/pki/root_ca.crt");
        X509Certificate intermediate = certificate(project, "config/step-ca/pki/intermediate_ca.crt");
        assertThat(objections(judges.of(root))).isEmpty();
        assertThat(objections(judges.of(intermediate))).isEmpty();
        assertThat(objections(judges.of(root, intermediate))).isEmpty();
        List<Path> leaves = leaves(project);
        assertThat(leaves).as("service, server, client, person").hasSize(5);
        for (Path leaf : leaves) {
            X509Certificate certificate = Pem.readCertificates(Files.readAllBytes(leaf), leaf.toString())
                    .get(0);
            assertThat(objections(judges.of(certificate))).as(leaf.toString()).isEmpty();
            if (leaf.equals(leaves.get(0))) {
                assertThat(objections(judges.of(intermediate, certificate)))
                        .as(leaf.toString())
                        .isEmpty();
            }
        }
        Path list = project.root.resolve("data/certs/aria.crl");
        assertThat(Revocation.read(Files.readAllBytes(list), "aria.crl").getRevokedCertificates())
                .hasSize(2);
        assertThat(judges.of(Revocation.read(Files.readAllBytes(list), "aria.crl")))
                .isEmpty();
    }

    @Test
    void nor_to_a_revocation_list_without_an_entry() throws IOException {
        Judges judges = new Judges(folder);
        Project project = Project.empty(folder.resolve("project"));
        run(project, "init-ca");
        run(project, "pki-cert", "crl", "--renew");
        assertThat(judges.of(
                        Revocation.read(Files.readAllBytes(project.root.resolve("data/certs/aria.crl")), "aria.crl")))
                .isEmpty();
    }

    /** Whether they would say something at all: a linter that is called wrongly objects to nothing. */
    @Test
    void they_do_object_to_a_bare_name_and_to_the_wrong_issuer() throws IOException {
        Judges judges = new Judges(folder);
        Project project = Project.empty(folder.resolve("project"));
        issue(project, "P-256", null);
        X509Certificate keycloak = certificate(project, "data/certs/keycloak/keycloak.crt");
        assertThat(judges.of(keycloak)).extracting(Objection::code).contains("pkix.invalid_domain_name_syntax");
        assertThat(judges.of(keycloak, keycloak)).as("it is not its own issuer").isNotEmpty();
    }

    private static void issue(Project project, String keyType, String permitted) {
        String domain = permitted == null ? "" : "." + permitted;
        run(
                project,
                permitted == null
                        ? new String[] {"init-ca", "--key-type", keyType, "--name", "Łódź & Söhne, Inc."}
                        : new String[] {"init-ca", "--key-type", keyType, "--permit-domain", permitted});
        if (permitted == null) {
            run(project, "generate-service-certs", "keycloak", "my_db");
        } else {
            run(project, "pki-cert", "create", "keycloak" + domain);
            run(project, "pki-cert", "create", "my-db" + domain);
        }
        run(
                project,
                "pki-cert",
                "create",
                "web" + domain,
                "--type",
                "server",
                "--key-type",
                keyType,
                "--san",
                "127.0.0.1",
                "--san",
                "*.web" + domain);
        run(
                project,
                "pki-cert",
                "create",
                permitted == null ? "backup" : "backup" + domain,
                "--type",
                "client",
                "--key-type",
                keyType);
        run(project, "pki-cert", "create", "ada", "--type", "person");
        run(project, "pki-cert", "crl", "--revoke", "web" + domain, "--reason", "keyCompromise");
        run(project, "pki-cert", "crl", "--revoke", "ada");
        run(project, "pki-cert", "crl", "--renew", "--validity", "9d");
    }

    private static void run(Project project, String... command) {
        Project.Ran ran = project.run(command[0], Arrays.copyOfRange(command, 1, command.length));
        assertThat(ran.exit()).as(String.join(" ", command) + ": " + ran.err()).isZero();
    }

    private static List<String> objections(List<Objection> all) {
        return all.stream()
                .filter(objection -> !(objection.code().equals("pkix.invalid_domain_name_syntax")
                        && NO_FAULT.matcher(objection.detail()).matches()))
                .map(Objection::toString)
                .toList();
    }

    private static X509Certificate certificate(Project project, String file) throws IOException {
        return Pem.readCertificates(Files.readAllBytes(project.root.resolve(file)), file)
                .get(0);
    }

    private static List<Path> leaves(Project project) throws IOException {
        try (var files = Files.walk(project.root.resolve("data"))) {
            return files.filter(file -> file.toString().endsWith(".crt")
                            && !file.endsWith("ca.crt")
                            && !file.endsWith("aria-root-ca.crt"))
                    .sorted()
                    .toList();
        }
    }
}
