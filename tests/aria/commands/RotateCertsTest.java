package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.pki.Certificates;
import aria.pki.Pem;
import aria.pki.Validity;
import aria.testing.Needs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rotation on the files; what running servers make of it has tests in {@code aria.live}. */
class RotateCertsTest {
    private static final String DB = "data/certs/db/db.crt";
    private static final String PERSON = "data/people/ada.crt";

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void certificates_of_ninety_days() {
        project = Project.empty(folder);
        project.file("compose.yaml", "name: p\nservices:\n  db: {image: postgres:18}\n  cache: {image: redis:8}\n");
        project.run("init-ca");
        project.run("generate-service-certs", "db", "--validity", "90d", "--once");
        project.run("pki-cert", "create", "ada", "--type", "person", "--validity", "20d");
    }

    private X509Certificate certificate(String file) {
        return Pem.readCertificates(project.text(file).getBytes(StandardCharsets.UTF_8), file)
                .get(0);
    }

    private Duration lifetime(String file) {
        return Certificates.validity(certificate(file)).length().minus(Validity.BACKDATE);
    }

    @Test
    void what_is_due_is_renewed_with_its_names_key_and_lifetime() {
        X509Certificate before = certificate(DB);
        String key = project.text("data/certs/db/db.key");
        Project.Ran ran = project.run("rotate-certs", "--renew-before", "100d");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("1 renewed, 0 kept", "also renewed: " + PERSON);
        assertThat(certificate(DB).getSerialNumber()).isNotEqualTo(before.getSerialNumber());
        assertThat(Certificates.names(certificate(DB))).isEqualTo(Certificates.names(before));
        assertThat(project.text("data/certs/db/db.key")).isEqualTo(key);
        assertThat(lifetime(DB)).isEqualTo(Duration.ofDays(90));
        assertThat(lifetime(PERSON)).isEqualTo(Duration.ofDays(20));
    }

    @Test
    void with_nothing_due_no_byte_changes() {
        Map<String, String> before = project.state();
        Project.Ran ran = project.run("rotate-certs");
        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).contains("nothing is due");
        assertThat(project.state()).isEqualTo(before);
    }

    @Test
    void a_dry_run_tells_what_is_due_and_check_ends_with_1() {
        Map<String, String> before = project.state();
        Project.Ran shown = project.run("rotate-certs", "--renew-before", "50d", "--dry-run");
        assertThat(shown.exit()).isZero();
        assertThat(shown.out()).contains(PERSON + " is due").doesNotContain("db:");
        assertThat(project.run("rotate-certs", "--renew-before", "50d", "--check")
                        .exit())
                .isEqualTo(1);
        assertThat(project.state()).isEqualTo(before);
    }

    @Test
    void a_service_without_a_certificate_is_named_with_the_command_for_one_and_an_unknown_one_is_wrong_usage() {
        Project.Ran missing = project.run("rotate-certs", "cache", "--renew-before", "100d");
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err())
                .contains("cache: there is no certificate to rotate. Run ./jbangw generate-service-certs@aria cache");
        assertThat(project.contents()).doesNotContainKey("data/certs/cache/cache.crt");
        Project.Ran wrong = project.run("rotate-certs", "bd");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("no service bd has a certificate here", "db");
    }

    @Test
    void none_that_cannot_be_renewed_keeps_the_others_from_it_and_each_is_named() throws IOException {
        project.run("generate-service-certs", "cache", "--validity", "90d", "--once");
        for (String person : List.of("ben", "cyd")) {
            project.run("pki-cert", "create", person, "--type", "person", "--validity", "20d");
        }
        project.file("data/people/ada.key", project.text("data/certs/db/db.key"));
        Files.delete(project.root.resolve("data/people/ben.key"));
        project.file("data/people/cyd.crt", "nothing");
        Path key = project.root.resolve("data/certs/cache/cache.key");
        Files.delete(key);
        Files.createDirectory(key);
        Project.Ran ran = project.run("rotate-certs", "--renew-before", "100d");
        assertThat(ran.exit()).isEqualTo(6);
        assertThat(ran.out()).contains("1 renewed, 1 kept");
        assertThat(ran.err())
                .contains(
                        PERSON + " is due, and was not renewed: the key does not belong to the certificate",
                        "data/people/ben.crt is due, and was not renewed: the key is missing",
                        "renew data/people/ben.crt --offline --rekey",
                        "data/people/cyd.crt cannot be judged, and was not renewed: ",
                        "cache: it was not renewed: ");
        assertThat(project.run("rotate-certs", "--dry-run").err()).contains("data/people/cyd.crt cannot be judged");
    }

    @Test
    void a_service_that_the_ca_refuses_does_not_keep_the_others_from_being_renewed() {
        project.run("generate-service-certs", "cache", "--validity", "90d", "--once");
        String ca = project.text("config/step-ca/ca.json");
        project.file("config/step-ca/ca.json", ca.replace("\"cache\"", "\"other\""));
        project.file("compose.yaml", project.text("compose.yaml").replace("redis:8}", "redis:8, hostname: more}"));
        Project.Ran ran = project.run("rotate-certs", "--renew-before", "100d");
        assertThat(ran.err()).contains("cache: it was not renewed: ");
        assertThat(ran.exit()).isEqualTo(6);
        assertThat(ran.out()).contains("1 renewed, 1 kept", "also renewed: " + PERSON);
    }

    @Test
    void a_clock_that_was_set_back_stops_it_until_somebody_says_that_the_clock_is_right() {
        project.file(
                "data/mtls/audit.log",
                project.text("data/mtls/audit.log")
                        + "{\"time\":\"2999-01-01T00:00:00Z\"}\n[]\n{\"time\":{}}\n\n{\"ti");
        Map<String, String> before = project.state();
        Project.Ran ran = project.run("rotate-certs", "--renew-before", "100d");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.err()).contains("the last change of this project was at 2999-01-01T00:00:00Z");
        assertThat(project.state()).isEqualTo(before);
        project.run("generate-service-certs", "db", "--force");
        assertThat(project.run("rotate-certs").exit()).isZero();
    }

    @Test
    void metrics_say_what_was_renewed_and_a_later_failure_keeps_the_time_of_the_last_success() throws IOException {
        project.run("generate-service-certs", "cache", "--validity", "90d", "--once");
        project.run("pki-cert", "revoke", "cache", "--offline");
        project.file("aria.prom", "something else");
        assertThat(project.run("rotate-certs", "--metrics", "aria.prom").exit()).isEqualTo(5);
        Files.delete(project.root.resolve("aria.prom"));
        assertThat(project.run("rotate-certs", "--metrics", "aria.txt").exit()).isEqualTo(2);
        project.run("rotate-certs", "--metrics", "aria.prom", "--dry-run");
        assertThat(project.contents()).doesNotContainKey("aria.prom");

        assertThat(project.run("rotate-certs", "--metrics", "aria.prom").exit()).isZero();
        Path file = project.root.resolve("aria.prom");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
        String good = project.text("aria.prom");
        assertThat(good)
                .contains(
                        "\naria_certificate_not_after_timestamp_seconds{service=\"db\",use=\"service\",source=\"file\"} "
                                + certificate(DB).getNotAfter().toInstant().getEpochSecond() + "\n",
                        "{use=\"person\",source=\"file\"} "
                                + certificate(PERSON).getNotAfter().toInstant().getEpochSecond() + "\n",
                        "serial=\"" + Certificates.serialHex(certificate(DB))
                                + "\",issuer=\"ARIA Intermediate CA\"} 1\n",
                        "\naria_crl_next_update_timestamp_seconds ",
                        "\naria_rotation_last_result{reason=\"ok\"} 1\n",
                        "\naria_rotation_last_result{service=\"db\",reason=\"ok\"} 1\n",
                        "\naria_check_passed{id=\"certs.names\",service=\"db\"} 1\n",
                        "\naria_check_passed{id=\"compose.settings\"} 0\n",
                        "\naria_run_timestamp_seconds ")
                .doesNotContain("ada", "handshake", "# # ")
                .satisfies(RotateCertsTest::isWellFormed);

        Files.delete(project.root.resolve("data/certs/cache/cache.key"));
        Files.createDirectory(project.root.resolve("data/certs/cache/cache.key"));
        assertThat(project.run("rotate-certs", "--metrics", "aria.prom").exit()).isEqualTo(6);
        String bad = project.text("aria.prom");
        String success = "aria_rotation_last_success_timestamp_seconds{service=\"cache\"} ";
        assertThat(line(success, bad)).isEqualTo(line(success, good));
        assertThat(bad)
                .contains("\naria_rotation_last_result{service=\"cache\",reason=\"not-renewed\"} 0\n")
                .doesNotContain("{service=\"cache\",reason=\"ok\"}");
        Files.delete(project.layout.passwordFile());
        assertThat(project.run("rotate-certs", "--metrics", "aria.prom").exit()).isEqualTo(3);
        assertThat(project.text("aria.prom")).contains("{service=\"db\",reason=\"refused\"} 0\n", success);
        assertThat(project.run("pki-cert", "metrics").out())
                .contains("aria_certificate_info{")
                .doesNotContain("aria_rotation");
    }

    private static String line(String beginning, String text) {
        return text.lines()
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    /** By Prometheus' own reader; the names are as its conventions want them. */
    private static void isWellFormed(String metrics) {
        try {
            Process promtool = new ProcessBuilder(Needs.program("promtool").toString(), "check", "metrics")
                    .redirectErrorStream(true)
                    .start();
            try (OutputStream in = promtool.getOutputStream()) {
                in.write(metrics.getBytes(StandardCharsets.UTF_8));
            }
            String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(promtool.waitFor()).as(said).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
