package aria.verify.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import aria.ca.OfflineSigner;
import aria.finding.FindingText;
import aria.finding.Severity;
import aria.pki.Names;
import aria.pki.Revocation;
import aria.pki.Validity;
import aria.store.AtomicFiles;
import aria.store.FileWrite;
import aria.verify.CheckResult;
import aria.verify.Report;
import aria.verify.Status;
import aria.verify.TestProject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both sides of each threshold: what rings wakes somebody, and nothing rings before it is due for renewal. */
class ExpiryChecksTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "certs.expiry, 243, PASS", "certs.expiry, 244, WARN", "certs.expiry, 334, WARN", "certs.expiry, 336, FAIL",
        "certs.expiry, 366, FAIL", "crl.expiry, 19, PASS", "crl.expiry, 21, WARN", "crl.expiry, 24, WARN",
        "crl.expiry, 26, FAIL", "crl.expiry, 31, FAIL"
    })
    void a_year_for_certificates_and_a_month_for_the_revocation_list(String check, int days, Status expected) {
        TestProject project = new TestProject(folder).withCa().withCertificates();
        writeList(project);
        assertStatus(project.verifyAfter(Duration.ofDays(days), Optional.empty(), check), expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1640, PASS, PASS",
        "1650, PASS, WARN",
        "1790, PASS, WARN",
        "1800, PASS, FAIL",
        "3280, PASS, FAIL",
        "3290, WARN, FAIL",
        "3615, WARN, FAIL",
        "3625, FAIL, FAIL",
        "3655, FAIL, FAIL"
    })
    void the_root_is_said_a_year_before_its_end_and_the_intermediate_half_a_year(
            int days, Status root, Status intermediate) {
        TestProject project = new TestProject(folder).withCa();
        Report report = project.verifyAfter(Duration.ofDays(days), Optional.empty(), "pki.expiry");
        assertThat(statusOf("root", report)).isEqualTo(root);
        assertThat(statusOf("intermediate", report)).isEqualTo(intermediate);
    }

    @Test
    void a_day_of_lifetime_rings_in_its_last_four_hours_whatever_is_asked_for() {
        TestProject project = new TestProject(folder).withCa();
        project.issue("db", Names.of(List.of("db")), Validity.startingAt(Instant.now(), Duration.ofHours(24)));
        for (Optional<Duration> asked : List.of(Optional.<Duration>empty(), Optional.of(Duration.ofHours(1)))) {
            assertStatus(project.verifyAfter(Duration.ofHours(15), asked, "certs.expiry"), Status.PASS);
            assertStatus(project.verifyAfter(Duration.ofHours(18), asked, "certs.expiry"), Status.WARN);
        }
        assertStatus(project.verifyAfter(Duration.ofHours(21), Optional.empty(), "certs.expiry"), Status.FAIL);
        Optional<Duration> month = Optional.of(Duration.ofDays(30));
        assertStatus(project.verifyAfter(Duration.ofHours(15), month, "certs.expiry"), Status.PASS);
        assertStatus(project.verifyAfter(Duration.ofHours(17), month, "certs.expiry"), Status.FAIL);
    }

    @Test
    void people_and_certificates_of_no_service_ring_with_the_command_that_renews_them() {
        TestProject project = new TestProject(folder).withCa();
        Validity year = Validity.startingAt(Instant.now(), Duration.ofDays(365));
        project.issue("worker", Names.of(List.of("worker")), year);
        project.issuePerson("ada", year);
        assertThat(project.verifyAfter(Duration.ofDays(340), Optional.empty(), "certs.expiry")
                        .results())
                .allSatisfy(result -> assertThat(result.status()).isEqualTo(Status.FAIL))
                .extracting(
                        result -> result.place().orElseThrow().file(),
                        result ->
                                FindingText.IN_CHECKOUT.hint(result.remedies()).orElseThrow())
                .containsExactlyInAnyOrder(
                        tuple("data/certs/worker/worker.crt", "run ./jbangw pki-cert@aria renew worker"),
                        tuple("data/people/ada.crt", "run ./jbangw pki-cert@aria renew ada"));
    }

    @Test
    void a_revocation_list_that_cannot_be_read_fails() {
        TestProject project = new TestProject(folder).withCa();
        TestProject.write(project.layout.revocationList(), "no list");
        assertThat(project.verify("crl.expiry").failed(Severity.ERROR)).isTrue();
    }

    /** One that is not due is not named. */
    private static Status statusOf(String authority, Report report) {
        assertThat(report.results()).isNotEmpty();
        return report.results().stream()
                .filter(result -> result.message().contains(authority + "_ca.crt"))
                .map(CheckResult::status)
                .findFirst()
                .orElse(Status.PASS);
    }

    private static void writeList(TestProject project) {
        Validity month = Validity.startingAt(Instant.now(), Duration.ofDays(30));
        AtomicFiles.write(FileWrite.open(
                project.layout.revocationList(),
                Revocation.pem(OfflineSigner.open(project.layout).revoke(Optional.empty(), Map.of(), month))));
    }

    private static void assertStatus(Report report, Status expected) {
        assertThat(report.results())
                .isNotEmpty()
                .allSatisfy(result -> assertThat(result.status()).isEqualTo(expected));
    }
}
