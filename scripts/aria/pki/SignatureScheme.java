package aria.pki;

import static aria.finding.Remedy.advice;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * The signature algorithm of a key. The hash follows the key: SHA-256 up to P-256 and for RSA, SHA-384 with P-384,
 * SHA-512 with P-521.
 *
 * @param jcaName    the JDK's name of the algorithm
 * @param identifier as it stands in a certificate (RFC 5758, RFC 8410, RFC 4055)
 * @param curve      of an elliptic key; null for others
 */
record SignatureScheme(String jcaName, AlgorithmIdentifier identifier, EllipticCurve curve) {

    /**
     * The scheme for the owner of the given public key.
     *
     * @throws aria.finding.RefusedException for a kind of key we don't sign with
     */
    static SignatureScheme of(PublicKey key) {
        if (key instanceof ECPublicKey ec) {
            return ofCurveSize(ec.getParams().getCurve().getField().getFieldSize());
        }
        if (key instanceof RSAPublicKey) {
            return new SignatureScheme(
                    "SHA256withRSA",
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE),
                    null);
        }
        if (key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519")) {
            return withoutParameters("Ed25519", EdECObjectIdentifiers.id_Ed25519, null);
        }
        throw PkiErrors.refused(
                "a CA key of type " + key.getAlgorithm() + " is not supported",
                advice("make one with P-256, P-384, Ed25519 or RSA"));
    }

    private static SignatureScheme ofCurveSize(int bits) {
        return switch (bits) {
            case 256 -> withoutParameters("SHA256withECDSA", X9ObjectIdentifiers.ecdsa_with_SHA256, EllipticCurve.P256);
            case 384 -> withoutParameters("SHA384withECDSA", X9ObjectIdentifiers.ecdsa_with_SHA384, EllipticCurve.P384);
            case 521 -> withoutParameters("SHA512withECDSA", X9ObjectIdentifiers.ecdsa_with_SHA512, EllipticCurve.P521);
            default ->
                throw PkiErrors.refused(
                        "a CA key on a curve of " + bits + " bits is not supported",
                        advice("make one with P-256 or P-384"));
        };
    }

    private static SignatureScheme withoutParameters(String jcaName, ASN1ObjectIdentifier oid, EllipticCurve curve) {
        return new SignatureScheme(jcaName, new AlgorithmIdentifier(oid), curve);
    }

    /**
     * Signs.
     *
     * @throws aria.finding.RefusedException when the key is of another kind
     */
    byte[] sign(PrivateKey key, byte[] content) {
        if (curve != null && key instanceof ECPrivateKey elliptic && curve.has(elliptic)) {
            return curve.sign(elliptic, content);
        }
        try {
            Signature signature = Signature.getInstance(jcaName);
            signature.initSign(key);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw PkiErrors.refused("the key cannot sign with " + jcaName + ": " + e.getMessage(), e);
        }
    }

    /** Whether the signature over the content was made by the owner of the public key. */
    boolean verifies(PublicKey key, byte[] content, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(jcaName);
            signature.initVerify(key);
            signature.update(content);
            return signature.verify(signed);
        } catch (GeneralSecurityException wrongKindOfKey) {
            return false;
        }
    }
}
