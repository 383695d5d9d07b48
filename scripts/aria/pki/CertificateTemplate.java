package aria.pki;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * The common contents of an issuer's leaf certificates, apart from their names, as an X.509 template of step-ca can
 * describe them. Names of attributes and usages are those of such a template.
 *
 * @param subject            attributes in front of the common name, such as {@code organization}, each with its values
 * @param keyUsages          of a key that isn't RSA
 * @param rsaKeyUsages       of an RSA key
 * @param extendedKeyUsages  serverAuth and clientAuth here only permit what a request asks for; others are added to it
 * @param basicConstraints   whether to say that it is no CA
 * @param distributionPoints URLs of revocation lists
 * @param ocspServers        URLs
 * @param issuerUrls         where the intermediate's certificate is
 * @param more               extensions as they are
 */
public record CertificateTemplate(
        Map<String, List<String>> subject,
        Set<String> keyUsages,
        Set<String> rsaKeyUsages,
        Set<String> extendedKeyUsages,
        boolean basicConstraints,
        List<String> distributionPoints,
        List<String> ocspServers,
        List<String> issuerUrls,
        List<Raw> more) {

    /** Attributes of a subject, in the order in which step-ca writes them. */
    private static final Map<String, ASN1ObjectIdentifier> ATTRIBUTES = ordered(
            Map.entry("country", BCStyle.C),
            Map.entry("province", BCStyle.ST),
            Map.entry("locality", BCStyle.L),
            Map.entry("streetAddress", BCStyle.STREET),
            Map.entry("postalCode", BCStyle.POSTAL_CODE),
            Map.entry("organization", BCStyle.O),
            Map.entry("organizationalUnit", BCStyle.OU));

    private static final Map<String, Integer> USAGES = Map.of(
            "digitalSignature",
            KeyUsage.digitalSignature,
            "contentCommitment",
            KeyUsage.nonRepudiation,
            "keyEncipherment",
            KeyUsage.keyEncipherment,
            "dataEncipherment",
            KeyUsage.dataEncipherment,
            "keyAgreement",
            KeyUsage.keyAgreement);
    private static final Map<String, KeyPurposeId> PURPOSES = ordered(
            Map.entry("serverAuth", KeyPurposeId.id_kp_serverAuth),
                    Map.entry("clientAuth", KeyPurposeId.id_kp_clientAuth),
            Map.entry("codeSigning", KeyPurposeId.id_kp_codeSigning),
                    Map.entry("emailProtection", KeyPurposeId.id_kp_emailProtection),
            Map.entry("timeStamping", KeyPurposeId.id_kp_timeStamping),
                    Map.entry("ocspSigning", KeyPurposeId.id_kp_OCSPSigning));
    private static final Set<String> OURS = Set.of(
            "2.5.29.14",
            "2.5.29.15",
            "2.5.29.17",
            "2.5.29.19",
            "2.5.29.30",
            "2.5.29.31",
            "2.5.29.35",
            "2.5.29.37",
            "1.3.6.1.5.5.7.1.1",
            Extensions.STEP_PROVISIONER.getId());

    /** Ours: digitalSignature, the usages that are asked for, and nothing more. */
    public static final CertificateTemplate STANDARD = new CertificateTemplate(
            Map.of(),
            Set.of("digitalSignature"),
            Set.of("digitalSignature"),
            Set.of("serverAuth", "clientAuth"),
            false,
            List.of(),
            List.of(),
            List.of(),
            List.of());

    /**
     * An extension as raw bytes.
     *
     * @param value the DER inside the octet string
     */
    public record Raw(String oid, boolean critical, byte[] value) {
        /**
         * @throws aria.finding.RefusedException when it is no OID, or that of an extension which is written by other
         *                                       means
         */
        public Raw {
            if (!oid.matches("[0-2](?:\\.\\d+)++") || OURS.contains(oid)) {
                throw PkiErrors.refused("the extension '" + oid + "' cannot be added");
            }
            value = value.clone();
        }

        @Override
        public byte[] value() {
            return value.clone();
        }
    }

    /** @throws aria.finding.RefusedException when an attribute or a usage is unknown, or one of a CA */
    public CertificateTemplate {
        requireKnown("the subject's attribute", subject.keySet(), ATTRIBUTES.keySet());
        requireKnown("the key usage", keyUsages, USAGES.keySet());
        requireKnown("the key usage", rsaKeyUsages, USAGES.keySet());
        requireKnown("the extended key usage", extendedKeyUsages, PURPOSES.keySet());
        distributionPoints = List.copyOf(distributionPoints);
        ocspServers = List.copyOf(ocspServers);
        issuerUrls = List.copyOf(issuerUrls);
        more = List.copyOf(more);
    }

    private static void requireKnown(String what, Set<String> names, Set<String> known) {
        names.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw PkiErrors.refused(what + " '" + name + "' is not allowed in a leaf certificate");
        });
    }

    /** Why it can't be for this purpose; empty text when it can. */
    public String problem(Purpose purpose) {
        boolean server = !purpose.server() || extendedKeyUsages.contains("serverAuth");
        boolean client = !purpose.client() || extendedKeyUsages.contains("clientAuth");
        return server && client
                ? ""
                : "it does not have the extended key usage " + (server ? "clientAuth" : "serverAuth");
    }

    X500Name subject(String commonName) {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        ATTRIBUTES.forEach((attribute, oid) -> {
            List<String> values = subject.getOrDefault(attribute, List.of());
            if (!values.isEmpty()) {
                name.addMultiValuedRDN(
                        values.stream().map(value -> oid).toArray(ASN1ObjectIdentifier[]::new),
                        values.toArray(String[]::new));
            }
        });
        return name.addRDN(BCStyle.CN, commonName).build();
    }

    /** The extensions it is made of, but for names and key identifiers. */
    List<Extension> extensions(PublicKey key, Purpose purpose) {
        List<Extension> extensions = new ArrayList<>();
        int bits = (key.getAlgorithm().equals("RSA") ? rsaKeyUsages : keyUsages)
                .stream().mapToInt(USAGES::get).reduce(0, (a, b) -> a | b);
        if (bits != 0) {
            extensions.add(Extensions.keyUsage(bits));
        }
        extensions.add(extendedKeyUsage(purpose));
        if (basicConstraints) {
            extensions.add(Extensions.extension(Extension.basicConstraints, true, new BasicConstraints(false)));
        }
        List<AccessDescription> access = new ArrayList<>();
        ocspServers.forEach(url -> access.add(new AccessDescription(AccessDescription.id_ad_ocsp, url(url))));
        issuerUrls.forEach(url -> access.add(new AccessDescription(AccessDescription.id_ad_caIssuers, url(url))));
        if (!access.isEmpty()) {
            extensions.add(Extensions.extension(
                    Extension.authorityInfoAccess,
                    false,
                    new AuthorityInformationAccess(access.toArray(AccessDescription[]::new))));
        }
        if (!distributionPoints.isEmpty()) {
            extensions.add(Extensions.extension(
                    Extension.cRLDistributionPoints,
                    false,
                    new CRLDistPoint(distributionPoints.stream()
                            .map(url -> new DistributionPoint(
                                    new DistributionPointName(new GeneralNames(url(url))), null, null))
                            .toArray(DistributionPoint[]::new))));
        }
        more.forEach(raw -> extensions.add(
                new Extension(new ASN1ObjectIdentifier(raw.oid()), raw.critical(), new DEROctetString(raw.value()))));
        return extensions;
    }

    private Extension extendedKeyUsage(Purpose purpose) {
        List<KeyPurposeId> others = PURPOSES.keySet().stream()
                .filter(name -> !name.endsWith("Auth") && extendedKeyUsages.contains(name))
                .map(PURPOSES::get)
                .toList();
        if (others.isEmpty()) {
            return Extensions.extendedKeyUsage(purpose);
        }
        List<KeyPurposeId> all = new ArrayList<>(purpose.server() ? List.of(KeyPurposeId.id_kp_serverAuth) : List.of());
        all.addAll(purpose.client() ? List.of(KeyPurposeId.id_kp_clientAuth) : List.of());
        all.addAll(others);
        return Extensions.extension(
                Extension.extendedKeyUsage, false, new ExtendedKeyUsage(all.toArray(KeyPurposeId[]::new)));
    }

    private static GeneralName url(String url) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, url);
    }

    @SafeVarargs
    private static <T> Map<String, T> ordered(Map.Entry<String, T>... entries) {
        Map<String, T> map = new LinkedHashMap<>();
        for (Map.Entry<String, T> entry : entries) {
            map.put(entry.getKey(), entry.getValue());
        }
        return Collections.unmodifiableMap(map);
    }
}
