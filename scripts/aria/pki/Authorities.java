package aria.pki;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Makes CA certificates: a root, an intermediate below it, and those that follow them. */
public final class Authorities {

    private static final Pattern GENERATION = Pattern.compile("(.*) G(\\d{1,6})");
    private static final Set<ASN1ObjectIdentifier> OF_ITS_KEY =
            Set.of(Extension.subjectKeyIdentifier, Extension.authorityKeyIdentifier);
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
        Certificate content = content(old);
        return CertificateWriter.write(
                CertificateWriter.Issuer.of(root),
                content.getSubject(),
                old.getPublicKey(),
                validity.within(Certificates.validity(root.certificate())),
                extensions(content).toList());
    }

    /**
     * The CA that follows another: a new key of the same kind, and the same extensions. Its name tells the two apart
     * wherever only names are compared: {@code ARIA Root CA} is followed by {@code ARIA Root CA G2}.
     *
     * @param old      its certificate
     * @param validity clamped to the root's
     * @param root     signs it; empty for one that signs itself
     * @return its key, with the chain up to the root
     * @throws aria.finding.RefusedException when the root isn't valid in that time
     */
    public static CertifiedKey successor(X509Certificate old, Validity validity, Optional<CertifiedKey> root) {
        Certificate content = content(old);
        X500Name subject = nextGeneration(content.getSubject());
        KeyPair keys = Keys.generate(KeyType.likeThatOf(old.getPublicKey()));
        List<Extension> extensions = extensions(content)
                .filter(extension -> !OF_ITS_KEY.contains(extension.getExtnId()))
                .collect(Collectors.toCollection(ArrayList::new));
        extensions.add(Extensions.subjectKeyIdentifier(Extensions.keyIdentifier(keys.getPublic())));
        root.ifPresent(issuer ->
                extensions.add(Extensions.authorityKeyIdentifier(Extensions.keyIdentifier(issuer.certificate()))));
        X509Certificate next = CertificateWriter.write(
                root.map(CertificateWriter.Issuer::of)
                        .orElseGet(() -> new CertificateWriter.Issuer(
                                subject, keys.getPrivate(), SignatureScheme.of(keys.getPublic()))),
                subject,
                keys.getPublic(),
                root.map(issuer -> validity.within(Certificates.validity(issuer.certificate())))
                        .orElse(validity),
                extensions);
        return new CertifiedKey(
                keys.getPrivate(),
                Stream.concat(Stream.of(next), root.stream().map(CertifiedKey::certificate))
                        .toList());
    }

    private static X500Name nextGeneration(X500Name name) {
        RDN[] parts = name.getRDNs();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].getFirst().getType().equals(BCStyle.CN)) {
                String text = IETFUtils.valueToString(parts[i].getFirst().getValue());
                Matcher counted = GENERATION.matcher(text);
                String next = counted.matches()
                        ? counted.group(1) + " G" + (Integer.parseInt(counted.group(2)) + 1)
                        : text + " G2";
                parts[i] = CertificateWriter.commonName(next).getRDNs()[0];
            }
        }
        return new X500Name(parts);
    }

    private static Certificate content(X509Certificate certificate) {
        return Infallible.get(
                "a certificate that was read can't be written",
                () -> Certificate.getInstance(certificate.getEncoded()));
    }

    private static Stream<Extension> extensions(Certificate content) {
        org.bouncycastle.asn1.x509.Extensions extensions =
                content.getTBSCertificate().getExtensions();
        return Stream.of(extensions.getExtensionOIDs()).map(extensions::getExtension);
    }

    private static void addConstraints(List<Extension> extensions, List<String> permittedDomains) {
        if (!permittedDomains.isEmpty()) {
            extensions.add(Extensions.nameConstraints(permittedDomains));
        }
    }
}
