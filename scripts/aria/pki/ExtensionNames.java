package aria.pki;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;

/** The names of extensions in RFC 5280, and those that path validation understands. */
public final class ExtensionNames {

    private static final Map<ASN1ObjectIdentifier, String> NAMES = names();

    /** Those that are processed, here or by the JDK; any other that is critical refuses the path (RFC 5280, 4.2). */
    private static final Set<ASN1ObjectIdentifier> UNDERSTOOD = Set.of(
            Extension.basicConstraints,
            Extension.keyUsage,
            Extension.extendedKeyUsage,
            Extension.subjectAlternativeName,
            Extension.issuerAlternativeName,
            Extension.nameConstraints,
            Extension.certificatePolicies,
            Extension.policyMappings,
            Extension.policyConstraints,
            Extension.inhibitAnyPolicy,
            Extension.authorityKeyIdentifier,
            Extension.subjectKeyIdentifier,
            Extension.cRLDistributionPoints);

    private ExtensionNames() {}

    /** The name in RFC 5280, or the numbers. */
    public static String of(ASN1ObjectIdentifier oid) {
        return NAMES.getOrDefault(oid, oid.getId());
    }

    /** Whether path validation knows what this extension means. */
    public static boolean isUnderstood(ASN1ObjectIdentifier oid) {
        return UNDERSTOOD.contains(oid);
    }

    private static Map<ASN1ObjectIdentifier, String> names() {
        Map<ASN1ObjectIdentifier, String> names = new LinkedHashMap<>();
        names.put(Extension.basicConstraints, "basicConstraints");
        names.put(Extension.keyUsage, "keyUsage");
        names.put(Extension.extendedKeyUsage, "extendedKeyUsage");
        names.put(Extension.subjectAlternativeName, "subjectAltName");
        names.put(Extension.issuerAlternativeName, "issuerAltName");
        names.put(Extension.nameConstraints, "nameConstraints");
        names.put(Extension.certificatePolicies, "certificatePolicies");
        names.put(Extension.policyMappings, "policyMappings");
        names.put(Extension.policyConstraints, "policyConstraints");
        names.put(Extension.inhibitAnyPolicy, "inhibitAnyPolicy");
        names.put(Extension.authorityKeyIdentifier, "authorityKeyIdentifier");
        names.put(Extension.subjectKeyIdentifier, "subjectKeyIdentifier");
        names.put(Extension.cRLDistributionPoints, "cRLDistributionPoints");
        names.put(Extension.freshestCRL, "freshestCRL");
        names.put(Extension.authorityInfoAccess, "authorityInfoAccess");
        names.put(Extension.subjectInfoAccess, "subjectInfoAccess");
        names.put(Extension.cRLNumber, "cRLNumber");
        names.put(Extensions.STEP_PROVISIONER, "stepProvisioner");
        return names;
    }
}
