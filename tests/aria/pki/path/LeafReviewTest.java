package aria.pki.path;

import static org.assertj.core.api.Assertions.assertThat;

import aria.pki.CertifiedKey;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.Names;
import aria.pki.Pem;
import aria.pki.ProvisionerIdentity;
import aria.pki.Purpose;
import aria.pki.TestCa;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeafReviewTest {

    private static final Names NAMES = Names.of(List.of("web", "localhost", "127.0.0.1"));

    private final TestCa ca = TestCa.of(KeyType.P256);
    private final CertifiedKey leaf = ca.leaf("web", NAMES, Purpose.SERVER_AND_CLIENT);
    private final byte[] certificate = Pem.certificates(leaf.chain());
    private final byte[] key = Keys.pkcs8Pem(leaf.key());

    private static LeafReview.Wanted wanted(TestCa by, Names names) {
        return new LeafReview.Wanted(
                "web",
                names,
                Purpose.SERVER_AND_CLIENT,
                by.intermediate().certificate(),
                by.roots(),
                Optional.of(new ProvisionerIdentity("admin", "another-key")),
                RenewBefore.A_THIRD);
    }

    private String reason(byte[] certificate, byte[] key, LeafReview.Wanted wanted, Instant now) {
        return LeafReview.of(certificate, key, wanted, now).reason().orElse("kept");
    }

    @Test
    void what_is_still_good_is_kept_whatever_the_order_of_its_names() {
        assertThat(reason(certificate, key, wanted(ca, Names.of(List.of("127.0.0.1", "localhost", "web"))), ca.now()))
                .isEqualTo("kept");
    }

    @Test
    void a_missing_or_unreadable_file_is_the_reason() {
        assertThat(reason(null, null, wanted(ca, NAMES), ca.now())).isEqualTo("there is no certificate yet");
        assertThat(reason(certificate, null, wanted(ca, NAMES), ca.now())).isEqualTo("its key is missing");
        assertThat(reason(new byte[3], key, wanted(ca, NAMES), ca.now())).contains("holds no certificate");
        assertThat(reason(certificate, new byte[3], wanted(ca, NAMES), ca.now()))
                .contains("holds no key");
    }

    @Test
    void a_key_of_another_certificate_is_found() {
        byte[] other = Keys.pkcs8Pem(Keys.generate(KeyType.P256).getPrivate());
        assertThat(reason(certificate, other, wanted(ca, NAMES), ca.now())).contains("does not belong");
        byte[] otherKind = Keys.pkcs8Pem(Keys.generate(KeyType.ED25519).getPrivate());
        assertThat(reason(certificate, otherKind, wanted(ca, NAMES), ca.now())).contains("does not belong");
    }

    @Test
    void another_ca_of_the_same_name_is_found() {
        assertThat(reason(certificate, key, wanted(TestCa.of(KeyType.P256), NAMES), ca.now()))
                .isEqualTo("it was signed by another CA");
        byte[] alone = Pem.certificates(leaf.chain().subList(0, 1));
        assertThat(reason(alone, key, wanted(ca, NAMES), ca.now()))
                .isEqualTo("the intermediate certificate is missing after it");
    }

    @Test
    void changed_names_are_listed() {
        assertThat(reason(certificate, key, wanted(ca, Names.of(List.of("web", "api", "localhost"))), ca.now()))
                .isEqualTo("its names changed: added api; removed 127.0.0.1");
    }

    @Test
    void the_last_third_of_the_lifetime_is_the_time_to_renew() {
        assertThat(reason(certificate, key, wanted(ca, NAMES), ca.now().plus(Duration.ofDays(243))))
                .isEqualTo("kept");
        assertThat(reason(certificate, key, wanted(ca, NAMES), ca.now().plus(Duration.ofDays(244))))
                .startsWith("it expires on")
                .endsWith("120 days from now");
        assertThat(reason(certificate, key, wanted(ca, NAMES), ca.now().plus(Duration.ofDays(366))))
                .startsWith("it expired on");
    }

    @Test
    void another_profile_is_found() {
        CertifiedKey server = ca.leaf("web", NAMES, Purpose.SERVER);
        assertThat(reason(Pem.certificates(server.chain()), Keys.pkcs8Pem(server.key()), wanted(ca, NAMES), ca.now()))
                .contains("extended key usage");
        CertifiedKey named = ca.leaf("other", NAMES, Purpose.SERVER_AND_CLIENT);
        assertThat(reason(Pem.certificates(named.chain()), Keys.pkcs8Pem(named.key()), wanted(ca, NAMES), ca.now()))
                .contains("common name is 'other'");
        LeafReview.Wanted noProvisioner = new LeafReview.Wanted(
                "web",
                NAMES,
                Purpose.SERVER_AND_CLIENT,
                ca.intermediate().certificate(),
                ca.roots(),
                Optional.empty(),
                RenewBefore.A_THIRD);
        assertThat(reason(certificate, key, noProvisioner, ca.now())).contains("provisioner 'admin'");
    }
}
