package aria.verify.probe;

import aria.ca.OfflineSigner;
import aria.ca.Signer;
import aria.pki.Authorities;
import aria.pki.CertifiedKey;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.LeafIssuer;
import aria.pki.LeafRequest;
import aria.pki.Names;
import aria.pki.Purpose;
import aria.pki.Validity;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Client identities that every server has to refuse. They are made in memory for one run and never written.
 *
 * @param foreign    signed by a CA that nobody here trusts
 * @param expired    signed by our CA, no longer valid; empty when our CA's key is not at hand
 * @param serverOnly signed by our CA for servers alone (RFC 5280, 4.2.1.12); empty as {@code expired}
 * @param whyNone    why {@code expired} and {@code serverOnly} are empty, for people; empty when they are not
 */
public record WrongClients(
        CertifiedKey foreign,
        Optional<CertifiedKey> expired,
        Optional<CertifiedKey> serverOnly,
        Optional<String> whyNone) {
    private static final String NAME = "aria-verify";
    private static final Duration HOUR = Duration.ofHours(1);

    /** Makes all three; our CA signs two. */
    public static WrongClients signedBy(Signer signer, Instant now) {
        CertifiedKey serverOnly = signed(signer, Purpose.SERVER, signer.validityFor(HOUR, now));
        Instant start =
                later(now.minus(HOUR), serverOnly.chain().get(1).getNotBefore().toInstant());
        // No certificate is older than its CA: with one that was made a minute ago this one expired half a minute ago.
        Validity past =
                new Validity(start, start.plus(Duration.between(start, now).dividedBy(2)));
        return new WrongClients(
                foreign(now),
                Optional.of(signed(signer, Purpose.CLIENT, past)),
                Optional.of(serverOnly),
                Optional.empty());
    }

    /** Makes the one that needs no signature of our CA. */
    public static WrongClients withoutOurCa(String why, Instant now) {
        return new WrongClients(foreign(now), Optional.empty(), Optional.empty(), Optional.of(why));
    }

    /** Makes a client's certificate with a number that is on the revocation list. */
    public static CertifiedKey listed(OfflineSigner signer, BigInteger serial, Instant now) {
        return revoked(signer, NAME, serial, now);
    }

    /**
     * Makes the certificate of a caller that a proxy has to refuse because of its number alone.
     *
     * @param caller whom the proxy admits, by its name
     * @param serial on the proxy's list
     */
    public static CertifiedKey revoked(OfflineSigner signer, String caller, BigInteger serial, Instant now) {
        KeyPair pair = Keys.generate(KeyType.P256);
        LeafRequest request = request(caller, pair, Purpose.CLIENT, signer.validityFor(HOUR, now));
        return new CertifiedKey(pair.getPrivate(), signer.sign(request, serial));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static CertifiedKey signed(Signer signer, Purpose purpose, Validity validity) {
        KeyPair pair = Keys.generate(KeyType.P256);
        return new CertifiedKey(
                pair.getPrivate(), signer.sign(request(NAME, pair, purpose, validity), pair.getPrivate()));
    }

    private static CertifiedKey foreign(Instant now) {
        Validity validity = new Validity(now.minus(HOUR), now.plus(HOUR));
        CertifiedKey root = Authorities.root("aria-verify foreign CA", KeyType.P256, validity, List.of());
        KeyPair pair = Keys.generate(KeyType.P256);
        X509Certificate leaf = new LeafIssuer(root).issue(request(NAME, pair, Purpose.CLIENT, validity));
        return new CertifiedKey(pair.getPrivate(), List.of(leaf, root.certificate()));
    }

    private static LeafRequest request(String name, KeyPair pair, Purpose purpose, Validity validity) {
        return new LeafRequest(
                name, Names.of(List.of("localhost")), pair.getPublic(), purpose, validity, Optional.empty());
    }
}
