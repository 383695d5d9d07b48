package aria.pki;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/**
 * Keys and signatures on the NIST curves, with Bouncy Castle's arithmetic. In the first second of a JVM's life, and a
 * command takes no longer, it needs a third of the time of the JDK's. The keys are the JDK's, because its TLS uses
 * them.
 */
enum EllipticCurve {
    /** secp256r1, with SHA-256. */
    P256(256, SECObjectIdentifiers.secp256r1, "SHA-256"),
    /** secp384r1, with SHA-384. */
    P384(384, SECObjectIdentifiers.secp384r1, "SHA-384"),
    /** secp521r1, with SHA-512. */
    P521(521, SECObjectIdentifiers.secp521r1, "SHA-512");

    private static final SecureRandom RANDOM = new SecureRandom();

    private final int bits;
    private final ASN1ObjectIdentifier identifier;
    private final String hash;

    EllipticCurve(int bits, ASN1ObjectIdentifier identifier, String hash) {
        this.bits = bits;
        this.identifier = identifier;
        this.hash = hash;
    }

    private ECNamedDomainParameters domain() {
        return new ECNamedDomainParameters(identifier, CustomNamedCurves.getByOID(identifier));
    }

    /** Whether a key is on a curve of this size: of the standard ones there is one of each. */
    boolean has(ECPrivateKey key) {
        return key.getParams().getCurve().getField().getFieldSize() == bits;
    }

    /**
     * A new key pair; the private key's encoding has the public one in it (RFC 5915, section 3), which rustls asks
     * for.
     */
    KeyPair generate() {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(domain(), RANDOM));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        BigInteger secret = ((ECPrivateKeyParameters) pair.getPrivate()).getD();
        DERBitString point = new DERBitString(
                ((ECPublicKeyParameters) pair.getPublic()).getQ().getEncoded(false));
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, identifier);
        return Infallible.get(
                "this Java can't take a key on " + this,
                () -> new KeyPair(
                        KeyFactory.getInstance("EC")
                                .generatePublic(new X509EncodedKeySpec(
                                        new SubjectPublicKeyInfo(algorithm, point).getEncoded("DER"))),
                        Keys.fromPkcs8(new PrivateKeyInfo(
                                algorithm, new org.bouncycastle.asn1.sec.ECPrivateKey(bits, secret, point, null)))));
    }

    /** ECDSA over the content's hash, as in a certificate (RFC 3279, 2.2.3). */
    byte[] sign(ECPrivateKey key, byte[] content) {
        ECNamedDomainParameters domain = domain();
        ECDSASigner signer = new ECDSASigner();
        signer.init(true, new ParametersWithRandom(new ECPrivateKeyParameters(key.getS(), domain), RANDOM));
        return Infallible.get("this Java can't sign on " + this, () -> {
            BigInteger[] signature =
                    signer.generateSignature(MessageDigest.getInstance(hash).digest(content));
            return StandardDSAEncoding.INSTANCE.encode(domain.getN(), signature[0], signature[1]);
        });
    }
}
