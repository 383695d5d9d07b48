package aria.pki.path;

import static org.assertj.core.api.Assertions.assertThat;

import aria.pki.Authorities;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.KeyType;
import aria.pki.Names;
import aria.pki.Purpose;
import aria.pki.TestCa;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChainCheckTest {

    private final TestCa ca = TestCa.of(KeyType.P256);
    private final CertifiedKey leaf = ca.leaf("keycloak", TestCa.NAMES, Purpose.SERVER_AND_CLIENT);

    private List<String> problems(List<X509Certificate> chain, Purpose purpose) {
        return ChainCheck.problems(chain, ca.roots(), ca.now(), purpose);
    }

    @ParameterizedTest
    @EnumSource(value = KeyType.class, mode = EnumSource.Mode.EXCLUDE, names = "RSA4096")
    void finds_nothing_wrong_with_a_chain_of_any_key_type(KeyType type) {
        TestCa other = TestCa.of(type);
        CertifiedKey good = other.leaf("x", TestCa.NAMES, Purpose.SERVER_AND_CLIENT);
        assertThat(ChainCheck.problems(good.chain(), other.roots(), other.now(), Purpose.SERVER_AND_CLIENT))
                .isEmpty();
    }

    @Test
    void tolerates_the_root_at_the_end_and_a_second_trusted_root_of_the_same_name() {
        List<X509Certificate> withRoot = List.of(
                leaf.certificate(), ca.intermediate().certificate(), ca.root().certificate());
        List<X509Certificate> roots =
                List.of(TestCa.of(KeyType.P256).root().certificate(), ca.root().certificate());
        assertThat(ChainCheck.problems(withRoot, roots, ca.now(), Purpose.SERVER))
                .isEmpty();
    }

    @Test
    void an_untrusted_root_is_named() {
        TestCa stranger = TestCa.of(KeyType.P256);
        assertThat(ChainCheck.problems(leaf.chain(), stranger.roots(), ca.now(), Purpose.SERVER))
                .containsExactly("signed by 'Test Root CA', which is not a trusted root");
    }

    @Test
    void a_missing_intermediate_and_one_of_another_ca_are_found() {
        assertThat(problems(List.of(leaf.certificate()), Purpose.SERVER))
                .containsExactly("signed by 'Test Intermediate CA', which is not a trusted root");
        CertifiedKey sister = Authorities.intermediate(
                "Test Intermediate CA",
                KeyType.P256,
                Certificates.validity(ca.intermediate().certificate()),
                ca.root(),
                List.of());
        assertThat(problems(List.of(leaf.certificate(), sister.certificate()), Purpose.SERVER))
                .contains("'keycloak' was not signed by the key of 'Test Intermediate CA'")
                .anyMatch(problem -> problem.contains("authority key identifier"));
    }

    @Test
    void expiry_is_found_in_leaf_and_root_which_the_jdk_does_not_look_at() {
        Instant later = ca.now().plus(Duration.ofDays(400));
        assertThat(ChainCheck.problems(leaf.chain(), ca.roots(), later, Purpose.SERVER))
                .singleElement()
                .asString()
                .startsWith("'keycloak' expired on");
        Instant before = ca.now().minus(Duration.ofDays(1));
        assertThat(ChainCheck.problems(leaf.chain(), ca.roots(), before, Purpose.SERVER))
                .hasSize(3)
                .allMatch(p -> p.contains("is not valid before"));
        Instant never = ca.now().plus(Duration.ofDays(4000));
        assertThat(ChainCheck.problems(leaf.chain(), ca.roots(), never, Purpose.SERVER))
                .anyMatch(p -> p.startsWith("'Test Root CA' expired"));
    }

    @Test
    void the_purpose_has_to_fit() {
        List<X509Certificate> person =
                ca.leaf("ada", Names.none(), Purpose.CLIENT).chain();
        assertThat(problems(person, Purpose.CLIENT)).isEmpty();
        assertThat(problems(person, Purpose.SERVER))
                .anyMatch(p -> p.contains("not for servers"))
                .anyMatch(p -> p.contains("no subject alternative names"));
        assertThat(problems(ca.leaf("s", Names.of(List.of("s")), Purpose.SERVER).chain(), Purpose.SERVER_AND_CLIENT))
                .singleElement()
                .asString()
                .contains("not for clients");
    }

    @Test
    void a_ca_certificate_is_no_service_and_a_leaf_signs_nothing() {
        assertThat(problems(List.of(ca.intermediate().certificate()), Purpose.SERVER))
                .anyMatch(p -> p.contains("is a CA certificate"));
        assertThat(problems(
                        List.of(
                                leaf.certificate(),
                                leaf.certificate(),
                                ca.intermediate().certificate()),
                        Purpose.SERVER))
                .contains(
                        "'keycloak' names 'Test Intermediate CA' as its issuer, but is followed by 'keycloak'",
                        "'Test Intermediate CA' allows 0 CAs below it, but has 1");
    }

    @Test
    void name_constraints_hold_for_a_host_in_the_common_name_too() {
        TestCa constrained = TestCa.of(KeyType.P256, "svc.cluster.local");
        CertifiedKey person = constrained.leaf("www.example.com", Names.none(), Purpose.CLIENT);
        assertThat(ChainCheck.problems(person.chain(), constrained.roots(), constrained.now(), Purpose.CLIENT))
                .anyMatch(p -> p.contains("www.example.com") && p.contains("may not sign for"));
    }
}
