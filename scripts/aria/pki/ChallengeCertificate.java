package aria.pki;

import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;

/** The self-signed certificate with which a host answers ACME's tls-alpn-01 challenge (RFC 8737, 3). */
public final class ChallengeCertificate {

    private static final ASN1ObjectIdentifier ACME_IDENTIFIER = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");
    private static final String SUBJECT = "acme challenge";

    private ChallengeCertificate() {}

    /**
     * Makes one, good for an hour.
     *
     * @param name   the one DNS name or address that is challenged
     * @param digest SHA-256 of the key authorization
     */
    public static CertifiedKey of(Names name, byte[] digest, Instant now) {
        KeyPair pair = Keys.generate(KeyType.P256);
        CertificateWriter.Issuer self = new CertificateWriter.Issuer(
                CertificateWriter.commonName(SUBJECT), pair.getPrivate(), SignatureScheme.of(pair.getPublic()));
        return new CertifiedKey(
                pair.getPrivate(),
                List.of(CertificateWriter.write(
                        self,
                        CertificateWriter.commonName(SUBJECT),
                        pair.getPublic(),
                        Validity.startingAt(now, Duration.ofHours(1)),
                        List.of(Extensions.alternativeNames(name), identifier(digest)))));
    }

    private static Extension identifier(byte[] digest) {
        return Infallible.get(
                "32 bytes can't be encoded",
                () -> new Extension(
                        ACME_IDENTIFIER, true, new DEROctetString(new DEROctetString(digest).getEncoded())));
    }
}
