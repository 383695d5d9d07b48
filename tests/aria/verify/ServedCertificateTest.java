package aria.verify;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.Remedy;
import aria.pki.CertifiedKey;
import aria.verify.probe.Address;
import aria.verify.probe.Listener;
import aria.verify.probe.LoopbackServer;
import aria.verify.probe.Probe;
import aria.verify.probe.ProbeResult;
import aria.verify.probe.Target;
import aria.verify.probe.Via;
import aria.verify.probe.WrongClients;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A certificate was renewed: whether its server shows it, and from when on it matters. */
class ServedCertificateTest {
    private static final TestCa CA = new TestCa();
    private static ExecutorService threads;
    private static final Listener WEB =
            new Listener("web", "main", 8443, "https", true, List.of("web", "localhost"), "/");
    private static final CertifiedKey BEFORE = CA.identity("web", "localhost");
    private static final CertifiedKey RENEWED = CA.identity("web", "localhost");
    private static final Instant ISSUED = RENEWED.certificate().getNotBefore().toInstant();
    private static final Remedy REMEDY = Remedy.command("make", "it");

    @BeforeAll
    static void startThreads() {
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
    }

    @Test
    void a_server_that_shows_the_certificate_issued_last_passes_at_any_time() {
        ServedCertificate served = shown(RENEWED);
        assertThat(served.finding(ISSUED, "web.crt", REMEDY).status()).isEqualTo(Status.PASS);
        assertThat(served.finding(ISSUED.plus(Duration.ofDays(300)), "web.crt", REMEDY)
                        .status())
                .isEqualTo(Status.PASS);
    }

    @Test
    void for_five_minutes_a_renewed_certificate_may_be_on_its_way() {
        Observation finding =
                shown(BEFORE).finding(ISSUED.plus(ServedCertificate.GRACE).minusMillis(1), "web.crt", REMEDY);
        assertThat(finding.status()).isEqualTo(Status.WARN);
        assertThat(finding.message())
                .contains("it still presents the certificate ")
                .endsWith("not web.crt, which was issued just now");
        assertThat(finding.remedies()).containsExactly(REMEDY);
    }

    @Test
    void after_that_a_server_that_goes_on_with_the_one_before_is_red() {
        Observation finding = shown(BEFORE).finding(ISSUED.plus(ServedCertificate.GRACE), "web.crt", REMEDY);
        assertThat(finding.status()).isEqualTo(Status.FAIL);
        assertThat(finding.message()).endsWith("not web.crt, which has been valid since " + ISSUED);
        assertThat(finding.remedies()).containsExactly(REMEDY);
        assertThat(finding.service()).contains("web");
        assertThat(finding.listener()).contains("main");
        assertThat(finding.via()).isPresent();
    }

    @Test
    void a_server_that_lets_nobody_in_or_has_no_certificate_of_ours_is_not_judged() {
        Target unissued = new Target(WEB, new Address("127.0.0.1", 1, Via.PUBLISHED), Optional.empty());
        Target issued = new Target(
                WEB, unissued.address(), Optional.empty(), Instant.EPOCH, Optional.of(RENEWED.certificate()));
        ProbeResult in = ProbeResult.served("200").from(BEFORE.certificate());
        assertThat(ServedCertificate.by(List.of(unissued, issued), List.of(in, ProbeResult.refused("alert"))))
                .isEmpty();
        assertThat(ServedCertificate.by(List.of(issued), List.of(in))).hasSize(1);
    }

    /** What a server with this certificate shows, for which the renewed one was issued. */
    private static ServedCertificate shown(CertifiedKey own) {
        try (LoopbackServer server = LoopbackServer.start(own, CA.roots(), true, threads)) {
            Target target = new Target(
                    WEB,
                    server.address(),
                    Optional.of(CA.identity("person")),
                    Instant.EPOCH,
                    Optional.of(RENEWED.certificate()));
            HandshakeMatrix.Tried tried = new HandshakeMatrix(CA.roots(), WrongClients.signedBy(CA, Instant.now()))
                    .run(List.of(target), threads);
            assertThat(tried.findings().get(Probe.VALID))
                    .extracting(Observation::status)
                    .as("the right client gets in")
                    .containsExactly(Status.PASS);
            return ServedCertificate.by(List.of(target), tried.right()).get(0);
        }
    }
}
