package aria.pki;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/**
 * Builds a certificate and signs it (RFC 5280, 4.1). Uses only Bouncy Castle's ASN.1 classes, because its operators
 * and provider would cost a cold start more time than all the signing.
 */
final class CertificateWriter {

    private static final int SERIAL_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private CertificateWriter() {}

    /**
     * The signing CA.
     *
     * @param name   the issuer's subject, byte for byte
     * @param key    private key
     * @param scheme fits the key
     */
    record Issuer(X500Name name, PrivateKey key, SignatureScheme scheme) {

        /** The owner of a CA certificate. */
        static Issuer of(CertifiedKey authority) {
            return new Issuer(
                    X500Name.getInstance(
                            authority.certificate().getSubjectX500Principal().getEncoded()),
                    authority.key(),
                    SignatureScheme.of(authority.certificate().getPublicKey()));
        }
    }

    /** A subject that is only a common name. */
    static X500Name commonName(String name) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
    }

    /** Makes the certificate, with a new random serial. */
    static X509Certificate write(
            Issuer issuer, X500Name subject, PublicKey key, Validity validity, List<Extension> extensions) {
        return write(issuer, serial(), subject, key, validity, extensions);
    }

    /** Makes the certificate, with this serial. */
    static X509Certificate write(
            Issuer issuer,
            BigInteger serial,
            X500Name subject,
            PublicKey key,
            Validity validity,
            List<Extension> extensions) {
        V3TBSCertificateGenerator content = new V3TBSCertificateGenerator();
        content.setSerialNumber(new ASN1Integer(serial));
        content.setSignature(issuer.scheme().identifier());
        content.setIssuer(issuer.name());
        content.setStartDate(new Time(Date.from(validity.notBefore())));
        content.setEndDate(new Time(Date.from(validity.notAfter())));
        content.setSubject(subject);
        content.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(key.getEncoded()));
        content.setExtensions(new org.bouncycastle.asn1.x509.Extensions(extensions.toArray(Extension[]::new)));
        return signed(content.generateTBSCertificate(), issuer);
    }

    private static X509Certificate signed(TBSCertificate content, Issuer issuer) {
        return Infallible.get("a certificate of our own making can't be read", () -> {
            byte[] signature = issuer.scheme().sign(issuer.key(), content.getEncoded("DER"));
            byte[] encoded = new DERSequence(
                            new ASN1Encodable[] {content, issuer.scheme().identifier(), new DERBitString(signature)})
                    .getEncoded("DER");
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        });
    }

    /** 128 random bits, never zero; with the sign byte at most 17 octets, RFC 5280 allows 20. */
    static BigInteger serial() {
        BigInteger serial;
        do {
            serial = new BigInteger(SERIAL_BITS, RANDOM);
        } while (serial.signum() == 0);
        return serial;
    }
}
