package aria.pki;

import aria.finding.RefusedException;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** A certificate as text, in the words and order of {@code openssl x509 -text}, with the additions of step. */
public final class CertificateText {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMM d HH:mm:ss yyyy 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();
    private static final Map<Integer, String> USAGES = usages();
    private static final Map<KeyPurposeId, String> PURPOSES = Map.of(
            KeyPurposeId.id_kp_serverAuth,
            "TLS Web Server Authentication",
            KeyPurposeId.id_kp_clientAuth,
            "TLS Web Client Authentication",
            KeyPurposeId.id_kp_codeSigning,
            "Code Signing",
            KeyPurposeId.id_kp_emailProtection,
            "E-mail Protection",
            KeyPurposeId.id_kp_OCSPSigning,
            "OCSP Signing",
            KeyPurposeId.anyExtendedKeyUsage,
            "Any Extended Key Usage");
    private static final Map<ASN1ObjectIdentifier, String> HEADINGS = Map.of(
            Extension.keyUsage,
            "Key Usage",
            Extension.extendedKeyUsage,
            "Extended Key Usage",
            Extension.basicConstraints,
            "Basic Constraints",
            Extension.subjectKeyIdentifier,
            "Subject Key Identifier",
            Extension.authorityKeyIdentifier,
            "Authority Key Identifier",
            Extension.subjectAlternativeName,
            "Subject Alternative Name",
            Extension.nameConstraints,
            "Name Constraints",
            Extensions.STEP_PROVISIONER,
            "Step Provisioner");

    private final CertificateView view;
    private final List<String> lines = new ArrayList<>();

    private CertificateText(CertificateView view) {
        this.view = view;
    }

    /**
     * The lines, without line ends. An extension that can't be parsed is said to be malformed.
     *
     * @throws RefusedException when all of it is
     */
    public static List<String> of(X509Certificate certificate) {
        CertificateText text = new CertificateText(new CertificateView(certificate));
        text.write();
        return List.copyOf(text.lines);
    }

    private void write() {
        X509Certificate certificate = view.certificate();
        add(0, "Certificate:");
        add(1, "Data:");
        add(2, "Version: " + certificate.getVersion() + " (0x" + (certificate.getVersion() - 1) + ")");
        add(2, "Serial Number: " + Certificates.serialHex(certificate));
        add(2, "Signature Algorithm: " + certificate.getSigAlgName());
        add(2, "Issuer: " + name(certificate.getIssuerX500Principal().getName()));
        add(2, "Validity");
        add(3, "Not Before: " + TIME.format(certificate.getNotBefore().toInstant()));
        add(3, "Not After : " + TIME.format(certificate.getNotAfter().toInstant()));
        add(2, "Subject: " + name(certificate.getSubjectX500Principal().getName()));
        add(2, "Subject Public Key Info:");
        add(3, "Public Key: " + Certificates.keyLabel(certificate.getPublicKey()));
        if (!view.extensionOids().isEmpty()) {
            add(2, "X509v3 extensions:");
            view.extensionOids().forEach(this::extension);
        }
        add(1, "SHA256 Fingerprint: " + Certificates.fingerprintSha256(certificate));
    }

    private void extension(ASN1ObjectIdentifier oid) {
        String heading = HEADINGS.containsKey(oid) ? "X509v3 " + HEADINGS.get(oid) : ExtensionNames.of(oid);
        add(3, heading.replace("X509v3 Step", "Step") + ":" + (view.isCritical(oid) ? " critical" : ""));
        try {
            content(oid).forEach(line -> add(4, line));
        } catch (RefusedException | IllegalArgumentException | IllegalStateException malformed) {
            add(4, "(malformed)");
        }
    }

    private List<String> content(ASN1ObjectIdentifier oid) {
        if (oid.equals(Extension.keyUsage)) {
            return List.of(USAGES.entrySet().stream()
                    .filter(usage -> view.keyUsage().orElseThrow().hasUsages(usage.getKey()))
                    .map(Map.Entry::getValue)
                    .collect(Collectors.joining(", ")));
        } else if (oid.equals(Extension.extendedKeyUsage)) {
            return List.of(view.extendedKeyUsage().orElseThrow().stream()
                    .map(purpose -> PURPOSES.getOrDefault(purpose, purpose.getId()))
                    .collect(Collectors.joining(", ")));
        } else if (oid.equals(Extension.basicConstraints)) {
            BasicConstraints constraints = view.basicConstraints().orElseThrow();
            return List.of("CA:" + (constraints.isCA() ? "TRUE" : "FALSE")
                    + (constraints.getPathLenConstraint() == null
                            ? ""
                            : ", pathlen:" + constraints.getPathLenConstraint()));
        } else if (oid.equals(Extension.subjectKeyIdentifier)) {
            return List.of(COLONS.formatHex(view.subjectKeyIdentifier().orElseThrow()));
        } else if (oid.equals(Extension.authorityKeyIdentifier)) {
            byte[] key = view.authorityKeyIdentifier()
                    .map(AuthorityKeyIdentifier::getKeyIdentifierOctets)
                    .orElse(null);
            return List.of(key == null ? "(no key identifier)" : COLONS.formatHex(key));
        } else if (oid.equals(Extension.subjectAlternativeName)) {
            return List.of(shown(view.alternativeNames().orElseThrow()));
        } else if (oid.equals(Extension.nameConstraints)) {
            return limits(NameLimits.of(view.certificate()));
        } else if (oid.equals(Extensions.STEP_PROVISIONER)) {
            return List.of(Certificates.provisioner(view.certificate())
                    .map(provisioner ->
                            "Type: JWK, Name: " + provisioner.name() + ", CredentialID: " + provisioner.keyId())
                    .orElse("(not a JWK)"));
        }
        return List.of(HexFormat.of()
                .formatHex(view.extension(oid).orElseThrow().getExtnValue().getOctets()));
    }

    private static List<String> limits(NameLimits limits) {
        List<String> lines = new ArrayList<>();
        if (!limits.permitted().isEmpty()) {
            lines.add("Permitted: " + shown(limits.permitted()));
        }
        if (!limits.excluded().isEmpty()) {
            lines.add("Excluded: " + shown(limits.excluded()));
        }
        return lines;
    }

    private static String shown(List<GeneralName> names) {
        return names.stream().map(NameSyntax::show).collect(Collectors.joining(", "));
    }

    private static String name(String rfc2253) {
        return rfc2253.isEmpty() ? "(empty)" : rfc2253;
    }

    /** A certificate may come from an enemy. */
    private void add(int depth, String line) {
        lines.add("    ".repeat(depth) + Printable.line(line));
    }

    private static Map<Integer, String> usages() {
        Map<Integer, String> usages = new LinkedHashMap<>();
        usages.put(KeyUsage.digitalSignature, "Digital Signature");
        usages.put(KeyUsage.nonRepudiation, "Non Repudiation");
        usages.put(KeyUsage.keyEncipherment, "Key Encipherment");
        usages.put(KeyUsage.dataEncipherment, "Data Encipherment");
        usages.put(KeyUsage.keyAgreement, "Key Agreement");
        usages.put(KeyUsage.keyCertSign, "Certificate Sign");
        usages.put(KeyUsage.cRLSign, "CRL Sign");
        usages.put(KeyUsage.encipherOnly, "Encipher Only");
        usages.put(KeyUsage.decipherOnly, "Decipher Only");
        return usages;
    }
}
