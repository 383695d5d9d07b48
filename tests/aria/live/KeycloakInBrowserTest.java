package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.PersonsMachine;
import aria.commands.Project;
import aria.pki.Certificates;
import aria.pki.Pem;
import aria.testing.Browser;
import aria.testing.Needs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of this repository's Keycloak in a real Chromium: with the person's certificate, and without a warning. */
@Tag("full")
class KeycloakInBrowserTest extends OnAStack {
    private PersonsMachine ada;
    private URI page;

    @BeforeAll
    void a_secured_keycloak_and_a_person_who_trusts_its_root(@TempDir Path folder) {
        Needs.compose();
        Needs.program("chromium");
        List.of("busybox:1.37", "postgres:18-alpine", "quay.io/keycloak/keycloak:26.7")
                .forEach(Needs::image);
        stack = RealStack.aria(folder);
        ada = new PersonsMachine(folder.resolve("ada"));
        succeeds("init-ca", "--permit-domain", "example.org");
        succeeds("bootstrap", "--yes", "--up", "--only", "keycloak,keycloak-db");
        page = URI.create("https://localhost:" + stack.port("KEYCLOAK_PORT") + "/realms/master/account/");
    }

    @Test
    void it_opens_with_the_persons_certificate_once_the_root_is_trusted_and_with_neither_it_does_not()
            throws IOException {
        byte[] root = Files.readAllBytes(stack.project.layout.rootCertificate());
        String fingerprint = Certificates.fingerprintSha256(
                Pem.readCertificates(root, "root").get(0));
        try (Browser stranger = ada.browserThatPresents()) {
            assertThat(text(stranger)).contains("ERR_CERT_AUTHORITY_INVALID");
        }
        Project.Ran trusted =
                ada.trust(stack.project, "install", "--store", "nss", "--fingerprint", fingerprint, "--yes");
        assertThat(trusted.exit()).as(trusted.err()).isZero();
        try (Browser without = ada.browserThatPresents()) {
            assertThat(text(without)).as("the server ends it").contains("ERR_").doesNotContain("ERR_CERT_");
        }
        ada.importIdentity(stack.project, "ada");
        try (Browser ours = ada.browserThatPresents()) {
            assertThat(text(ours)).doesNotContain("ERR_");
            assertThat(ours.run("return document.title").getAsString())
                    .isIn("Account Management", "Sign in to Keycloak");
            assertThat(ours.run("return location.protocol").getAsString()).isEqualTo("https:");
        }
    }

    /** What the page says, or the driver about a connection that the server ended. */
    private String text(Browser browser) {
        try {
            browser.open(page);
        } catch (AssertionError ended) {
            return ended.getMessage();
        }
        return browser.run("return document.documentElement.textContent").getAsString();
    }
}
