package aria.pki;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The accepted keys and signatures: those of the Baseline Requirements, 6.1.5 and 7.1.3.2, and Ed25519. */
public final class KeyRules {

    private static final int LEAST_RSA_BITS = 2048;
    /** More makes a validator work, and protects nothing. */
    private static final int MOST_RSA_BITS = 16384;

    private static final Set<ASN1ObjectIdentifier> CURVES =
            Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1, SECObjectIdentifiers.secp521r1);
    private static final Set<ASN1ObjectIdentifier> SIGNATURES = Set.of(
            PKCSObjectIdentifiers.sha256WithRSAEncryption,
            PKCSObjectIdentifiers.sha384WithRSAEncryption,
            PKCSObjectIdentifiers.sha512WithRSAEncryption,
            PKCSObjectIdentifiers.id_RSASSA_PSS,
            X9ObjectIdentifiers.ecdsa_with_SHA256,
            X9ObjectIdentifiers.ecdsa_with_SHA384,
            X9ObjectIdentifiers.ecdsa_with_SHA512,
            EdECObjectIdentifiers.id_Ed25519);

    private KeyRules() {}

    /** What is wrong with the certificate's key. */
    static Optional<String> problem(CertificateView view) {
        return problem(view.content().getSubjectPublicKeyInfo());
    }

    /** What is wrong with a key. */
    static Optional<String> problem(SubjectPublicKeyInfo key) {
        ASN1ObjectIdentifier kind = key.getAlgorithm().getAlgorithm();
        if (kind.equals(EdECObjectIdentifiers.id_Ed25519)) {
            return Optional.empty();
        }
        if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return Rfc5280Rules.when(
                    !(key.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier curve)
                            || !CURVES.contains(curve),
                    "has a key on a curve other than P-256, P-384 and P-521");
        }
        if (!kind.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return Optional.of("has a key of a type that is not accepted (" + kind + ")");
        }
        return rsa(key);
    }

    private static Optional<String> rsa(SubjectPublicKeyInfo key) {
        try {
            RSAPublicKey rsa = RSAPublicKey.getInstance(key.parsePublicKey());
            int bits = rsa.getModulus().bitLength();
            if (rsa.getPublicExponent().bitLength() < 2
                    || !rsa.getPublicExponent().testBit(0)) {
                return Optional.of("has an RSA key with an unusable exponent");
            }
            return Rfc5280Rules.when(
                    bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS || bits % 8 != 0,
                    "has an RSA key of " + bits + " bits");
        } catch (IOException | IllegalArgumentException malformed) {
            return Optional.of("has an RSA key that cannot be read");
        }
    }

    /** Whether signatures of that kind are accepted: none with MD5 or SHA-1. */
    public static boolean isAcceptedSignature(ASN1ObjectIdentifier algorithm) {
        return SIGNATURES.contains(algorithm);
    }
}
