package aria.verify;

import aria.ca.Signer;
import aria.pki.Authorities;
import aria.pki.CertifiedKey;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.LeafIssuer;
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

/** A root and an intermediate in memory, which sign what tests need. */
public final class TestCa implements Signer {
    private final Instant now = Instant.now();
    private final Validity validity = new Validity(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(10)));
    private final CertifiedKey root = Authorities.root("Test Root", KeyType.P256, validity, List.of());
    private final CertifiedKey intermediate =
            Authorities.intermediate("Test Intermediate", KeyType.P256, validity, root, List.of());

    /** When it was made. */
    public Instant made() {
        return now;
    }

    /** An identity for both sides of a connection, good for these names. */
    public CertifiedKey identity(String... names) {
        KeyPair pair = Keys.generate(KeyType.P256);
        LeafRequest request = new LeafRequest(
                names[0],
                Names.of(List.of(names)),
                pair.getPublic(),
                Purpose.SERVER_AND_CLIENT,
                validity,
                Optional.empty());
        return new CertifiedKey(pair.getPrivate(), sign(request, pair.getPrivate()));
    }

    @Override
    public List<X509Certificate> sign(LeafRequest request, PrivateKey holder) {
        return List.of(new LeafIssuer(intermediate).issue(request), intermediate.certificate());
    }

    @Override
    public X509Certificate issuer() {
        return intermediate.certificate();
    }

    @Override
    public int parallelism() {
        return 1;
    }

    @Override
    public List<X509Certificate> roots() {
        return List.of(root.certificate());
    }

    @Override
    public Optional<ProvisionerIdentity> provisioner() {
        return Optional.empty();
    }

    @Override
    public Validity validityFor(Duration wanted, Instant at) {
        return validity;
    }
}
