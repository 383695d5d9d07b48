package aria.pki;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Makes CA certificates: a root, and an intermediate below it. Each gets a new key. */
public final class Authorities {

    private static final int SIGNS = KeyUsage.keyCertSign | KeyUsage.cRLSign;

    private Authorities() {}

    /**
     * A self-signed root.
     *
     * @param name             its common name
     * @param permittedDomains name constraints; empty for none. localhost and the loopback addresses are always
     *                         permitted too
     * @throws aria.finding.RefusedException when a domain isn't one
     */
    public static CertifiedKey root(String name, KeyType type, Validity validity, List<String> permittedDomains) {
        KeyPair keys = Keys.generate(type);
        X500Name subject = CertificateWriter.commonName(name);
        CertificateWriter.Issuer itself =
                new CertificateWriter.Issuer(subject, keys.getPrivate(), SignatureScheme.of(keys.getPublic()));
        List<Extension> extensions = new ArrayList<>(List.of(
                Extensions.keyUsage(SIGNS),
                Extensions.authority(null),
                Extensions.subjectKeyIdentifier(Extensions.keyIdentifier(keys.getPublic()))));
        addConstraints(extensions, permittedDomains);
        return new CertifiedKey(
                keys.getPrivate(),
                List.of(CertificateWriter.write(itself, subject, keys.getPublic(), validity, extensions)));
    }

    /**
     * An intermediate that signs leaves only (path length 0).
     *
     * @param name             its common name
     * @param validity         clamped to the root's
     * @param root             signs it
     * @param permittedDomains as for {@link #root}
     * @return its key, with the chain: intermediate, root
     * @throws aria.finding.RefusedException when a domain isn't one, or the root isn't valid in that time
     */
    public static CertifiedKey intermediate(
            String name, KeyType type, Validity validity, CertifiedKey root, List<String> permittedDomains) {
        KeyPair keys = Keys.generate(type);
        List<Extension> extensions = new ArrayList<>(List.of(
                Extensions.keyUsage(SIGNS),
                Extensions.authority(0),
                Extensions.subjectKeyIdentifier(Extensions.keyIdentifier(keys.getPublic())),
                Extensions.authorityKeyIdentifier(Extensions.keyIdentifier(root.certificate()))));
        addConstraints(extensions, permittedDomains);
        X509Certificate certificate = CertificateWriter.write(
                CertificateWriter.Issuer.of(root),
                CertificateWriter.commonName(name),
                keys.getPublic(),
                validity.within(Certificates.validity(root.certificate())),
                extensions);
        return new CertifiedKey(keys.getPrivate(), List.of(certificate, root.certificate()));
    }

    /**
     * The next certificate of an intermediate: name, key and extensions stay, so that what it has signed is good under
     * the new one as well.
     *
     * @param old      its present certificate
     * @param validity clamped to the root's
     * @param root     signs it
     * @throws aria.finding.RefusedException when the root isn't valid in that time
     */
    public static X509Certificate renewed(X509Certificate old, Validity validity, CertifiedKey root) {
        Certificate content = Infallible.get(
                "a certificate that was read can't be written", () -> Certificate.getInstance(old.getEncoded()));
        org.bouncycastle.asn1.x509.Extensions extensions =
                content.getTBSCertificate().getExtensions();
        return CertificateWriter.write(
                CertificateWriter.Issuer.of(root),
                content.getSubject(),
                old.getPublicKey(),
                validity.within(Certificates.validity(root.certificate())),
                Stream.of(extensions.getExtensionOIDs())
                        .map(extensions::getExtension)
                        .toList());
    }

    private static void addConstraints(List<Extension> extensions, List<String> permittedDomains) {
        if (!permittedDomains.isEmpty()) {
            extensions.add(Extensions.nameConstraints(permittedDomains));
        }
    }
}
