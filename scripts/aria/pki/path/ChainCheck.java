package aria.pki.path;

import aria.pki.Certificates;
import aria.pki.Purpose;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a chain as a server presents it: in order, complete, and without other certificates. {@link PathValidator}
 * finds a path among certificates in any order; here the path is given, and the rules are the same.
 */
public final class ChainCheck {

    /** Longer chains are refused unread. */
    private static final int MAX_LENGTH = 8;

    private ChainCheck() {}

    /**
     * Everything that is wrong, as lines for a person.
     *
     * @param chain   leaf first, then its issuers; a root at the end is tolerated
     * @param roots   the trusted ones
     * @param at      when it has to be valid
     * @param purpose what the leaf has to be good for
     * @return empty when it is valid
     */
    public static List<String> problems(
            List<X509Certificate> chain, List<X509Certificate> roots, Instant at, Purpose purpose) {
        if (chain.isEmpty() || chain.size() > MAX_LENGTH) {
            return List.of(
                    chain.isEmpty()
                            ? "there is no certificate"
                            : "the chain has more than " + MAX_LENGTH + " certificates");
        }
        SignatureChecks signatures = new SignatureChecks();
        List<X509Certificate> path = new ArrayList<>(withoutRoots(chain, roots));
        if (path.isEmpty()) {
            return List.of("the certificate is the trusted root itself");
        }
        X509Certificate last = path.get(path.size() - 1);
        Optional<X509Certificate> root = issuerAmong(roots, last, signatures);
        if (root.isEmpty()) {
            return List.of("signed by '" + Certificates.issuerName(last) + "', which is not a trusted root");
        }
        path.add(root.get());
        return new PathRules(PathQuestion.of(chain.get(0), List.of(), roots, at, purpose), signatures).problems(path);
    }

    /**
     * Everything that keeps an intermediate from being used to sign at that time.
     *
     * @param roots those it may come from
     * @return empty when it is good
     */
    public static List<String> authorityProblems(
            X509Certificate intermediate, List<X509Certificate> roots, Instant at) {
        Set<String> problems = new LinkedHashSet<>();
        SignatureChecks signatures = new SignatureChecks();
        Optional<X509Certificate> root = issuerAmong(roots, intermediate, signatures);
        PathRules.addValidity(problems, intermediate, at);
        if (!Certificates.isAuthority(intermediate)) {
            problems.add("'" + Certificates.commonName(intermediate) + "' may not sign certificates");
        }
        if (root.isEmpty()) {
            problems.add(
                    "'" + Certificates.commonName(intermediate) + "' was not signed by the root certificate beside it");
        } else {
            PathRules.addValidity(problems, root.get(), at);
            PathRules.addLink(problems, intermediate, root.get(), 0, signatures);
        }
        return List.copyOf(problems);
    }

    private static List<X509Certificate> withoutRoots(List<X509Certificate> chain, List<X509Certificate> roots) {
        X509Certificate last = chain.get(chain.size() - 1);
        return roots.contains(last) ? chain.subList(0, chain.size() - 1) : chain;
    }

    /** By name and signature: two roots of one name lie in the bundle while a CA is being rotated. */
    private static Optional<X509Certificate> issuerAmong(
            List<X509Certificate> roots, X509Certificate certificate, SignatureChecks signatures) {
        return roots.stream()
                .filter(root -> root.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                        && signatures.isSignedBy(certificate, root))
                .findFirst();
    }
}
