package aria.ca;

import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.LeafRequest;
import aria.pki.Names;
import aria.pki.ProvisionerIdentity;
import aria.pki.Purpose;
import aria.pki.Validity;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Signs certificate requests, with the CA's files or through a CA on the network. Safe for use by several threads. */
public interface Signer {

    /**
     * Signs.
     *
     * @param holder the private key of the one that is certified: a CA over the network wants to see that the asker
     *               has it
     * @return the leaf, then the intermediate; never the root
     * @throws aria.finding.UnavailableException when the CA is elsewhere and does not answer
     * @throws aria.finding.RefusedException when it will not sign this
     */
    List<X509Certificate> sign(LeafRequest request, PrivateKey holder);

    /**
     * Returns how far the CA's clock is ahead of this machine's, negative when behind; empty where the CA's files sign, or the CA
     * does not say.
     *
     * @throws aria.finding.UnavailableException when the CA is elsewhere and does not answer
     */
    default Optional<Duration> clockAhead() {
        return Optional.empty();
    }

    /** The certificate of the intermediate that signs. */
    X509Certificate issuer();

    /** How many may be signed at the same time. */
    int parallelism();

    /** The root certificates whoever checks these leaves has to trust; at least one. */
    List<X509Certificate> roots();

    /** The provisioner that leaves name in step-ca's extension; empty when ca.json has no JWK. */
    Optional<ProvisionerIdentity> provisioner();

    /** The validity a leaf gets when {@code wanted} is asked for: within the CA's claims and the issuer's own end. */
    Validity validityFor(Duration wanted, Instant now);

    /**
     * Returns why a leaf ends when it does, and not later or earlier; a clause, behind "because".
     *
     * @param claims the file that has them
     */
    default String limit(Validity given, String claims) {
        return given.notAfter().equals(Certificates.validity(issuer()).notAfter())
                ? "the issuer expires then"
                : "the claims in " + claims + " allow no other lifetime";
    }

    /**
     * Makes a key and has it certified.
     *
     * @param validity as {@link #validityFor} gives it
     */
    default CertifiedKey issue(String commonName, Names names, Purpose purpose, KeyType type, Validity validity) {
        KeyPair keys = Keys.generate(type);
        return new CertifiedKey(
                keys.getPrivate(),
                sign(
                        new LeafRequest(commonName, names, keys.getPublic(), purpose, validity, provisioner()),
                        keys.getPrivate()));
    }
}
