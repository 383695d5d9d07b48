package aria.pki;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;

/** A root CA whose key is the same in every run, so that kept inputs which it signs stay good. */
record SampleCa(MadeCa root) {
    private static final BigInteger SECRET = BigInteger.valueOf(0xa41a);
    private static final int SEQUENCE = 0x30;

    static SampleCa make() {
        KeyPair keys = keys();
        X500Name subject = CertificateWriter.commonName("Root");
        CertificateWriter.Issuer self =
                new CertificateWriter.Issuer(subject, keys.getPrivate(), SignatureScheme.of(keys.getPublic()));
        Validity years = new Validity(MadeCa.NOW.minus(Duration.ofDays(100)), MadeCa.NOW.plus(Duration.ofDays(3000)));
        return new SampleCa(new MadeCa(
                CertificateWriter.write(
                        self,
                        subject,
                        keys.getPublic(),
                        years,
                        List.of(
                                Extensions.authority(null),
                                Extensions.keyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign),
                                Extensions.subjectKeyIdentifier(Extensions.keyIdentifier(keys.getPublic())))),
                keys));
    }

    private static KeyPair keys() {
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            ECParameterSpec curve = ((ECPrivateKey) Keys.generate(KeyType.P256).getPrivate()).getParams();
            X9ECParameters p256 = CustomNamedCurves.getByName("secp256r1");
            org.bouncycastle.math.ec.ECPoint point =
                    p256.getG().multiply(SECRET).normalize();
            return new KeyPair(
                    factory.generatePublic(new ECPublicKeySpec(
                            new ECPoint(
                                    point.getAffineXCoord().toBigInteger(),
                                    point.getAffineYCoord().toBigInteger()),
                            curve)),
                    factory.generatePrivate(new ECPrivateKeySpec(SECRET, curve)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no P-256", e);
        }
    }

    /**
     * What is to be signed, signed: the sequence of it, the algorithm and the signature. Bytes that are signed already, as their
     * form says, and those that are no sequence, are given back as they are.
     */
    byte[] signed(byte[] content) {
        int header = content.length < 2 ? 0 : content[1] >= 0 ? 2 : 2 + (content[1] & 0x7f);
        if (header == 0 || content[0] != SEQUENCE || content.length <= header || content[header] == SEQUENCE) {
            return content;
        }
        SignatureScheme scheme = SignatureScheme.of(root.keys().getPublic());
        byte[] signature = scheme.sign(root.keys().getPrivate(), content);
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        inner.writeBytes(content);
        try {
            inner.writeBytes(scheme.identifier().getEncoded("DER"));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        inner.writeBytes(element(0x03, prefixed(signature)));
        return element(SEQUENCE, inner.toByteArray());
    }

    private static byte[] prefixed(byte[] signature) {
        byte[] bits = new byte[signature.length + 1];
        System.arraycopy(signature, 0, bits, 1, signature.length);
        return bits;
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        byte[] length = BigInteger.valueOf(content.length).toByteArray();
        int zero = length[0] == 0 && length.length > 1 ? 1 : 0;
        if (content.length > 0x7f) {
            out.write(0x80 | length.length - zero);
        }
        out.write(length, zero, length.length - zero);
        out.writeBytes(content);
        return out.toByteArray();
    }
}
