package aria.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificateLintTest {

    private static List<String> rules(X509Certificate certificate, Profile profile) {
        return CertificateLint.findings(certificate, profile).stream()
                .map(CertificateLint.LintFinding::rule)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(value = KeyType.class, mode = EnumSource.Mode.EXCLUDE, names = "RSA4096")
    void finds_nothing_in_what_we_issue(KeyType type) {
        TestCa ca = TestCa.of(type, "svc.cluster.local");
        X509Certificate server = ca.leaf(
                        "keycloak",
                        Names.of(List.of("keycloak.svc.cluster.local", "127.0.0.1")),
                        Purpose.SERVER_AND_CLIENT)
                .certificate();
        X509Certificate person = ca.leaf("ada", Names.none(), Purpose.CLIENT).certificate();
        for (X509Certificate each :
                List.of(ca.root().certificate(), ca.intermediate().certificate(), server, person)) {
            assertThat(CertificateLint.findings(each, Profile.STACK)).isEmpty();
            assertThat(CertificateLint.findings(each, Profile.RFC5280)).isEmpty();
        }
    }

    @Test
    void names_rule_section_and_fault() {
        MadeCa root = MadeCa.root("Root");
        X509Certificate faulty = root.write(
                CertificateWriter.commonName("x"),
                Keys.generate(KeyType.P256).getPublic(),
                Certificates.validity(root.certificate()),
                List.of(
                        Extensions.keyUsage(KeyUsage.keyCertSign),
                        MadeCa.alternativeNames(new GeneralName(GeneralName.rfc822Name, "a@b@c"))));
        assertThat(rules(faulty, Profile.RFC5280))
                .containsExactly(
                        "authority-key-identifier", "key-cert-sign", "alternative-names", "leaf-key-identifier");
        assertThat(CertificateLint.findings(faulty, Profile.RFC5280).get(1))
                .isEqualTo(new CertificateLint.LintFinding(
                        "key-cert-sign", "RFC 5280, 4.2.1.9", true, "'x' may sign certificates but is not a CA"));
        assertThat(CertificateLint.findings(faulty, Profile.RFC5280).get(3).error())
                .isFalse();
    }

    @Test
    void an_empty_or_uncritical_extension_is_found() {
        X509Certificate odd = MadeCa.root(
                        "Odd", MadeCa.extension(Extension.nameConstraints, false, new NameConstraints(null, null)))
                .certificate();
        assertThat(rules(odd, Profile.RFC5280)).containsExactly("name-constraints", "name-constraints-critical");
        assertThat(rules(odd, Profile.WEBPKI)).containsExactly("name-constraints");
    }
}
