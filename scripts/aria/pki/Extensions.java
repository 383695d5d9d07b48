package aria.pki;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The extensions that we write (RFC 5280, 4.2.1), one function each. */
public final class Extensions {

    /** step-ca's provisioner extension. */
    static final ASN1ObjectIdentifier STEP_PROVISIONER = new ASN1ObjectIdentifier("1.3.6.1.4.1.37476.9000.64.1");
    /** Its type number of a JWK provisioner. */
    static final int STEP_JWK = 1;
    /** Its type number of an ACME provisioner. */
    static final int STEP_ACME = 6;

    private static final byte[] LOOPBACK_4 = {127, 0, 0, 0, (byte) 255, 0, 0, 0};

    private Extensions() {}

    /**
     * 4.2.1.9.
     *
     * @param pathLengthOrNull null for no limit
     */
    public static Extension authority(Integer pathLengthOrNull) {
        return extension(
                Extension.basicConstraints,
                true,
                pathLengthOrNull == null ? new BasicConstraints(true) : new BasicConstraints(pathLengthOrNull));
    }

    /**
     * 4.2.1.3.
     *
     * @param bits of {@link KeyUsage}
     */
    public static Extension keyUsage(int bits) {
        return extension(Extension.keyUsage, true, new KeyUsage(bits));
    }

    /** 4.2.1.12 */
    public static Extension extendedKeyUsage(Purpose purpose) {
        List<KeyPurposeId> ids = new ArrayList<>();
        if (purpose.server()) {
            ids.add(KeyPurposeId.id_kp_serverAuth);
        }
        if (purpose.client()) {
            ids.add(KeyPurposeId.id_kp_clientAuth);
        }
        return extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(ids.toArray(KeyPurposeId[]::new)));
    }

    /** 4.2.1.6 */
    static Extension alternativeNames(Names names) {
        Stream<GeneralName> dns = names.dns().stream().map(name -> new GeneralName(GeneralName.dNSName, name));
        Stream<GeneralName> ips = names.ips().stream()
                .map(ip -> new GeneralName(
                        GeneralName.iPAddress,
                        new DEROctetString(IpAddresses.bytes(ip).orElseThrow())));
        return extension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(Stream.concat(dns, ips).toArray(GeneralName[]::new)));
    }

    /** 4.2.1.2 */
    static Extension subjectKeyIdentifier(byte[] identifier) {
        return extension(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(identifier));
    }

    /** 4.2.1.1, the key identifier alone */
    public static Extension authorityKeyIdentifier(byte[] identifier) {
        return extension(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(identifier));
    }

    /**
     * 4.2.1.10: the given domains, and always localhost and the loopback addresses. Permitting any name of a kind
     * forbids all others of that kind, so no other address is left either.
     */
    static Extension nameConstraints(List<String> domains) {
        List<GeneralSubtree> permitted = new ArrayList<>();
        Names checked = new Names(domains, List.of()).plus(new Names(List.of("localhost"), List.of()));
        for (String domain : checked.dns()) {
            permitted.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain)));
        }
        permitted.add(new GeneralSubtree(new GeneralName(GeneralName.iPAddress, new DEROctetString(LOOPBACK_4))));
        permitted.add(new GeneralSubtree(new GeneralName(GeneralName.iPAddress, new DEROctetString(loopback6()))));
        return extension(
                Extension.nameConstraints, true, new NameConstraints(permitted.toArray(GeneralSubtree[]::new), null));
    }

    /** {@code SEQUENCE { INTEGER type, OCTET STRING name, OCTET STRING credentialID }} */
    static Extension provisioner(ProvisionerIdentity identity) {
        return extension(STEP_PROVISIONER, false, new DERSequence(new ASN1Encodable[] {
            new ASN1Integer(STEP_JWK), utf8(identity.name()), utf8(identity.keyId())
        }));
    }

    /**
     * The key identifier of RFC 5280, 4.2.1.2, method 1: SHA-1 over the bits of the public key. It names a key, it
     * protects nothing.
     */
    public static byte[] keyIdentifier(PublicKey key) {
        return Infallible.get("this Java has no SHA-1", () -> {
            byte[] bits = SubjectPublicKeyInfo.getInstance(key.getEncoded())
                    .getPublicKeyData()
                    .getBytes();
            return MessageDigest.getInstance("SHA-1").digest(bits);
        });
    }

    /** The identifier that the certificate gives its own key, or the computed one when it gives none. */
    public static byte[] keyIdentifier(X509Certificate certificate) {
        byte[] value = certificate.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        if (value == null) {
            return keyIdentifier(certificate.getPublicKey());
        }
        return SubjectKeyIdentifier.getInstance(
                        ASN1OctetString.getInstance(value).getOctets())
                .getKeyIdentifier();
    }

    private static byte[] loopback6() {
        byte[] addressAndMask = new byte[32];
        addressAndMask[15] = 1;
        Arrays.fill(addressAndMask, 16, 32, (byte) 255);
        return addressAndMask;
    }

    private static DEROctetString utf8(String text) {
        return new DEROctetString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Any other, encoded as DER. */
    static Extension extension(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        return Infallible.get(
                "an extension that can't be encoded: " + oid,
                () -> new Extension(
                        oid,
                        critical,
                        new DEROctetString(value.toASN1Primitive().getEncoded("DER"))));
    }
}
