package aria.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import aria.finding.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataStreamGenerator;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JcePasswordRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.junit.jupiter.api.Test;

/** Keys and encrypted files with any one part left out, and with numbers that nobody would write. */
class HostileStructuresTest {
    private static final char[] PASSWORD = "a long enough password".toCharArray();
    private static final Duration SOON = Duration.ofMinutes(2);

    @Test
    void a_key_that_lacks_any_part_is_refused() throws IOException {
        byte[] key = Pem.read(Keys.encryptedPem(Keys.generate(KeyType.P256).getPrivate(), PASSWORD, 10_000), "key")
                .get(0)
                .content();
        List<byte[]> broken = broken(key);
        assertThat(broken).hasSizeGreaterThan(15);
        broken.forEach(each -> assertRefused(
                () -> Keys.read(Pem.write("ENCRYPTED PRIVATE KEY", each), PASSWORD, "the key"), "the key"));
    }

    @Test
    void an_encrypted_file_that_lacks_any_part_is_refused() throws Exception {
        List<byte[]> broken = broken(sealed());
        assertThat(broken).hasSizeGreaterThan(20);
        broken.forEach(each -> assertRefused(() -> Envelope.open(each, PASSWORD, "the file"), "the file"));
    }

    private static void assertRefused(Runnable reads, String label) {
        assertTimeoutPreemptively(SOON, () -> {
            try {
                reads.run();
            } catch (RefusedException refused) {
                assertThat(refused.getMessage()).contains(label);
            } catch (RuntimeException crashed) {
                fail("a crash", crashed);
            }
        });
    }

    /** As {@link Envelope#seal}, with a password that is soon tried. */
    private static byte[] sealed() throws Exception {
        JcePasswordRecipientInfoGenerator recipient =
                new JcePasswordRecipientInfoGenerator(CMSAlgorithm.AES256_CBC, PASSWORD);
        recipient.setProvider(new BouncyCastleProvider());
        recipient.setSaltAndIterationCount(new byte[16], 10);
        CMSAuthEnvelopedDataStreamGenerator generator = new CMSAuthEnvelopedDataStreamGenerator();
        generator.addRecipientInfoGenerator(recipient);
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (OutputStream out =
                generator.open(sealed, (OutputAEADEncryptor) new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                        .setProvider(new BouncyCastleProvider())
                        .build())) {
            out.write(new byte[10]);
        }
        return ASN1Primitive.fromByteArray(sealed.toByteArray()).getEncoded(ASN1Encoding.DER);
    }

    private static List<byte[]> broken(byte[] der) throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (ASN1Primitive each : broken(ASN1Primitive.fromByteArray(der))) {
            all.add(each.getEncoded(ASN1Encoding.DER));
        }
        return all;
    }

    private static List<ASN1Primitive> broken(ASN1Primitive whole) {
        List<ASN1Primitive> all = new ArrayList<>();
        if (whole instanceof ASN1Sequence sequence) {
            lists(sequence.toArray()).forEach(parts -> all.add(new DERSequence(parts)));
        } else if (whole instanceof ASN1Set set) {
            lists(set.toArray()).forEach(parts -> all.add(new DERSet(parts)));
        } else if (whole instanceof ASN1TaggedObject tagged) {
            broken(tagged.getBaseObject().toASN1Primitive())
                    .forEach(inner -> all.add(new DERTaggedObject(tagged.isExplicit(), tagged.getTagNo(), inner)));
        } else if (whole instanceof ASN1Integer) {
            all.add(new ASN1Integer(BigInteger.ONE.shiftLeft(40)));
            all.add(new ASN1Integer(BigInteger.ONE.shiftLeft(200)));
            all.add(new ASN1Integer(-1));
        }
        return all;
    }

    private static List<ASN1EncodableVector> lists(ASN1Encodable[] parts) {
        List<ASN1EncodableVector> all = new ArrayList<>();
        for (int left = 0; left < parts.length; left++) {
            all.add(vector(parts, left, null));
            for (ASN1Primitive instead : broken(parts[left].toASN1Primitive())) {
                all.add(vector(parts, left, instead));
            }
        }
        return all;
    }

    /** All parts but one, in the place of which is another; null for none. */
    private static ASN1EncodableVector vector(ASN1Encodable[] parts, int left, ASN1Primitive insteadOrNull) {
        ASN1EncodableVector vector = new ASN1EncodableVector();
        for (int i = 0; i < parts.length; i++) {
            if (i != left) {
                vector.add(parts[i]);
            } else if (insteadOrNull != null) {
                vector.add(insteadOrNull);
            }
        }
        return vector;
    }
}
