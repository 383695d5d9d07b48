package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.pki.Certificates;
import aria.pki.Pem;
import aria.pki.Validity;
import aria.testing.InMemory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A timer that runs for a long time under a moved clock: decisions and files. Servers are not there. */
@Tag("full")
class YearOfRotationTest {
    @TempDir(factory = InMemory.class)
    Path folder;

    @Test
    void a_year_of_certificates_of_90_days_looked_at_every_week() {
        lives("90d", Duration.ofDays(90), Duration.ofDays(7), Duration.ofDays(371), 7);
    }

    @Test
    void a_month_of_certificates_of_24_hours_looked_at_every_seven_hours() {
        lives("24h", Duration.ofHours(24), Duration.ofHours(7), Duration.ofDays(30), 35);
    }

    /** @param most as many certificates as two thirds of each lifetime need, and one for each run that comes late */
    private void lives(String validity, Duration lifetime, Duration step, Duration end, int most) {
        Project project = Project.empty(folder).file("compose.yaml", "services:\n  db: {image: postgres:18}\n");
        Set<String> serials = new HashSet<>();
        try (ClockedRuns runs = new ClockedRuns(project)) {
            Stream.of(
                            "init-ca --permit-domain db --permit-domain job",
                            "generate-service-certs --once --validity " + validity,
                            "pki-cert create job --validity " + validity,
                            "pki-cert crl --renew")
                    .forEach(command -> done(runs, command));
            for (Duration ahead = step; ahead.compareTo(end) <= 0; ahead = ahead.plus(step)) {
                runs.set("+" + ahead.toHours() + "h");
                done(runs, "rotate-certs");
                assertThat(done(runs, "verify-mtls-setup --no-live --only certs.expiry,crl.expiry,pki.expiry"))
                        .as("no alarm after " + ahead.toHours() + " h")
                        .doesNotContain("warning");
                Instant now = Instant.now().plus(ahead);
                for (String name : new String[] {"db", "job"}) {
                    Validity lives = Certificates.validity(certificate(project, name));
                    assertThat(lives.notAfter()).as(name).isAfter(now.plus(step));
                    assertThat(lives.length()).as("the lifetime stays").isBetween(lifetime, lifetime.plusMinutes(5));
                }
                serials.add(Certificates.serialHex(certificate(project, "db")));
            }
        }
        assertThat(serials.size()).isBetween(most - 2, most);
    }

    private static X509Certificate certificate(Project project, String name) {
        return Pem.readCertificates(
                        project.text("data/certs/" + name + "/" + name + ".crt").getBytes(StandardCharsets.US_ASCII),
                        name)
                .get(0);
    }

    private static String done(ClockedRuns runs, String command) {
        Project.Ran ran = runs.run(command);
        assertThat(ran.exit()).as(command + ": " + ran.out()).isZero();
        return ran.out();
    }
}
