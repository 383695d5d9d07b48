package aria.pki.path;

import static org.assertj.core.api.Assertions.assertThat;

import aria.pki.MadeCa;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNamesTest {

    private static final X509Certificate CERTIFICATE = MadeCa.root("Root")
            .server(
                    "cn.example.org",
                    MadeCa.dns("Exact.example.org"),
                    MadeCa.dns("*.wild.example.org"),
                    MadeCa.dns("*.org"),
                    MadeCa.dns("ba*.example.org"),
                    new GeneralName(GeneralName.iPAddress, "192.0.2.1"),
                    new GeneralName(GeneralName.iPAddress, "2001:db8::1"),
                    new GeneralName(GeneralName.rfc822Name, "ada@example.org"),
                    new GeneralName(GeneralName.uniformResourceIdentifier, "uri.example.org"));

    @ParameterizedTest
    @CsvSource({
        "exact.EXAMPLE.org, true",
        "exact.example.org., true",
        "cn.example.org, false",
        "example.org, false",
        "a.wild.example.org, true",
        "a.b.wild.example.org, false",
        "wild.example.org, false",
        "*.wild.example.org, true",
        "baz.example.org, false",
        "192.0.2.1, true",
        "192.0.2.2, false",
        "2001:DB8:0::1, true",
        "ada@EXAMPLE.org, true",
        "Ada@example.org, false",
        "uri.example.org, false",
        "'', false",
        ".wild.example.org, false"
    })
    void matches_whole_labels_addresses_and_mailboxes(String reference, boolean matches) {
        assertThat(HostNames.match(CERTIFICATE, reference)).isEqualTo(matches);
    }
}
