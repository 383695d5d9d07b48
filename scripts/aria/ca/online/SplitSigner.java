package aria.ca.online;

import aria.ca.OfflineSigner;
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
 * Signs with a running CA where its policy allows the names, and with the CA's files for names that the policy cannot
 * express or does not contain yet.
 *
 * @param running the CA over the network
 * @param files   the same CA's
 * @param left    the requests that are for the files
 */
public record SplitSigner(Signer running, OfflineSigner files, Predicate<LeafRequest> left) implements Signer {

    @Override
    public List<X509Certificate> sign(LeafRequest request, PrivateKey holder) {
        return left.test(request) ? files.sign(request) : running.sign(request, holder);
    }

    @Override
    public X509Certificate issuer() {
        return running.issuer();
    }

    @Override
    public int parallelism() {
        return running.parallelism();
    }

    @Override
    public List<X509Certificate> roots() {
        return running.roots();
    }

    @Override
    public Optional<ProvisionerIdentity> provisioner() {
        return running.provisioner();
    }

    @Override
    public Validity validityFor(Duration wanted, Instant now) {
        return running.validityFor(wanted, now);
    }
}
