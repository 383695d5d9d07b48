package aria.verify;

import static aria.verify.Status.FAIL;
import static aria.verify.Status.PASS;
import static aria.verify.Status.SKIP;
import static aria.verify.Status.WARN;
import static org.assertj.core.api.Assertions.assertThat;

import aria.pki.CertifiedKey;
import aria.verify.probe.Address;
import aria.verify.probe.CarelessServer;
import aria.verify.probe.Listener;
import aria.verify.probe.LoopbackServer;
import aria.verify.probe.Probe;
import aria.verify.probe.Target;
import aria.verify.probe.Via;
import aria.verify.probe.WrongClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The matrix against real TLS servers on loopback, right ones and wrong ones: each way to be wrong has to turn it red. */
class HandshakeMatrixTest {
    private static final TestCa CA = new TestCa();
    private static final CertifiedKey SERVER = CA.identity("web", "localhost");
    private static final CertifiedKey CLIENT = CA.identity("person");
    private static ExecutorService threads;
    private static final WrongClients WRONG = WrongClients.signedBy(CA, CA.made());

    @BeforeAll
    static void startThreads() {
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void a_server_that_requires_our_certificates_passes_every_probe() {
        try (LoopbackServer server = LoopbackServer.start(SERVER, CA.roots(), true, threads)) {
            assertThat(verdicts(listener(true), server.address()))
                    .containsOnly(
                            Map.entry(Probe.VALID, PASS),
                            Map.entry(Probe.NONE, PASS),
                            Map.entry(Probe.FOREIGN_CA, PASS),
                            Map.entry(Probe.EXPIRED, PASS),
                            Map.entry(Probe.SERVER_ONLY, PASS),
                            Map.entry(Probe.WRONG_NAME, PASS),
                            Map.entry(Probe.PLAINTEXT, PASS));
        }
    }

    @Test
    void a_server_that_only_asks_for_a_certificate_is_red_where_it_is_required() {
        try (LoopbackServer server = LoopbackServer.start(SERVER, CA.roots(), false, threads)) {
            assertThat(verdicts(listener(true), server.address()))
                    .containsEntry(Probe.NONE, FAIL)
                    .containsEntry(Probe.VALID, PASS)
                    .containsEntry(Probe.FOREIGN_CA, PASS);
        }
    }

    @Test
    void a_server_that_only_asks_is_reported_as_not_required_where_that_is_what_was_chosen() {
        try (LoopbackServer server = LoopbackServer.start(SERVER, CA.roots(), false, threads)) {
            assertThat(findings(listener(false), server.address(), WRONG))
                    .filteredOn(finding -> finding.status() == WARN)
                    .singleElement()
                    .satisfies(finding ->
                            assertThat(finding.message()).startsWith("not required: a client without a certificate"));
        }
    }

    @Test
    void a_server_that_does_not_check_what_it_is_shown_is_red_for_each_wrong_certificate() {
        try (CarelessServer server = CarelessServer.trustingEverybody(SERVER, threads)) {
            assertThat(verdicts(listener(true), server.address()))
                    .containsEntry(Probe.VALID, PASS)
                    .containsEntry(Probe.NONE, PASS)
                    .containsEntry(Probe.FOREIGN_CA, FAIL)
                    .containsEntry(Probe.EXPIRED, FAIL)
                    .containsEntry(Probe.SERVER_ONLY, FAIL);
        }
    }

    @Test
    void a_server_that_also_answers_in_clear_is_red() {
        try (CarelessServer server = CarelessServer.alsoInClear(SERVER, CA.roots(), "HTTP/1.1 200 OK", threads)) {
            assertThat(verdicts(listener(true), server.address()))
                    .containsEntry(Probe.VALID, PASS)
                    .containsEntry(Probe.NONE, PASS)
                    .containsEntry(Probe.PLAINTEXT, FAIL);
        }
    }

    @Test
    void the_400_with_which_go_servers_answer_plaintext_is_a_refusal() {
        try (CarelessServer server =
                CarelessServer.alsoInClear(SERVER, CA.roots(), "HTTP/1.0 400 Bad Request", threads)) {
            assertThat(verdicts(listener(true), server.address())).containsEntry(Probe.PLAINTEXT, PASS);
        }
    }

    @Test
    void the_400_with_which_nginx_answers_after_a_good_handshake_is_a_refusal() {
        try (CarelessServer server = CarelessServer.refusingByStatus(SERVER, CA.roots(), threads)) {
            assertThat(verdicts(listener(true), server.address()))
                    .containsEntry(Probe.VALID, PASS)
                    .containsEntry(Probe.NONE, PASS);
        }
    }

    @Test
    void a_certificate_that_is_good_for_a_foreign_name_is_red() {
        CertifiedKey tooGood = CA.identity("web", HandshakeMatrix.WRONG_NAME);
        try (LoopbackServer server = LoopbackServer.start(tooGood, CA.roots(), true, threads)) {
            assertThat(verdicts(listener(true), server.address()))
                    .containsEntry(Probe.WRONG_NAME, FAIL)
                    .containsEntry(Probe.VALID, PASS);
        }
    }

    @Test
    void a_server_with_another_services_certificate_is_red_and_its_refusals_prove_nothing() {
        try (LoopbackServer server = LoopbackServer.start(CA.identity("other"), CA.roots(), true, threads)) {
            List<Observation> findings = findings(listener(true), server.address(), WRONG);
            assertThat(findings.get(0).status()).isEqualTo(FAIL);
            assertThat(findings.get(0).message()).contains("is not valid for web");
            assertThat(findings).filteredOn(finding -> finding.status() == PASS).isEmpty();
        }
    }

    @Test
    void a_server_of_another_ca_is_red() {
        TestCa other = new TestCa();
        try (LoopbackServer server = LoopbackServer.start(other.identity("web"), other.roots(), true, threads)) {
            assertThat(verdicts(listener(true), server.address()))
                    .containsEntry(Probe.VALID, FAIL)
                    .containsEntry(Probe.NONE, SKIP);
        }
    }

    @Test
    void where_nobody_listens_only_the_right_client_fails_and_nothing_is_called_refused() throws IOException {
        assertThat(verdicts(listener(true), new Address("127.0.0.1", freePort(), Via.PUBLISHED)))
                .containsEntry(Probe.VALID, FAIL)
                .allSatisfy((probe, status) -> assertThat(status).isEqualTo(probe == Probe.VALID ? FAIL : SKIP));
    }

    @Test
    @Timeout(15)
    void a_server_that_never_answers_holds_nobody_up_and_passes_nothing() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Instant start = Instant.now();
            List<Observation> findings =
                    findings(listener(true), new Address("127.0.0.1", silent.getLocalPort(), Via.ADDRESS), WRONG);
            assertThat(findings).extracting(Observation::status).containsOnly(FAIL, SKIP);
            assertThat(findings.get(0).message()).contains("no answer within 3 s");
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(9));
        }
    }

    @Test
    @Timeout(30)
    void a_server_that_is_still_starting_is_waited_for() throws IOException {
        int port = freePort();
        Target starting = new Target(
                listener(true),
                new Address("127.0.0.1", port, Via.ADDRESS),
                Optional.of(CLIENT),
                Instant.now().plusSeconds(20),
                Optional.of(SERVER.certificate()));
        var late = CompletableFuture.supplyAsync(
                () -> LoopbackServer.start(SERVER, CA.roots(), true, port, threads),
                CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
        assertThat(new HandshakeMatrix(CA.roots(), WRONG)
                        .run(List.of(starting), threads)
                        .findings()
                        .values())
                .allSatisfy(findings -> assertThat(findings.get(0).status()).isEqualTo(PASS));
        late.join().close();
    }

    @Test
    void without_the_key_of_the_ca_two_probes_are_skipped_and_say_why() {
        try (LoopbackServer server = LoopbackServer.start(SERVER, CA.roots(), true, threads)) {
            WrongClients few = WrongClients.withoutOurCa("the CA's key is not here", Instant.now());
            assertThat(findings(listener(true), server.address(), few))
                    .filteredOn(finding -> finding.status() == SKIP)
                    .hasSize(2)
                    .extracting(Observation::message)
                    .containsOnly("the CA's key is not here");
        }
    }

    @Test
    void without_a_right_client_the_reason_is_said_once() {
        try (LoopbackServer server = LoopbackServer.start(SERVER, CA.roots(), true, threads)) {
            Target lonely = new Target(listener(true), server.address(), Optional.empty());
            assertThat(new HandshakeMatrix(CA.roots(), WRONG)
                            .run(List.of(lonely), threads).findings().values().stream()
                                    .flatMap(List::stream)
                                    .filter(finding -> finding.status() == SKIP)
                                    .map(Observation::message))
                    .hasSizeGreaterThan(3)
                    .containsOnlyOnce("no certificate of a client that it admits is available and not revoked")
                    .contains("there was no right client to try");
        }
    }

    @Test
    void a_port_that_not_every_such_server_opens_need_not_answer() throws IOException {
        Address nobody = new Address("127.0.0.1", freePort(), Via.ADDRESS);
        Listener plugin =
                new Listener("queue", "management", nobody.port(), "https", true, List.of("localhost"), "/", true);
        assertThat(verdicts(plugin, nobody).values()).containsOnly(SKIP);
        assertThat(verdicts(listener(true), nobody)).containsEntry(Probe.VALID, FAIL);
    }

    @Test
    void an_unknown_protocol_is_not_checked() {
        Listener unknown = new Listener("web", "main", 1, "gopher", true, List.of("web"), "/");
        assertThat(verdicts(unknown, new Address("127.0.0.1", 1, Via.ADDRESS)).values())
                .containsOnly(SKIP);
    }

    @Test
    void names_that_java_does_not_take_for_host_names_are_passed_over() {
        assertThat(new Listener("my_db", "main", 1, "https", true, List.of("my_db", "127.0.0.1", "localhost"), "/")
                        .verifiedName())
                .isEqualTo("localhost");
    }

    /** Any server that looks at the CA alone, as most do. */
    @Test
    void a_proxy_that_admits_who_is_not_a_caller_or_is_revoked_is_red() {
        Listener proxied = new Listener(
                "web",
                "main",
                8443,
                "https",
                true,
                List.of("web", "localhost"),
                "/",
                false,
                Optional.of(new Listener.Proxy("web-mtls-proxy", List.of("app"))),
                false);
        try (LoopbackServer server = LoopbackServer.start(SERVER, CA.roots(), true, threads)) {
            Target target = new Target(
                    proxied,
                    server.address(),
                    Optional.of(CLIENT),
                    Instant.EPOCH,
                    Optional.empty(),
                    Optional.of(CA.identity("other")),
                    Optional.of(CA.identity("app")));
            Map<Probe, List<Observation>> findings = new HandshakeMatrix(CA.roots(), WRONG)
                    .run(List.of(target), threads)
                    .findings();
            assertThat(List.of(findings.get(Probe.NOT_A_CALLER), findings.get(Probe.REVOKED)))
                    .allSatisfy(found ->
                            assertThat(found).extracting(Observation::status).containsExactly(FAIL));
        }
    }

    @Test
    void eight_services_are_tried_in_parallel() {
        List<LoopbackServer> servers = IntStream.range(0, 8)
                .mapToObj(i -> LoopbackServer.start(SERVER, CA.roots(), true, threads))
                .toList();
        try {
            Instant start = Instant.now();
            List<Target> targets = servers.stream()
                    .map(server -> new Target(listener(true), server.address(), Optional.of(CLIENT)))
                    .toList();
            assertThat(new HandshakeMatrix(CA.roots(), WRONG)
                            .run(targets, threads)
                            .findings())
                    .hasSize(7)
                    .allSatisfy((probe, findings) -> assertThat(findings)
                            .hasSize(8)
                            .extracting(Observation::status)
                            .containsOnly(PASS));
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(6));
        } finally {
            servers.forEach(LoopbackServer::close);
        }
    }

    private static Map<Probe, Status> verdicts(Listener listener, Address address) {
        List<Observation> findings = findings(listener, address, WRONG);
        Map<Probe, Status> verdicts = new EnumMap<>(Probe.class);
        Stream.of(Probe.values())
                .filter(probe -> probe.concerns(listener))
                .forEach(probe ->
                        verdicts.put(probe, findings.get(probe.ordinal()).status()));
        return verdicts;
    }

    private static List<Observation> findings(Listener listener, Address address, WrongClients wrong) {
        return new HandshakeMatrix(CA.roots(), wrong)
                .run(List.of(new Target(listener, address, Optional.of(CLIENT))), threads).findings().values().stream()
                        .flatMap(List::stream)
                        .toList();
    }

    private static Listener listener(boolean required) {
        return new Listener("web", "main", 8443, "https", required, List.of("web", "localhost"), "/");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
