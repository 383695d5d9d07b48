package aria.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A certificate signing request (PKCS#10, RFC 2986) whose signature proves that the requester has the key. Only the
 * key is used; requested names and extensions are shown and never copied.
 *
 * @param publicKey  the key
 * @param commonName of its subject; empty when it has none
 * @param wanted     the alternative names it asks for, as openssl shows them
 */
public record CertificateRequest(PublicKey publicKey, String commonName, List<String> wanted) {

    public CertificateRequest {
        wanted = List.copyOf(wanted);
    }

    /**
     * Reads one, PEM or DER.
     *
     * @param label what to call the file in an error
     * @throws aria.finding.RefusedException when it isn't one, its signature is wrong, or its key is too weak to be
     *                                       certified
     */
    public static CertificateRequest read(byte[] pemOrDer, String label) {
        try {
            CertificationRequest request = CertificationRequest.getInstance(der(pemOrDer, label));
            KeyRules.problem(request.getCertificationRequestInfo().getSubjectPublicKeyInfo())
                    .ifPresent(problem -> {
                        throw PkiErrors.in(label, "the request " + problem);
                    });
            PublicKey key = publicKey(request);
            if (!SignatureScheme.of(key)
                    .verifies(
                            key,
                            request.getCertificationRequestInfo().getEncoded("DER"),
                            request.getSignature().getOctets())) {
                throw PkiErrors.in(
                        label, "the request was not signed by its own key, or with an unusual hash for that key");
            }
            RDN[] names = request.getCertificationRequestInfo().getSubject().getRDNs(BCStyle.CN);
            return new CertificateRequest(
                    key, names.length == 0 ? "" : names[0].getFirst().getValue().toString(), wanted(request));
        } catch (IOException
                | GeneralSecurityException
                | IllegalArgumentException
                | ClassCastException
                | IllegalStateException malformed) {
            throw PkiErrors.in(label, "not a valid certificate request", malformed);
        }
    }

    private static byte[] der(byte[] pemOrDer, String label) {
        if (pemOrDer.length > 0 && pemOrDer[0] == 0x30) {
            return pemOrDer;
        }
        return Pem.read(pemOrDer, label).stream()
                .filter(block -> block.type().endsWith("CERTIFICATE REQUEST"))
                .findFirst()
                .orElseThrow(
                        () -> PkiErrors.in(
                                label,
                                "the file holds no certificate request: it should have a line '-----BEGIN CERTIFICATE REQUEST-----'"))
                .content();
    }

    private static PublicKey publicKey(CertificationRequest request) throws GeneralSecurityException, IOException {
        var info = request.getCertificationRequestInfo().getSubjectPublicKeyInfo();
        ASN1ObjectIdentifier kind = info.getAlgorithm().getAlgorithm();
        String algorithm = kind.equals(X9ObjectIdentifiers.id_ecPublicKey) ? "EC" : kind.getId();
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(info.getEncoded("DER")));
    }

    private static List<String> wanted(CertificationRequest request) {
        var attributes = request.getCertificationRequestInfo().getAttributes();
        for (int i = 0; attributes != null && i < attributes.size(); i++) {
            Attribute attribute = Attribute.getInstance(attributes.getObjectAt(i));
            if (attribute.getAttrType().equals(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)) {
                Optional<GeneralNames> names = Optional.ofNullable(GeneralNames.fromExtensions(
                        Extensions.getInstance(attribute.getAttrValues().getObjectAt(0)),
                        Extension.subjectAlternativeName));
                return names.map(all -> List.of(all.getNames())).orElse(List.<GeneralName>of()).stream()
                        .map(NameSyntax::show)
                        .toList();
            }
        }
        return List.of();
    }
}
