package aria.pki;

import java.security.KeyPair;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Writes certificate signing requests (PKCS#10, RFC 2986) for a CA elsewhere. */
public final class RequestWriter {

    private RequestWriter() {}

    /**
     * A request in DER, signed with the key it is for.
     *
     * @param commonName of the subject; empty text for an empty subject
     * @param names      the alternative names to ask for (RFC 2985, 5.4.2); none for no such attribute
     */
    public static byte[] der(String commonName, Names names, KeyPair pair) {
        X500Name subject = commonName.isEmpty()
                ? X500Name.getInstance(new DERSequence())
                : CertificateWriter.commonName(commonName);
        ASN1Encodable[] attributes = names.isEmpty()
                ? new ASN1Encodable[0]
                : new ASN1Encodable[] {
                    new Attribute(
                            PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                            new DERSet(new Extensions(aria.pki.Extensions.alternativeNames(names))))
                };
        SignatureScheme scheme = SignatureScheme.of(pair.getPublic());
        return Infallible.get("a request of our own making can't be encoded", () -> {
            CertificationRequestInfo content = new CertificationRequestInfo(
                    subject, SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()), new DERSet(attributes));
            byte[] signature = scheme.sign(pair.getPrivate(), content.getEncoded("DER"));
            return new DERSequence(new ASN1Encodable[] {content, scheme.identifier(), new DERBitString(signature)})
                    .getEncoded("DER");
        });
    }

    /** As {@link #der}, in its text form. */
    public static byte[] pem(String commonName, Names names, KeyPair pair) {
        return Pem.write("CERTIFICATE REQUEST", der(commonName, names, pair));
    }
}
