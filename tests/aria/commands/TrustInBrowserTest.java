package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Browser;
import aria.testing.Needs;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Chromium opens the page of a real server, whose certificate the project's CA has issued. */
class TrustInBrowserTest {
    private static final String WARNING = "ERR_CERT_AUTHORITY_INVALID";

    @TempDir
    Path folder;

    private PersonsMachine ada;
    private Project project;

    @BeforeEach
    void a_project_with_a_server() {
        Needs.program("chromium");
        ada = new PersonsMachine(folder.resolve("ada"));
        project = Project.empty(folder);
        ada.run(project, "init-ca", "--permit-domain", "example.org,web");
        assertThat(ada.run(project, "pki-cert", "create", "web", "--san", "localhost")
                        .exit())
                .isZero();
    }

    private static String text(Browser browser, TlsServer server) {
        browser.open(server.page());
        return browser.run("return document.documentElement.textContent").getAsString();
    }

    @Test
    void a_page_opens_without_a_warning_once_the_root_is_installed_and_with_one_again_when_it_is_gone() {
        try (TlsServer server = TlsServer.of(project)) {
            try (Browser before = ada.browser()) {
                assertThat(text(before, server)).contains(WARNING);
            }
            assertThat(ada.trust(project, "install", "--store", "nss", "--yes").exit())
                    .isZero();
            try (Browser trusting = ada.browser()) {
                assertThat(text(trusting, server)).contains("s_server").doesNotContain(WARNING);
            }
            assertThat(ada.trust(project, "uninstall", "--store", "nss", "--yes")
                            .exit())
                    .isZero();
            try (Browser after = ada.browser()) {
                assertThat(text(after, server)).contains(WARNING);
            }
        }
    }

    @Test
    void a_server_that_asks_for_a_certificate_gets_the_persons() {
        ada.trust(project, "install", "--store", "nss", "--yes");
        assertThat(ada.run(project, "pki-cert", "create", "ada", "--type", "person")
                        .exit())
                .isZero();
        ada.importIdentity(project, "ada");
        try (TlsServer server = TlsServer.of(
                        project, "-Verify", "3", "-verify_return_error", "-CAfile", "data/certs/aria-root-ca.crt");
                Browser browser = ada.browserThatPresents()) {
            assertThat(text(browser, server)).contains("CN=ada").doesNotContain(WARNING);
        }
    }
}
