package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.ca.RunningCa;
import aria.pki.Revocation;
import aria.pki.Tool;
import aria.testing.Needs;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code step ca revoke} has revoked at a running step-ca: {@code rotate-certs} puts it on the project's list. */
class RunningListTest {
    private static final String KEYCLOAK = "data/certs/keycloak/keycloak";
    private static final String LIST = "data/certs/aria.crl";

    @TempDir
    Path folder;

    @Test
    void rotation_adds_what_the_running_ca_has_revoked_and_a_ca_that_is_down_is_a_line_and_a_metric()
            throws GeneralSecurityException {
        Project project = Project.empty(folder);
        try (RunningCa ca = start(project, "{\"enabled\":true,\"generateOnRevoke\":true}")) {
            BigInteger serial = revokedByStep(project, ca);
            Project.Ran first = project.run("rotate-certs", "--metrics", "aria.prom");
            assertThat(first.exit()).as(first.out() + first.err()).isZero();
            assertThat(first.out()).contains("also renewed: " + LIST);
            assertThat(serials(project)).containsExactly(serial);
            assertThat(project.text("aria.prom")).contains("\naria_rotation_ca_list_read 1\n");

            assertThat(project.run("pki-cert", "crl", "--fetch", "--renew").exit())
                    .as("what the line on a CA that is down names")
                    .isZero();
            String list = project.text(LIST);
            Project.Ran again = project.run("rotate-certs", "--metrics", "aria.prom");
            assertThat(again.exit()).isZero();
            assertThat(project.text(LIST)).as("nothing new, nothing signed").isEqualTo(list);

            ca.close();
            Project.Ran down = project.run("rotate-certs", "--metrics", "aria.prom");
            assertThat(down.exit()).as(down.out() + down.err()).isZero();
            assertThat(down.err())
                    .contains(LIST + " may lack what the running CA has revoked", "no CA answers at " + ca.url());
            assertThat(project.text("aria.prom"))
                    .contains("\naria_rotation_ca_list_read 0\n", "\naria_rotation_last_result{reason=\"ok\"} 1\n");
            assertThat(project.text(LIST)).isEqualTo(list);
            Project.Ran files = project.run("rotate-certs", "--ca", "offline");
            assertThat(files.err()).as("its files were asked for").doesNotContain("may lack");
        }
    }

    @Test
    void a_ca_that_signs_no_list_is_not_asked_for_one() {
        Project project = Project.empty(folder);
        try (RunningCa ca = start(project, "{\"enabled\":false}")) {
            project.run("pki-cert", "create", "keycloak", "--san", "localhost");
            ca.close();
            Project.Ran ran = project.run("rotate-certs", "--metrics", "aria.prom");
            assertThat(ran.exit()).isZero();
            assertThat(ran.err()).doesNotContain("may lack");
            assertThat(project.text("aria.prom")).doesNotContain("aria_rotation_ca_list_read");
        }
    }

    private static RunningCa start(Project project, String lists) {
        return RunningCa.start("0.30.2", project.root, json -> RunningCa.with(json, lists, "crl"), List.of());
    }

    /** Revokes one behind our back. */
    private static BigInteger revokedByStep(Project project, RunningCa ca) throws GeneralSecurityException {
        assertThat(project.run("pki-cert", "create", "keycloak", "--san", "localhost")
                        .exit())
                .isZero();
        String[] revoke = {
            "ca",
            "revoke",
            "--cert",
            KEYCLOAK + ".crt",
            "--key",
            KEYCLOAK + ".key",
            "--ca-url",
            ca.url().toString(),
            "--root",
            "config/step-ca/pki/root_ca.crt"
        };
        Tool.Answer revoked = new Tool(Needs.step(), project.root).run(revoke);
        assertThat(revoked.exit()).as(revoked.text()).isZero();
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(project.text(KEYCLOAK + ".crt").getBytes(StandardCharsets.US_ASCII)));
        return certificate.getSerialNumber();
    }

    private static List<BigInteger> serials(Project project) {
        return Revocation.serials(Revocation.read(project.text(LIST).getBytes(StandardCharsets.US_ASCII), LIST));
    }
}
