package aria.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

class RevocationTest {

    private final MadeCa root = MadeCa.root("Root");
    private final X509Certificate leaf = root.server("x", MadeCa.dns("x.example"));

    private static X509CRL list(MadeCa issuer, MadeCa signer, boolean criticalNumber, Instant end, X509Certificate... revoked) throws Exception {
        var name = org.bouncycastle.asn1.x500.X500Name.getInstance(issuer.certificate().getSubjectX500Principal().getEncoded());
        X509v2CRLBuilder list = new X509v2CRLBuilder(name, Date.from(MadeCa.NOW.minusSeconds(60)));
        list.setNextUpdate(Date.from(end));
        list.addExtension(Extension.cRLNumber, criticalNumber, new CRLNumber(java.math.BigInteger.ONE));
        for (X509Certificate each : revoked) {
            list.addCRLEntry(each.getSerialNumber(), Date.from(MadeCa.NOW.minusSeconds(120)), CRLReason.keyCompromise);
        }
        return Revocation.read(list.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.keys().getPrivate())).getEncoded(), "the list");
    }

    private List<String> problems(X509CRL... lists) {
        return PathValidator.validate(new PathQuestion(leaf, List.of(), List.of(root.certificate()), MadeCa.NOW, Optional.of(Purpose.SERVER),
                Profile.STACK, List.of(), 8, List.of(lists))).problems();
    }

    @Test
    void a_revoked_certificate_is_refused_and_another_isnt() throws Exception {
        Instant later = MadeCa.NOW.plus(Duration.ofDays(1));
        assertThat(problems(list(root, root, false, later))).isEmpty();
        assertThat(problems(list(root, root, false, later, leaf))).containsExactly("'x' was revoked on 2026-06-01T11:58:00Z");
    }

    @Test
    void a_list_that_is_old_foreign_forged_or_malformed_says_nothing_good() throws Exception {
        Instant later = MadeCa.NOW.plus(Duration.ofDays(1));
        MadeCa stranger = MadeCa.root("Stranger");
        assertThat(problems(list(root, root, false, MadeCa.NOW.minusSeconds(1)))).singleElement().asString().contains("ended at");
        assertThat(problems(list(stranger, stranger, false, later))).containsExactly("'x': no revocation list is from its issuer");
        assertThat(problems(list(root, stranger, false, later))).singleElement().asString().contains("was not signed by its key");
        assertThat(problems(list(root, root, true, later))).singleElement().asString().contains("CRL number");
        assertThatThrownBy(() -> Revocation.read(new byte[] {1, 2, 3}, "the list")).isInstanceOf(PkiRefused.class).hasMessageStartingWith("the list is no");
    }
}
