package aria.ca.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.ca.CaInfo;
import aria.ca.OfflineSigner;
import aria.ca.RunningCa;
import aria.finding.RefusedException;
import aria.finding.UnavailableException;
import aria.pki.Authorities;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.LeafRequest;
import aria.pki.Names;
import aria.pki.Pem;
import aria.pki.Purpose;
import aria.pki.Validity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CRLReason;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that the client does with the real step-ca, of the oldest and the newest version. */
class StepCaClientTest {
    private static final Names KEYCLOAK = Names.of(List.of("keycloak", "localhost", "127.0.0.1"));
    private static final Duration MONTH = Duration.ofDays(30);

    @TempDir
    Path folder;

    private static OnlineCa online(RunningCa ca) {
        return OnlineCa.of(ca.layout(), ca.atUrl(), HttpLimits.NORMAL);
    }

    private static CertifiedKey issued(TokenSigner signer, KeyType type) {
        return signer.issue(
                "keycloak", KEYCLOAK, Purpose.SERVER_AND_CLIENT, type, signer.validityFor(MONTH, Instant.now()));
    }

    private static CertifiedKey offline(RunningCa ca, Names names, Instant now, Duration lifetime) {
        OfflineSigner signer = OfflineSigner.open(ca.layout());
        KeyPair pair = Keys.generate(KeyType.P256);
        Validity validity = new Validity(now.minus(Duration.ofMinutes(1)), now.plus(lifetime));
        return new CertifiedKey(
                pair.getPrivate(),
                signer.sign(new LeafRequest(
                        "keycloak",
                        names,
                        pair.getPublic(),
                        Purpose.SERVER_AND_CLIENT,
                        validity,
                        signer.provisioner())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.27.5", "0.30.2"})
    void signs_renews_rekeys_and_refuses_to_renew_what_was_revoked(String version) {
        try (RunningCa ca = RunningCa.start(version, folder)) {
            OnlineCa online = online(ca);
            CertifiedKey first = issued(online.tokenSigner(Optional.empty()), KeyType.P256);
            assertThat(Certificates.validity(first.certificate()).length()).isBetween(MONTH, MONTH.plusMinutes(2));
            assertThat(Certificates.provisioner(first.certificate())
                            .orElseThrow()
                            .name())
                    .isEqualTo("admin");

            List<X509Certificate> renewed = online.client().renew(first);
            assertThat(renewed.get(0).getPublicKey())
                    .isEqualTo(first.certificate().getPublicKey());
            assertThat(renewed.get(0).getSerialNumber())
                    .isNotEqualTo(first.certificate().getSerialNumber());
            KeyPair next = Keys.generate(KeyType.P256);
            List<X509Certificate> rekeyed = online.client().rekey(first, next);
            assertThat(rekeyed.get(0).getPublicKey()).isEqualTo(next.getPublic());
            assertThat(Certificates.names(rekeyed.get(0))).isEqualTo(KEYCLOAK);

            online.revoke(first.certificate().getSerialNumber(), CRLReason.KEY_COMPROMISE);
            assertThatThrownBy(() -> online.client().renew(first))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("refuses to renew 'keycloak': HTTP status 401");
            CertifiedKey second = new CertifiedKey(next.getPrivate(), rekeyed);
            online.client().revoke(second, CRLReason.SUPERSEDED);
            assertThatThrownBy(() -> online.client().rekey(second, next)).isInstanceOf(RejectedException.class);
            assertThatThrownBy(() -> online.client().revoke(second, CRLReason.SUPERSEDED))
                    .hasMessageContaining("is already revoked");
        }
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void signs_and_renews_every_kind_of_key(KeyType type) {
        try (RunningCa ca = RunningCa.start("0.30.2", folder)) {
            OnlineCa online = online(ca);
            CertifiedKey leaf = issued(online.tokenSigner(Optional.empty()), type);
            assertThat(online.client().renew(leaf)).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.27.5", "0.30.2"})
    void lists_what_the_ca_is(String version) {
        try (RunningCa ca = RunningCa.start(version, folder)) {
            StepCaClient client = online(ca).client();
            client.requireHealthy();
            assertThat(client.version()).isNotEmpty();
            assertThat(client.roots()).isEqualTo(CaInfo.of(ca.layout()).roots()).isEqualTo(client.federation());
            assertThat(client.intermediates())
                    .containsExactly(OfflineSigner.open(ca.layout()).issuer());
            assertThat(client.provisioners())
                    .extracting(RemoteProvisioner::type)
                    .containsExactly("JWK", "ACME", "SSHPOP");
            assertThat(client.clockAhead().orElseThrow().abs()).isLessThan(Duration.ofMinutes(1));
            assertThatThrownBy(client::crl)
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("404");
        }
    }

    @Test
    void a_federated_root_is_told_and_not_trusted() throws IOException {
        CertifiedKey other =
                Authorities.root("Other Root CA", KeyType.P256, Validity.startingAt(Instant.now(), MONTH), List.of());
        Path file = folder.resolve("other.crt");
        Files.write(file, Pem.certificates(other.chain()));
        try (RunningCa ca = RunningCa.start(
                "0.30.2",
                folder.resolve("ca"),
                json -> RunningCa.with(json, "[\"" + file + "\"]", "federatedRoots"),
                List.of())) {
            StepCaClient client = online(ca).client();
            assertThat(client.federation()).contains(other.certificate()).containsAll(client.roots());
            assertThat(client.trusted()).doesNotContain(other.certificate());
        }
    }

    @Test
    void one_that_hangs_is_given_up() {
        try (RunningCa ca = RunningCa.start("0.30.2", folder)) {
            HttpLimits little =
                    new HttpLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), 2, Duration.ofMillis(10), 100_000);
            StepCaClient client = OnlineCa.of(ca.layout(), ca.atUrl(), little).client();
            client.requireHealthy();
            ca.hang();
            assertThatThrownBy(client::requireHealthy)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("in time");
            assertThat(Route.choose(ca.layout(), Route.Where.at(ca.atUrl()), Route.Wish.AUTO, little)
                            .reason())
                    .isEqualTo("with the CA's files, because the CA at " + ca.url() + " is not healthy");
            ca.kill();
        }
    }

    @Test
    void reads_all_pages_of_provisioners() {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < 150; i++) {
            list.append(i == 0 ? "" : ",")
                    .append("{\"type\":\"ACME\",\"name\":\"acme")
                    .append(i)
                    .append("\"}");
        }
        try (RunningCa ca = RunningCa.start(
                "0.30.2",
                folder,
                json -> RunningCa.with(json, "[" + list + "]", "authority", "provisioners"),
                List.of())) {
            assertThat(online(ca).client().provisioners())
                    .hasSize(150)
                    .extracting(RemoteProvisioner::name)
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.27.5", "0.30.2"})
    void fetches_the_revocation_list_with_what_was_revoked_on_it(String version) {
        try (RunningCa ca = RunningCa.start(
                version,
                folder,
                json -> RunningCa.with(json, "{\"enabled\":true,\"generateOnRevoke\":true}", "crl"),
                List.of())) {
            OnlineCa online = online(ca);
            CertifiedKey leaf = offline(ca, KEYCLOAK, Instant.now(), MONTH);
            online.revoke(leaf.certificate().getSerialNumber(), CRLReason.SUPERSEDED);
            assertThat(online.client()
                            .crl()
                            .getRevokedCertificate(leaf.certificate().getSerialNumber()))
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.27.5", "0.30.2"})
    void renews_an_expired_certificate_by_token_only_where_the_ca_allows_it(String version) {
        Instant lastYear = Instant.now().minus(Duration.ofDays(100));
        RunningCa ca =
                RunningCa.prepared(version, folder, List.of(), Instant.now().minus(Duration.ofDays(200)));
        try (ca) {
            ca.up();
            CertifiedKey expired = offline(ca, KEYCLOAK, lastYear, MONTH);
            StepCaClient client = online(ca).client();
            // The alert that says why is lost where the CA has closed the connection before it is read.
            assertThatThrownBy(() -> client.renew(expired))
                    .isInstanceOfAny(RejectedException.class, UnavailableException.class);
            assertThatThrownBy(() -> client.renewByToken(expired)).isInstanceOf(RejectedException.class);
            ca.close();
            ca.change(json -> RunningCa.with(json, "true", "authority", "claims", "allowRenewalAfterExpiry"));
            ca.up();
            X509Certificate renewed = client.renewByToken(expired).get(0);
            assertThat(Certificates.validity(renewed).length())
                    .isEqualTo(Certificates.validity(expired.certificate()).length());
        }
    }

    @Test
    void a_refusal_says_what_and_why() {
        try (RunningCa ca = RunningCa.start("0.30.2", folder)) {
            TokenSigner signer = online(ca).tokenSigner(Optional.empty());
            assertThatThrownBy(() -> signer.issue(
                            "stranger",
                            Names.of(List.of("stranger")),
                            Purpose.SERVER_AND_CLIENT,
                            KeyType.P256,
                            signer.validityFor(MONTH, Instant.now())))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("refuses to sign a certificate for 'stranger': HTTP status 403")
                    .hasMessageContaining("not allowed");
            assertThatThrownBy(() -> signer.issue(
                            "keycloak",
                            KEYCLOAK,
                            Purpose.CLIENT,
                            KeyType.P256,
                            signer.validityFor(MONTH, Instant.now())))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("--ca offline");
        }
    }

    @Test
    void a_ca_of_another_root_is_not_talked_to() {
        try (RunningCa ca = RunningCa.start("0.30.2", folder.resolve("one"))) {
            RunningCa other = RunningCa.prepared("0.30.2", folder.resolve("two"), List.of(), Instant.now());
            StepCaClient client =
                    new StepCaClient(ca.url(), CaInfo.of(other.layout()).roots(), HttpLimits.NORMAL);
            assertThatThrownBy(client::requireHealthy)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("is not this project's CA");
        }
    }

    @Test
    void no_ca_at_all_is_said_in_one_line() {
        RunningCa ca = RunningCa.prepared("0.30.2", folder, List.of(), Instant.now());
        HttpLimits once = new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), 2, Duration.ofMillis(1), 1000);
        StepCaClient client = OnlineCa.of(ca.layout(), ca.atUrl(), once).client();
        assertThatThrownBy(client::requireHealthy)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("connection refused");
    }
}
