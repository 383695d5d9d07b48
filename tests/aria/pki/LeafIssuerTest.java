package aria.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.RefusedException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeafIssuerTest {

    @Test
    void what_was_asked_for_is_what_stands_in_the_certificate() {
        TestCa ca = TestCa.of(KeyType.P256);
        X509Certificate leaf =
                ca.leaf("Keycloak", TestCa.NAMES, Purpose.SERVER_AND_CLIENT).certificate();
        assertThat(Certificates.commonName(leaf)).isEqualTo("Keycloak");
        assertThat(Certificates.names(leaf)).isEqualTo(TestCa.NAMES);
        assertThat(Certificates.issuerName(leaf)).isEqualTo("Test Intermediate CA");
        assertThat(Certificates.keyLabel(leaf.getPublicKey())).isEqualTo("P-256");
        assertThat(Certificates.provisioner(leaf)).contains(new ProvisionerIdentity("admin", "key-id"));
        assertThat(Certificates.purpose(leaf)).contains(Purpose.SERVER_AND_CLIENT);
        assertThat(Certificates.isAuthority(leaf)).isFalse();
    }

    @Test
    void serials_are_random_and_positive_with_128_bits() {
        TestCa ca = TestCa.of(KeyType.P256);
        Set<String> serials = new HashSet<>();
        int longest = 0;
        for (int i = 0; i < 40; i++) {
            X509Certificate leaf =
                    ca.leaf("x", Names.of(List.of("x")), Purpose.SERVER).certificate();
            assertThat(leaf.getSerialNumber().signum()).isPositive();
            longest = Math.max(longest, leaf.getSerialNumber().bitLength());
            serials.add(Certificates.serialHex(leaf));
        }
        assertThat(serials).hasSize(40);
        assertThat(longest).isBetween(120, 128);
    }

    @Test
    void a_leaf_is_backdated_by_a_minute_and_never_outlives_its_issuer() {
        Instant now = Instant.now();
        TestCa ca = TestCa.of(KeyType.P256, now);
        Validity issuer = Certificates.validity(ca.intermediate().certificate());
        X509Certificate leaf = ca.leaf(
                        "x",
                        Names.of(List.of("x")),
                        Purpose.SERVER,
                        KeyType.P256,
                        Validity.startingAt(now.plusSeconds(600), Duration.ofDays(36500)))
                .certificate();
        assertThat(Certificates.validity(leaf).notAfter()).isEqualTo(issuer.notAfter());
        assertThat(Duration.between(Certificates.validity(leaf).notBefore(), now.plusSeconds(600)))
                .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
    }

    @Test
    void an_expired_issuer_signs_nothing() {
        TestCa ca = TestCa.of(KeyType.P256, Instant.now().minus(Duration.ofDays(2000)));
        Validity today = Validity.startingAt(Instant.now(), Duration.ofDays(1));
        assertThatThrownBy(() -> ca.leaf("x", Names.of(List.of("x")), Purpose.SERVER, KeyType.P256, today))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("issuing certificate is valid from");
    }

    @Test
    void a_name_outside_the_constraints_is_refused() {
        TestCa ca = TestCa.of(KeyType.P256, "svc.cluster.local");
        assertThatThrownBy(() -> ca.leaf(
                        "x", Names.of(List.of("x.svc.cluster.local", "example.com", "10.0.0.1")), Purpose.SERVER))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("example.com, 10.0.0.1")
                .hasMessageContaining("--permit-domain");
    }

    @Test
    void refuses_a_leaf_as_issuer_and_a_key_of_another() {
        TestCa ca = TestCa.of(KeyType.P256);
        CertifiedKey leaf = ca.leaf("x", Names.of(List.of("x")), Purpose.SERVER);
        assertThatThrownBy(() -> new LeafIssuer(leaf))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("not a CA");
        CertifiedKey mixed = new CertifiedKey(leaf.key(), ca.intermediate().chain());
        assertThatThrownBy(() -> new LeafIssuer(mixed))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("does not belong");
    }

    @Test
    void a_server_needs_names_and_a_subject_fits_its_field() {
        TestCa ca = TestCa.of(KeyType.P256);
        assertThatThrownBy(() -> ca.leaf("x", Names.none(), Purpose.SERVER)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> ca.leaf("x".repeat(65), Names.of(List.of("x")), Purpose.SERVER))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void a_common_name_is_data_and_never_more_than_one_attribute() {
        X509Certificate leaf = TestCa.of(KeyType.P256)
                .leaf("x,O=Evil+OU=y", Names.none(), Purpose.CLIENT)
                .certificate();
        assertThat(Certificates.commonName(leaf)).isEqualTo("x,O=Evil+OU=y");
        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=x\\,O\\=Evil\\+OU\\=y");
    }
}
