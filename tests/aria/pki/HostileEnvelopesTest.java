package aria.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import aria.finding.RefusedException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.junit.jupiter.api.Test;

/** Encrypted files of other forms, which anybody can make for us to restore, and structures that never end inside. */
class HostileEnvelopesTest {
    private static final char[] PASSWORD = "correct horse".toCharArray();
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int DEEP = 30_000;

    private final byte[] sealed =
            Envelope.seal("content".getBytes(StandardCharsets.US_ASCII), Optional.of(PASSWORD), List.of());

    @Test
    void another_kind_of_content_is_not_opened() throws Exception {
        for (ASN1ObjectIdentifier kind : List.of(
                CMSObjectIdentifiers.data,
                CMSObjectIdentifiers.signedData,
                CMSObjectIdentifiers.envelopedData,
                CMSObjectIdentifiers.digestedData,
                CMSObjectIdentifiers.encryptedData,
                CMSObjectIdentifiers.authenticatedData,
                CMSObjectIdentifiers.compressedData)) {
            ASN1Sequence info = ASN1Sequence.getInstance(sealed);
            assertRefused(new DERSequence(new ASN1Encodable[] {kind, info.getObjectAt(1)}).getEncoded());
        }
    }

    /** What is in it is a file, and not another envelope. */
    @Test
    void one_in_another_is_opened_once() {
        byte[] nested = Envelope.seal(sealed, Optional.of(PASSWORD), List.of());
        assertThat(Envelope.open(nested, PASSWORD, "the file")).isEqualTo(sealed);
    }

    @Test
    void a_password_that_would_be_stretched_for_hours_is_not_tried() throws Exception {
        for (BigInteger count : List.of(
                BigInteger.valueOf(2_000_001),
                BigInteger.valueOf(Integer.MAX_VALUE),
                BigInteger.ONE.shiftLeft(32).add(BigInteger.ONE),
                BigInteger.ONE.shiftLeft(70_000),
                BigInteger.ZERO,
                BigInteger.valueOf(-1))) {
            assertRefused(with(new ASN1Integer(count), 600_000));
        }
    }

    /** The largest number that is tried. */
    @Test
    void the_longest_that_is_tried_ends_soon() throws Exception {
        assertRefused(with(new ASN1Integer(2_000_000), 600_000));
    }

    @Test
    void thousands_of_recipients_cost_one_attempt() throws Exception {
        assertRefused(recipients(5_000, false));
        assertRefused(recipients(5_000, true));
    }

    @Test
    void structures_in_structures_end_no_reader() throws Exception {
        List<byte[]> all = new ArrayList<>(List.of(nested(true), nested(false)));
        for (int i = 0; i < 2; i++) {
            byte[] inside = all.get(i);
            all.add(new DERSequence(new ASN1Encodable[] {
                        CMSObjectIdentifiers.authEnvelopedData, new DERTaggedObject(true, 0, new DEROctetString(inside))
                    })
                    .getEncoded());
        }
        for (byte[] each : all) {
            assertRefused(each);
            for (String kind :
                    List.of("CERTIFICATE", "X509 CRL", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "EC PRIVATE KEY")) {
                byte[] pem = Pem.write(kind, each);
                refused(() -> Pem.readCertificates(pem, "the file"));
                refused(() -> Revocation.read(pem, "the file"));
                refused(() -> Keys.read(pem, PASSWORD, "the file"));
            }
            refused(() -> Revocation.read(each, "the file"));
        }
    }

    private static byte[] nested(boolean indefinite) {
        if (indefinite) {
            byte[] all = new byte[2 * DEEP];
            for (int i = 0; i < all.length; i += 2) {
                all[i] = 0x30;
                all[i + 1] = (byte) 0x80;
            }
            return all;
        }
        byte[] all = new byte[5 * DEEP];
        for (int i = 0; i < DEEP; i++) {
            int length = 5 * (DEEP - i - 1);
            all[5 * i] = 0x30;
            all[5 * i + 1] = (byte) 0x83;
            all[5 * i + 2] = (byte) (length >> 16);
            all[5 * i + 3] = (byte) (length >> 8);
            all[5 * i + 4] = (byte) length;
        }
        return all;
    }

    private void assertRefused(byte[] file) {
        refused(() -> Envelope.open(file, PASSWORD, "the file"));
    }

    private static void refused(Runnable reads) {
        assertTimeoutPreemptively(SOON, () -> assertThatThrownBy(reads::run).isInstanceOf(RefusedException.class));
    }

    private byte[] recipients(int count, boolean valid) throws Exception {
        ASN1Set one = infos();
        ASN1EncodableVector all = new ASN1EncodableVector();
        for (int i = 0; i < count; i++) {
            all.add(
                    valid
                            ? one.getObjectAt(0)
                            : replaced(
                                    (ASN1Primitive) one.getObjectAt(0),
                                    new ASN1Integer(600_000),
                                    new ASN1Integer(Integer.MAX_VALUE)));
        }
        byte[] file = replaced(ASN1Primitive.fromByteArray(sealed), one, new DERSet(all))
                .getEncoded();
        // The first of them is tried, with what is no password of it.
        if (valid) {
            file[file.length - 1] ^= 1;
        }
        return file;
    }

    private ASN1Set infos() {
        ASN1Sequence content = ASN1Sequence.getInstance(
                ASN1TaggedObject.getInstance(ASN1Sequence.getInstance(sealed).getObjectAt(1)), true);
        return ASN1Set.getInstance(content.getObjectAt(1));
    }

    private byte[] with(ASN1Integer count, int instead) throws Exception {
        byte[] file = replaced(ASN1Primitive.fromByteArray(sealed), new ASN1Integer(instead), count)
                .getEncoded();
        assertThat(Arrays.equals(file, sealed)).isFalse();
        return file;
    }

    /** A structure with one part for another, wherever that is. */
    private static ASN1Primitive replaced(ASN1Primitive in, ASN1Primitive part, ASN1Primitive by) throws Exception {
        if (in.equals(part)) {
            return by;
        }
        if (in instanceof ASN1Sequence sequence) {
            return new DERSequence(all(sequence.toArray(), part, by));
        }
        if (in instanceof ASN1Set set) {
            return new DERSet(all(set.toArray(), part, by));
        }
        if (in instanceof ASN1TaggedObject tagged) {
            ASN1Primitive base = tagged.getBaseObject().toASN1Primitive();
            return base instanceof ASN1Sequence
                    ? new DERTaggedObject(tagged.isExplicit(), tagged.getTagNo(), replaced(base, part, by))
                    : tagged;
        }
        return in;
    }

    private static ASN1Encodable[] all(ASN1Encodable[] parts, ASN1Primitive part, ASN1Primitive by) throws Exception {
        ASN1Encodable[] all = new ASN1Encodable[parts.length];
        for (int i = 0; i < parts.length; i++) {
            all[i] = replaced(parts[i].toASN1Primitive(), part, by);
        }
        return all;
    }
}
