package aria.ca.online;

import static aria.ca.online.HostileServer.http;
import static aria.ca.online.HostileServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.ca.online.HostileServer.Behaviour;
import aria.finding.RefusedException;
import aria.finding.UnavailableException;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.LeafIssuer;
import aria.pki.LeafRequest;
import aria.pki.Names;
import aria.pki.Pem;
import aria.pki.Purpose;
import aria.pki.Validity;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CRLReason;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever answers in the CA's place: no hang, no flood, no forged certificate, and one line that says what is wrong. */
class HostileAnswersTest {
    private static final HttpLimits SHORT =
            new HttpLimits(Duration.ofSeconds(2), Duration.ofSeconds(3), 3, Duration.ofMillis(10), 10_000);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Names NAMES = Names.of(List.of("api"));
    private static final String OK = "{\"status\":\"ok\"}";

    private static StepCaClient client(HostileServer server) {
        return new StepCaClient(server.url(), server.roots(), SHORT);
    }

    private static Behaviour with(byte[] answer) {
        return (request, out) -> out.write(answer);
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(
                        "a body without end",
                        (Behaviour) (request, out) -> {
                            out.write(
                                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900000000\r\n\r\n"
                                            .getBytes(StandardCharsets.US_ASCII));
                            flood(out);
                        },
                        RefusedException.class,
                        "more than 10000 bytes"),
                Arguments.of(
                        "chunks without end",
                        (Behaviour) (request, out) -> {
                            out.write(
                                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                                            .getBytes(StandardCharsets.US_ASCII));
                            while (true) {
                                out.write("400\r\n".getBytes(StandardCharsets.US_ASCII));
                                out.write(new byte[1024]);
                                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                            }
                        },
                        RefusedException.class,
                        "more than 10000 bytes"),
                Arguments.of(
                        "one byte now and then",
                        (Behaviour) (request, out) -> {
                            out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                            while (true) {
                                out.write(' ');
                                out.flush();
                                Thread.sleep(100);
                            }
                        },
                        UnavailableException.class,
                        "does not answer in time"),
                Arguments.of(
                        "headers without end",
                        (Behaviour) (request, out) -> {
                            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
                            while (true) {
                                out.write("X-Header: and another one\r\n".getBytes(StandardCharsets.US_ASCII));
                            }
                        },
                        RuntimeException.class,
                        "the CA at"),
                Arguments.of(
                        "silence",
                        (Behaviour) (request, out) -> Thread.sleep(60_000),
                        UnavailableException.class,
                        "does not answer in time"),
                Arguments.of(
                        "hanging up",
                        (Behaviour) (request, out) -> {},
                        UnavailableException.class,
                        "closed the connection"),
                Arguments.of(
                        "half an answer",
                        with("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{"
                                .getBytes(StandardCharsets.US_ASCII)),
                        UnavailableException.class,
                        "closed the connection"),
                Arguments.of(
                        "no HTTP",
                        with("SSH-2.0-OpenSSH_9.2\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
                        UnavailableException.class,
                        "closed the connection"),
                Arguments.of(
                        "a redirect",
                        with(http("302 Found", "Location: https://elsewhere.example/\r\n", "")),
                        RefusedException.class,
                        "redirects to another address"),
                Arguments.of(
                        "a web page",
                        with(http("200 OK", "Content-Type: text/html\r\n", "<html>")),
                        RefusedException.class,
                        "'text/html' instead of JSON"),
                Arguments.of(
                        "no content type", with(http("200 OK", "", OK)), RefusedException.class, "instead of JSON"),
                Arguments.of(
                        "JSON that is none",
                        with(json("200 OK", "{status: ok")),
                        RefusedException.class,
                        "JSON that is not valid"),
                Arguments.of(
                        "JSON that is a list", with(json("200 OK", "[1]")), RefusedException.class, "not an object"),
                Arguments.of(
                        "JSON without what belongs there",
                        with(json("200 OK", "{\"other\":1}")),
                        RefusedException.class,
                        "leaves out 'status'"),
                Arguments.of(
                        "JSON that goes deep",
                        with(json("200 OK", "[".repeat(4000))),
                        RefusedException.class,
                        "JSON that is not valid"),
                Arguments.of(
                        "an illness",
                        with(json("200 OK", "{\"status\":\"dying\"}")),
                        UnavailableException.class,
                        "could not work"),
                Arguments.of(
                        "an error that writes to the terminal",
                        with(json("500 Oops", "{\"message\":\"a\\u001b[2Jb\\nc\"}")),
                        UnavailableException.class,
                        "500 (a [2Jb c)"));
    }

    private static void flood(OutputStream out) throws IOException {
        byte[] spaces = new byte[65_536];
        while (true) {
            out.write(spaces);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void is_one_line_and_soon_over(String what, Behaviour behaviour, Class<? extends Throwable> kind, String said) {
        try (HostileServer server = HostileServer.start(behaviour)) {
            long begun = System.nanoTime();
            assertThatThrownBy(() -> client(server).requireHealthy())
                    .isInstanceOf(kind)
                    .hasMessageContaining(said)
                    .satisfies(failure -> assertThat(failure.getMessage())
                            .doesNotContain("\n", "\u001b")
                            .hasSizeLessThan(400));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        }
    }

    @Test
    void a_port_that_takes_connections_and_says_nothing_is_given_up() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                HostileServer other = HostileServer.start(with(new byte[0]))) {
            StepCaClient client =
                    new StepCaClient(URI.create("https://localhost:" + mute.getLocalPort()), other.roots(), SHORT);
            assertThatThrownBy(client::requireHealthy)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("in time");
        }
    }

    @Test
    void what_is_safe_to_repeat_is_tried_again_and_a_revocation_is_not() {
        AtomicInteger calls = new AtomicInteger();
        Behaviour thirdTime =
                (request, out) -> out.write(calls.incrementAndGet() < 3 ? new byte[0] : json("200 OK", OK));
        try (HostileServer server = HostileServer.start(thirdTime)) {
            client(server).requireHealthy();
            assertThat(server.asked()).isEqualTo(3);
        }
        try (HostileServer server = HostileServer.start((request, out) -> {})) {
            assertThatThrownBy(() -> client(server).revoke(BigInteger.TEN, CRLReason.UNSPECIFIED, () -> "token"))
                    .isInstanceOf(UnavailableException.class);
            assertThat(server.asked()).isOne();
        }
    }

    @Test
    void a_connection_that_breaks_off_is_followed_by_another_request_with_another_token() {
        AtomicInteger tokens = new AtomicInteger();
        try (HostileServer server = HostileServer.start((request, out) -> {})) {
            assertThatThrownBy(() -> sign(server, () -> "token-" + tokens.incrementAndGet()))
                    .isInstanceOf(UnavailableException.class);
            assertThat(tokens.get()).isEqualTo(SHORT.attempts());
            assertThat(server.asked()).isEqualTo(SHORT.attempts());
        }
    }

    @Test
    void a_ca_that_is_busy_is_asked_again_with_another_token() {
        AtomicInteger tokens = new AtomicInteger();
        try (HostileServer server = HostileServer.start(with(json("503 Busy", "{\"message\":\"later\"}")))) {
            assertThatThrownBy(() -> sign(server, () -> "token-" + tokens.incrementAndGet()))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("503 (later)");
            assertThat(tokens.get()).isEqualTo(SHORT.attempts());
        }
    }

    private static List<X509Certificate> sign(HostileServer server, KeyPair pair) {
        return client(server).sign("api", NAMES, pair, Optional.empty(), () -> "token", Optional.empty());
    }

    private static List<X509Certificate> sign(HostileServer server, Supplier<String> token) {
        return client(server)
                .sign("api", NAMES, Keys.generate(KeyType.P256), Optional.empty(), token, Optional.empty());
    }

    private static byte[] chain(CertifiedKey issuer, PublicKey key, Names names, Validity validity, Purpose purpose) {
        X509Certificate leaf =
                new LeafIssuer(issuer).issue(new LeafRequest("api", names, key, purpose, validity, Optional.empty()));
        JsonArray chain = new JsonArray();
        for (X509Certificate each : List.of(leaf, issuer.certificate())) {
            chain.add(new String(Pem.certificates(List.of(each)), StandardCharsets.US_ASCII));
        }
        JsonObject body = new JsonObject();
        body.add("certChain", chain);
        return json("201 Created", body.toString());
    }

    @Test
    void a_certificate_that_was_not_asked_for_is_not_used() {
        KeyPair pair = Keys.generate(KeyType.P256);
        Validity day = Validity.startingAt(Instant.now(), Duration.ofDays(1));
        Validity tomorrow = Validity.startingAt(Instant.now().plus(Duration.ofHours(20)), Duration.ofHours(1));
        try (HostileServer other = HostileServer.start(with(new byte[0]))) {
            assertForged(
                    "another key",
                    s -> chain(
                            s.intermediate(),
                            Keys.generate(KeyType.P256).getPublic(),
                            NAMES,
                            day,
                            Purpose.SERVER_AND_CLIENT),
                    pair);
            assertForged(
                    "has the names api, *.example.org",
                    s -> chain(
                            s.intermediate(),
                            pair.getPublic(),
                            Names.of(List.of("api", "*.example.org")),
                            day,
                            Purpose.SERVER_AND_CLIENT),
                    pair);
            assertForged(
                    "not a trusted root",
                    s -> chain(other.intermediate(), pair.getPublic(), NAMES, day, Purpose.SERVER_AND_CLIENT),
                    pair);
            assertForged(
                    "is not valid",
                    s -> chain(s.intermediate(), pair.getPublic(), NAMES, tomorrow, Purpose.SERVER_AND_CLIENT),
                    pair);
            assertForged("no certificate list 'certChain'", s -> json("201 Created", "{\"certChain\":\"x\"}"), pair);
            assertForged("empty certificate list", s -> json("201 Created", "{\"certChain\":[]}"), pair);
            assertForged("no certificate", s -> json("201 Created", "{\"certChain\":[\"x\"]}"), pair);
        }
    }

    private interface Forgery {
        byte[] of(HostileServer server);
    }

    private static void assertForged(String said, Forgery forgery, KeyPair pair) {
        HostileServer[] self = new HostileServer[1];
        try (HostileServer server = HostileServer.start((request, out) -> out.write(forgery.of(self[0])))) {
            self[0] = server;
            assertThatThrownBy(() -> sign(server, pair))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining(said);
        }
    }

    @Test
    void a_renewal_with_the_old_serial_is_none() {
        CertifiedKey[] current = new CertifiedKey[1];
        JsonObject body = new JsonObject();
        try (HostileServer server =
                HostileServer.start((request, out) -> out.write(json("201 Created", body.toString())))) {
            KeyPair pair = Keys.generate(KeyType.P256);
            X509Certificate leaf = new LeafIssuer(server.intermediate())
                    .issue(new LeafRequest(
                            "api",
                            NAMES,
                            pair.getPublic(),
                            Purpose.SERVER_AND_CLIENT,
                            Validity.startingAt(Instant.now(), Duration.ofDays(1)),
                            Optional.empty()));
            current[0] = new CertifiedKey(
                    pair.getPrivate(), List.of(leaf, server.intermediate().certificate()));
            JsonArray chain = new JsonArray();
            chain.add(new String(Pem.certificates(current[0].chain()), StandardCharsets.US_ASCII));
            body.add("certChain", chain);
            assertThatThrownBy(() -> client(server).renew(current[0]))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("new serial number");
        }
    }

    @Test
    void clocks_that_differ_are_named_as_the_likely_cause() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plus(Duration.ofMinutes(42)).atOffset(ZoneOffset.UTC));
        try (HostileServer server = HostileServer.start(
                with(http("401 Unauthorized", "Content-Type: application/json\r\nDate: " + date + "\r\n", "{}")))) {
            assertThatThrownBy(() -> sign(server, Keys.generate(KeyType.P256)))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("HTTP status 401")
                    .hasMessageMatching(".*its clock is 4[12] minutes ahead of this machine's.*");
        }
    }

    @Test
    void certificates_of_the_server_that_are_not_good_now_or_for_that_name_are_told_apart() {
        Instant now = Instant.now();
        Validity good = Validity.startingAt(now, Duration.ofDays(2));
        Validity over = new Validity(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(3)));
        Validity ahead = new Validity(now.plus(Duration.ofDays(3)), now.plus(Duration.ofDays(9)));
        assertTls("localhost", over, over, "has expired; this machine's clock says");
        assertTls(
                "localhost",
                new Validity(now.minus(Duration.ofDays(9)), now.plus(Duration.ofDays(3))),
                over,
                "has expired");
        assertTls("localhost", ahead, ahead, "is not valid yet");
        assertTls("elsewhere", good, good, "has no certificate for that name");
        try (HostileServer one = HostileServer.start(with(json("200 OK", OK)));
                HostileServer two = HostileServer.start(with(new byte[0]))) {
            assertThatThrownBy(() -> new StepCaClient(one.url(), two.roots(), SHORT).requireHealthy())
                    .hasMessageContaining("is not this project's CA");
            assertThat(one.asked()).isZero();
        }
    }

    private static void assertTls(String name, Validity intermediate, Validity leaf, String said) {
        try (HostileServer server = HostileServer.start(with(json("200 OK", OK)), name, intermediate, leaf)) {
            assertThatThrownBy(() -> client(server).requireHealthy())
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining(said);
            assertThat(server.asked()).isZero();
        }
    }

    @Test
    void provisioners_without_end_are_not_read_to_the_end() {
        try (HostileServer server =
                HostileServer.start(with(json("200 OK", "{\"provisioners\":[],\"nextCursor\":\"more\"}")))) {
            assertThatThrownBy(() -> client(server).provisioners())
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("more than 100 pages");
            assertThat(server.asked()).isLessThanOrEqualTo(100);
        }
    }

    /** Each page comes in time, and all of them in an hour. */
    @Test
    void provisioners_that_take_for_ever_are_given_up() {
        try (HostileServer server = HostileServer.start((request, out) -> {
            Thread.sleep(400);
            out.write(json("200 OK", "{\"provisioners\":[],\"nextCursor\":\"more\"}"));
        })) {
            HttpLimits limits =
                    new HttpLimits(Duration.ofSeconds(2), Duration.ofSeconds(2), 1, Duration.ofMillis(10), 10_000);
            assertThatThrownBy(() -> new StepCaClient(server.url(), server.roots(), limits).provisioners())
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("takes too long");
            assertThat(server.asked()).isLessThan(40);
        }
    }

    @Test
    void a_root_counts_only_with_its_fingerprint_and_when_the_connection_comes_from_it() {
        JsonObject body = new JsonObject();
        try (HostileServer honest = HostileServer.start(with(new byte[0]));
                HostileServer middle =
                        HostileServer.start((request, out) -> out.write(json("200 OK", body.toString())))) {
            String wanted = Certificates.fingerprintSha256(honest.roots().get(0));
            body.addProperty("ca", new String(Pem.certificates(middle.roots()), StandardCharsets.US_ASCII));
            assertThatThrownBy(() -> RootByFingerprint.fetch(middle.url(), wanted, SHORT))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("instead of the requested one");
            body.addProperty("ca", new String(Pem.certificates(honest.roots()), StandardCharsets.US_ASCII));
            assertThatThrownBy(() -> RootByFingerprint.fetch(middle.url(), wanted, SHORT))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("does not chain to it");
        }
    }

    @Test
    void an_acme_directory_that_leads_elsewhere_or_to_plain_http_is_not_followed() {
        for (String elsewhere : List.of("https://localhost:1", "http://localhost:", "https://elsewhere.example")) {
            try (Responder responder = Responder.start(Challenge.HTTP_01, 0);
                    HostileServer server = HostileServer.start((request, out) -> out.write(json(
                            "200 OK",
                            "{\"newNonce\":\"%1$s/n\",\"newAccount\":\"%1$s/a\",\"newOrder\":\"%1$s/o\"}"
                                    .formatted(elsewhere))))) {
                assertThatThrownBy(() -> new AcmeClient(
                                server.url().resolve("/acme/acme/directory"),
                                server.roots(),
                                SHORT,
                                new AcmeAccount(Keys.generate(KeyType.P256), Optional.empty()),
                                responder))
                        .isInstanceOf(RefusedException.class)
                        .hasMessageContaining("on another server");
            }
        }
    }

    @Test
    void an_acme_answer_without_end_is_cut_off() {
        try (Responder responder = Responder.start(Challenge.HTTP_01, 0);
                HostileServer server = HostileServer.start((request, out) -> {
                    out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900000000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
                    flood(out);
                })) {
            assertThatThrownBy(() -> new AcmeClient(
                            server.url().resolve("/acme/acme/directory"),
                            server.roots(),
                            SHORT,
                            new AcmeAccount(Keys.generate(KeyType.P256), Optional.empty()),
                            responder))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("more than 10000 bytes");
        }
    }

    /** A proof takes a minute at worst, and one of another name would serve somebody else's order. */
    @Test
    void an_acme_order_gets_proofs_of_its_own_names_and_no_more() {
        assertOrderRefused("\"%1$s/z\"" + ",\"%1$s/z\"".repeat(99), "asks for 100 proofs for a certificate");
        assertOrderRefused("\"%1$s/z\"", "asks for a proof of 'other.example', which is not in the order");
    }

    private static void assertOrderRefused(String authorizations, String said) {
        try (Responder responder = Responder.start(Challenge.HTTP_01, 0);
                HostileServer server =
                        HostileServer.start((request, out) -> out.write(acme(request, authorizations)))) {
            AcmeClient client = new AcmeClient(
                    server.url().resolve("/d"),
                    server.roots(),
                    SHORT,
                    new AcmeAccount(Keys.generate(KeyType.P256), Optional.empty()),
                    responder);
            assertThatThrownBy(() -> client.order("api", NAMES, Keys.generate(KeyType.P256), Optional.empty()))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining(said);
        }
    }

    /** Just enough of RFC 8555 for an order. */
    private static byte[] acme(String request, String authorizations) {
        String here = "https://" + request.replaceFirst("(?is).*?\\bhost: *(\\S+).*", "$1");
        String nonce = "Replay-Nonce: bm9uY2U\r\nContent-Type: application/json\r\n";
        return switch (request.replaceFirst("(?s)\\w+ /(\\w+).*", "$1")) {
            case "d" ->
                json(
                        "200 OK",
                        "{\"newNonce\":\"%1$s/n\",\"newAccount\":\"%1$s/a\",\"newOrder\":\"%1$s/o\"}".formatted(here));
            case "a" -> http("201 Created", nonce + "Location: " + here + "/a/1\r\n", "{\"status\":\"valid\"}");
            case "o" ->
                http(
                        "201 Created",
                        nonce + "Location: " + here + "/o/1\r\n",
                        "{\"status\":\"pending\",\"finalize\":\"%1$s/f\",\"authorizations\":[".formatted(here)
                                + authorizations.formatted(here) + "]}");
            case "z" ->
                http(
                        "200 OK",
                        nonce,
                        "{\"status\":\"pending\",\"identifier\":{\"type\":\"dns\",\"value\":\"other.example\"},"
                                + "\"challenges\":[{\"type\":\"http-01\",\"url\":\"%1$s/c\",\"status\":\"pending\",\"token\":\"dG9rZW4\"}]}"
                                        .formatted(here));
            default -> http("200 OK", nonce, "");
        };
    }
}
