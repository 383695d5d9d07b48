package aria.ca.online;

import aria.ca.Signer;
import aria.pki.LeafRequest;
import aria.pki.ProvisionerIdentity;
import aria.pki.Validity;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Signs with one of two signers: the other one is for requests that the first does not serve.
 *
 * @param first  the one that is told of; lifetimes are its
 * @param other of the same CA
 * @param left  the requests that are for the other one
 */
public record SplitSigner(Signer first, Signer other, Predicate<LeafRequest> left) implements Signer {

    @Override
    public List<X509Certificate> sign(LeafRequest request, PrivateKey holder) {
        return (left.test(request) ? other : first).sign(request, holder);
    }

    @Override
    public Optional<Duration> clockAhead() {
        return first.clockAhead();
    }

    @Override
    public X509Certificate issuer() {
        return first.issuer();
    }

    @Override
    public int parallelism() {
        return Math.min(first.parallelism(), other.parallelism());
    }

    @Override
    public List<X509Certificate> roots() {
        return first.roots();
    }

    @Override
    public Optional<ProvisionerIdentity> provisioner() {
        return first.provisioner();
    }

    @Override
    public Validity validityFor(Duration wanted, Instant now) {
        return first.validityFor(wanted, now);
    }
}
