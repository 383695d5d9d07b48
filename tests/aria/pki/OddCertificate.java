package aria.pki;

import aria.finding.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A server's certificate, honest unless told otherwise: what no writer of ours can write, field by field. */
public final class OddCertificate {
    private final MadeCa issuer;
    private X500Name subject = new X500Name("CN=x.example");
    private BigInteger serial = BigInteger.valueOf(4711);
    private Time begin = new Time(Date.from(MadeCa.NOW.minusSeconds(3600)));
    private Time end = new Time(Date.from(MadeCa.NOW.plusSeconds(3600)));
    private SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(
            Keys.generate(KeyType.P256).getPublic().getEncoded());
    private String algorithm = "SHA256withECDSA";
    private final List<Extension> extensions = new ArrayList<>();

    private OddCertificate(MadeCa issuer) {
        this.issuer = issuer;
        extensions.add(Extensions.keyUsage(KeyUsage.digitalSignature));
        extensions.add(Extensions.extendedKeyUsage(Purpose.SERVER));
        extensions.add(MadeCa.extension(Extension.subjectKeyIdentifier, false, new DEROctetString(new byte[20])));
        extensions.add(Extensions.authorityKeyIdentifier(Extensions.keyIdentifier(issuer.certificate())));
        extensions.add(MadeCa.alternativeNames(MadeCa.dns("x.example")));
    }

    public static OddCertificate by(MadeCa issuer) {
        return new OddCertificate(issuer);
    }

    public OddCertificate subject(String name) {
        subject = new X500Name(name);
        return this;
    }

    public OddCertificate serial(String number) {
        serial = new BigInteger(number);
        return this;
    }

    /** Times as they are to stand there, each an UTCTime or a GeneralizedTime. */
    public OddCertificate times(ASN1Primitive from, ASN1Primitive to) {
        begin = Time.getInstance(from);
        end = Time.getInstance(to);
        return this;
    }

    public OddCertificate key(SubjectPublicKeyInfo info) {
        key = info;
        return this;
    }

    public OddCertificate signedWith(String name) {
        algorithm = name;
        return this;
    }

    public OddCertificate without(ASN1ObjectIdentifier... oids) {
        extensions.removeIf(each -> List.of(oids).contains(each.getExtnId()));
        return this;
    }

    /** In the place of one of the same kind, if there is one. */
    public OddCertificate with(Extension extension) {
        without(extension.getExtnId());
        extensions.add(extension);
        return this;
    }

    /**
     * Makes the certificate.
     *
     * @throws RefusedException when Java can't read what was made
     */
    public X509Certificate make() {
        try {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    X500Name.getInstance(
                            issuer.certificate().getSubjectX500Principal().getEncoded()),
                    serial,
                    begin,
                    end,
                    subject,
                    key);
            for (Extension each : extensions) {
                builder.addExtension(each);
            }
            byte[] der = builder.build(new JcaContentSignerBuilder(algorithm)
                            .build(issuer.keys().getPrivate()))
                    .getEncoded();
            return Pem.findCertificates(der, "an odd certificate").get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
