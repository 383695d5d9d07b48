package aria.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.RefusedException;
import aria.pki.path.PathQuestion;
import aria.pki.path.PathValidator;
import java.math.BigInteger;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

class RevocationTest {

    private final MadeCa root = MadeCa.root("Root");
    private final X509Certificate leaf = root.server("x", MadeCa.dns("x.example"));

    private static X509CRL list(
            MadeCa issuer, MadeCa signer, boolean criticalNumber, Instant end, X509Certificate... revoked)
            throws Exception {
        var name = X500Name.getInstance(
                issuer.certificate().getSubjectX500Principal().getEncoded());
        X509v2CRLBuilder list = new X509v2CRLBuilder(name, Date.from(MadeCa.NOW.minusSeconds(60)));
        list.setNextUpdate(Date.from(end));
        list.addExtension(Extension.cRLNumber, criticalNumber, new CRLNumber(BigInteger.ONE));
        for (X509Certificate each : revoked) {
            list.addCRLEntry(each.getSerialNumber(), Date.from(MadeCa.NOW.minusSeconds(120)), CRLReason.keyCompromise);
        }
        return Revocation.read(
                list.build(new JcaContentSignerBuilder("SHA256withECDSA")
                                .build(signer.keys().getPrivate()))
                        .getEncoded(),
                "the list");
    }

    /** A list of a distribution point, as step-ca's is. */
    private static X509CRL list(MadeCa issuer, String point, boolean authoritiesOnly, X509Certificate... revoked)
            throws Exception {
        var name = X500Name.getInstance(
                issuer.certificate().getSubjectX500Principal().getEncoded());
        X509v2CRLBuilder list = new X509v2CRLBuilder(name, Date.from(MadeCa.NOW.minusSeconds(60)));
        list.setNextUpdate(Date.from(MadeCa.NOW.plusSeconds(60)));
        list.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.ONE));
        list.addExtension(
                Extension.issuingDistributionPoint,
                true,
                new IssuingDistributionPoint(point(point), false, authoritiesOnly, null, false, false));
        for (X509Certificate each : revoked) {
            list.addCRLEntry(each.getSerialNumber(), Date.from(MadeCa.NOW.minusSeconds(120)), CRLReason.keyCompromise);
        }
        return Revocation.read(
                list.build(new JcaContentSignerBuilder("SHA256withECDSA")
                                .build(issuer.keys().getPrivate()))
                        .getEncoded(),
                "the list");
    }

    private static DistributionPointName point(String url) {
        return new DistributionPointName(new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, url)));
    }

    private List<String> problems(X509CRL... lists) {
        return problems(leaf, Profile.STACK, lists);
    }

    private List<String> problems(X509Certificate leaf, Profile profile, X509CRL... lists) {
        return PathValidator.validate(new PathQuestion(
                        leaf,
                        List.of(),
                        List.of(root.certificate()),
                        MadeCa.NOW,
                        Optional.of(Purpose.SERVER),
                        profile,
                        List.of(),
                        8,
                        List.of(lists)))
                .problems();
    }

    @Test
    void a_revoked_certificate_is_refused_and_another_isnt() throws Exception {
        Instant later = MadeCa.NOW.plus(Duration.ofDays(1));
        assertThat(problems(list(root, root, false, later))).isEmpty();
        assertThat(problems(list(root, root, false, later, leaf)))
                .containsExactly("'x' was revoked on 2026-06-01T11:58:00Z");
    }

    @Test
    void a_list_that_is_old_foreign_forged_or_malformed_says_nothing_good() throws Exception {
        Instant later = MadeCa.NOW.plus(Duration.ofDays(1));
        MadeCa stranger = MadeCa.root("Stranger");
        assertThat(problems(list(root, root, false, MadeCa.NOW.minusSeconds(1))))
                .singleElement()
                .asString()
                .contains("expired at");
        assertThat(problems(list(stranger, stranger, false, later)))
                .containsExactly("'x': there is no revocation list from its issuer");
        assertThat(problems(list(root, stranger, false, later)))
                .singleElement()
                .asString()
                .contains("was not signed by its key");
        assertThat(problems(list(root, root, true, later)))
                .singleElement()
                .asString()
                .contains("CRL number");
        assertThatThrownBy(() -> Revocation.read(new byte[] {1, 2, 3}, "the list"))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("the list: not a revocation list");
    }

    @Test
    void one_good_list_is_enough_and_what_any_of_them_revokes_is_revoked() throws Exception {
        Instant later = MadeCa.NOW.plus(Duration.ofDays(1));
        X509CRL old = list(root, root, false, MadeCa.NOW.minusSeconds(1));
        assertThat(problems(old, list(root, root, false, later))).isEmpty();
        assertThat(problems(list(root, root, false, later), list(root, root, false, MadeCa.NOW.minusSeconds(1), leaf)))
                .singleElement()
                .asString()
                .contains("was revoked");
        MadeCa stranger = MadeCa.root("Stranger");
        assertThat(problems(list(root, root, false, later), list(root, stranger, false, later, leaf)))
                .as("a forged list revokes nothing")
                .isEmpty();
    }

    @Test
    void the_list_of_a_distribution_point_speaks_for_its_certificates_and_in_a_stack_for_those_without_one()
            throws Exception {
        String url = "http://ca.example/1.0/crl";
        Extension points =
                MadeCa.extension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                    new DistributionPoint(point(url), null, null)
                }));
        X509Certificate pointed = OddCertificate.by(root).with(points).make();
        assertThat(problems(pointed, Profile.RFC5280, list(root, url, false))).isEmpty();
        assertThat(problems(pointed, Profile.RFC5280, list(root, url, false, pointed)))
                .singleElement()
                .asString()
                .contains("was revoked");
        assertThat(problems(pointed, Profile.STACK, list(root, "http://other.example/", false)))
                .singleElement()
                .asString()
                .contains("another distribution point");
        assertThat(problems(pointed, Profile.STACK, list(root, url, true)))
                .singleElement()
                .asString()
                .contains("covers CA certificates only");
        assertThat(problems(leaf, Profile.STACK, list(root, url, false))).isEmpty();
        assertThat(problems(leaf, Profile.RFC5280, list(root, url, false)))
                .singleElement()
                .asString()
                .contains("another distribution point");
    }
}
