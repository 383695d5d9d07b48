package aria.ca.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.RefusedException;
import aria.finding.UnavailableException;
import aria.pki.Certificates;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.Names;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ACME against Pebble, which rejects half of all nonces. */
class AcmeClientTest {
    private static final Names HERE = Names.of(List.of("localhost", "127.0.0.1"));
    private static final String MAC = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";

    @TempDir
    Path folder;

    private static AcmeAccount account(Optional<AcmeAccount.External> external) {
        return new AcmeAccount(Keys.generate(KeyType.P256), external);
    }

    private static AcmeClient client(Pebble pebble, Responder responder, Optional<AcmeAccount.External> external) {
        return new AcmeClient(pebble.directory(), pebble.tls(), HttpLimits.NORMAL, account(external), responder);
    }

    @ParameterizedTest
    @EnumSource(Challenge.class)
    void certifies_names_and_addresses_that_lead_here(Challenge challenge) {
        try (Responder responder = Responder.start(challenge, 0);
                Pebble pebble = Pebble.start(folder, responder.port(), false)) {
            AcmeClient client = client(pebble, responder, Optional.empty());
            KeyPair pair = Keys.generate(KeyType.P256);
            List<X509Certificate> chain = client.order("localhost", HERE, pair, Optional.empty());
            assertThat(IssuedChain.checked(chain, pebble.directory(), pair.getPublic(), HERE, pebble.issuing()))
                    .isEqualTo(chain);
            assertThat(pebble.log()).contains("reject 50% of good nonces");
        }
    }

    @Test
    void many_at_once_share_the_account() {
        try (Responder responder = Responder.start(Challenge.HTTP_01, 0);
                Pebble pebble = Pebble.start(folder, responder.port(), false)) {
            AcmeClient client = client(pebble, responder, Optional.empty());
            List<String> serials = IntStream.range(0, 12)
                    .parallel()
                    .mapToObj(i -> Certificates.serialHex(
                            client.order("localhost", HERE, Keys.generate(KeyType.P256), Optional.empty())
                                    .get(0)))
                    .toList();
            assertThat(serials).doesNotHaveDuplicates().hasSize(12);
        }
    }

    @Test
    void an_account_is_bound_to_the_operators_where_the_ca_wants_it() {
        try (Responder responder = Responder.start(Challenge.HTTP_01, 0);
                Pebble pebble = Pebble.start(folder, responder.port(), true)) {
            assertThatThrownBy(() -> client(pebble, responder, Optional.empty()))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("--eab-key-id");
            assertThatThrownBy(() -> client(pebble, responder, Optional.of(new AcmeAccount.External("kid-2", MAC))))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("refuses to open an account");
            assertThat(client(pebble, responder, Optional.of(new AcmeAccount.External("kid-1", MAC)))
                            .order("localhost", HERE, Keys.generate(KeyType.P256), Optional.empty()))
                    .isNotEmpty();
        }
    }

    @Test
    void a_name_that_does_not_lead_here_is_refused_with_advice() {
        try (Responder elsewhere = Responder.start(Challenge.HTTP_01, 0);
                Pebble pebble = Pebble.start(folder, Pebble.freePort(), false)) {
            AcmeClient client = client(pebble, elsewhere, Optional.empty());
            assertThatThrownBy(() -> client.order("localhost", HERE, Keys.generate(KeyType.P256), Optional.empty()))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("could not reach this machine as")
                    .hasMessageContaining("--ca jwk or --ca offline");
        }
    }

    @Test
    void a_ca_that_is_not_there_or_not_ours_is_one_line() {
        try (Responder responder = Responder.start(Challenge.HTTP_01, 0);
                Pebble pebble = Pebble.start(folder, responder.port(), false)) {
            HttpLimits once =
                    new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), 1, Duration.ofMillis(1), 100_000);
            assertThatThrownBy(() -> new AcmeClient(
                            pebble.directory(), pebble.issuing(), once, account(Optional.empty()), responder))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("is not this project's CA");
            URI nobody = URI.create("https://localhost:" + Pebble.freePort() + "/dir");
            assertThatThrownBy(() -> new AcmeClient(nobody, pebble.tls(), once, account(Optional.empty()), responder))
                    .isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void a_port_that_is_taken_is_said_with_the_options_that_change_it() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> Responder.start(Challenge.HTTP_01, taken.getLocalPort()))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("--http-port")
                    .hasMessageContaining("--acme-http-port");
            assertThatThrownBy(() -> Responder.start(Challenge.TLS_ALPN_01, taken.getLocalPort()))
                    .hasMessageContaining("--tls-port");
        }
    }

    @Test
    void the_http_responder_serves_challenges_and_nothing_else() throws IOException, InterruptedException {
        try (Responder responder = Responder.start(Challenge.HTTP_01, 0)) {
            responder.answer(new Responder.ChallengeTask("localhost", "abc-_1", "abc-_1.thumb"));
            assertThat(get(responder, "/.well-known/acme-challenge/abc-_1").body())
                    .isEqualTo("abc-_1.thumb");
            for (String path : List.of(
                    "/",
                    "/.well-known/acme-challenge/",
                    "/.well-known/acme-challenge/other",
                    "/.well-known/acme-challenge/..%2fabc-_1",
                    "/.well-known/acme-challenge/abc-_1/x")) {
                assertThat(get(responder, path).statusCode()).as(path).isEqualTo(404);
            }
        }
    }

    private static HttpResponse<String> get(Responder responder, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + responder.port() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void addresses_have_their_reverse_names() {
        assertThat(TlsAlpnResponder.sni(Names.of(List.of("127.0.0.1")))).isEqualTo("1.0.0.127.in-addr.arpa");
        assertThat(TlsAlpnResponder.sni(Names.of(List.of("::1")))).isEqualTo("1." + "0.".repeat(31) + "ip6.arpa");
    }
}
