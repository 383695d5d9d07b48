package aria.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;

/** A CA made extension by extension, for certificates that no honest CA issues. */
public record MadeCa(X509Certificate certificate, KeyPair keys) {

    public static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Validity YEAR = new Validity(NOW.minus(Duration.ofDays(100)), NOW.plus(Duration.ofDays(265)));

    public static MadeCa root(String name, Extension... more) {
        KeyPair keys = Keys.generate(KeyType.P256);
        X500Name subject = CertificateWriter.commonName(name);
        CertificateWriter.Issuer self =
                new CertificateWriter.Issuer(subject, keys.getPrivate(), SignatureScheme.of(keys.getPublic()));
        return new MadeCa(
                CertificateWriter.write(self, subject, keys.getPublic(), YEAR, authority(keys.getPublic(), null, more)),
                keys);
    }

    /**
     * Another CA below this one.
     *
     * @param pathLengthOrNull its limit
     */
    public MadeCa below(String name, Integer pathLengthOrNull, Extension... more) {
        return below(name, Keys.generate(KeyType.P256), pathLengthOrNull, more);
    }

    /** As above, with a key that is there already. */
    public MadeCa below(String name, KeyPair other, Integer pathLengthOrNull, Extension... more) {
        List<Extension> extensions = authority(other.getPublic(), pathLengthOrNull, more);
        extensions.add(Extensions.authorityKeyIdentifier(Extensions.keyIdentifier(certificate)));
        return new MadeCa(write(CertificateWriter.commonName(name), other.getPublic(), YEAR, extensions), other);
    }

    /** A server's certificate for the names, of any kind. */
    public X509Certificate server(String commonName, GeneralName... names) {
        return leaf(CertificateWriter.commonName(commonName), alternativeNames(names));
    }

    /** A server's certificate with exactly these extensions more. */
    X509Certificate leaf(X500Name subject, Extension... more) {
        PublicKey key = Keys.generate(KeyType.P256).getPublic();
        List<Extension> extensions = new ArrayList<>(List.of(
                Extensions.keyUsage(KeyUsage.digitalSignature),
                Extensions.extendedKeyUsage(Purpose.SERVER),
                Extensions.subjectKeyIdentifier(Extensions.keyIdentifier(key)),
                Extensions.authorityKeyIdentifier(Extensions.keyIdentifier(certificate))));
        extensions.addAll(Arrays.asList(more));
        return write(subject, key, YEAR, extensions);
    }

    X509Certificate write(X500Name subject, PublicKey key, Validity validity, List<Extension> extensions) {
        return CertificateWriter.write(
                CertificateWriter.Issuer.of(new CertifiedKey(keys.getPrivate(), List.of(certificate))),
                subject,
                key,
                validity,
                extensions);
    }

    public static GeneralName dns(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }

    public static Extension alternativeNames(GeneralName... names) {
        return extension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }

    public static Extension extension(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        try {
            return Extension.create(oid, critical, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Extension> authority(PublicKey key, Integer pathLengthOrNull, Extension... more) {
        List<Extension> extensions = new ArrayList<>(List.of(
                Extensions.authority(pathLengthOrNull),
                Extensions.keyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign),
                Extensions.subjectKeyIdentifier(Extensions.keyIdentifier(key))));
        extensions.addAll(Arrays.asList(more));
        return extensions;
    }
}
