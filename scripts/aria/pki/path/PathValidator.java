package aria.pki.path;

import aria.pki.Certificates;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds a path from a certificate to a trusted root and checks it (RFC 5280, section 6; building after RFC 4158). The
 * peer is valid when any path is. The work is bounded for all inputs.
 */
public final class PathValidator {

    /** How many certificates are put into paths before the search ends. */
    private static final int MOST_STEPS = 500;

    private final PathQuestion question;
    private final SignatureChecks signatures = new SignatureChecks();
    private final PathRules rules;
    private Optional<PathVerdict> firstRefused = Optional.empty();
    private X509Certificate deadEnd;
    private int steps;

    private PathValidator(PathQuestion question) {
        this.question = question;
        this.rules = new PathRules(question, signatures);
        this.deadEnd = question.peer();
    }

    /** Judges. Reads nothing but the question: no network, no clock, no trust store of the machine. */
    public static PathVerdict validate(PathQuestion question) {
        return new PathValidator(question).search();
    }

    private PathVerdict search() {
        if (question.roots().contains(question.peer())) {
            return new PathVerdict(List.of(question.peer()), List.of("the certificate is the trusted root itself"));
        }
        return extend(List.of(question.peer()))
                .or(() -> firstRefused)
                .orElseGet(() -> new PathVerdict(List.of(), List.of(noPath())));
    }

    private String noPath() {
        return signatures.exhausted() || steps >= MOST_STEPS
                ? "there are too many ways to a trusted root to try them all"
                : "signed by '" + Certificates.issuerName(deadEnd) + "', which is not a trusted root";
    }

    /** The first good path that begins with these. */
    private Optional<PathVerdict> extend(List<X509Certificate> path) {
        X509Certificate last = path.get(path.size() - 1);
        List<X509Certificate> roots = issuers(question.roots(), last);
        for (X509Certificate root : roots) {
            if (signatures.isSignedBy(last, root)) {
                PathVerdict verdict = judged(with(path, root));
                if (verdict.valid()) {
                    return Optional.of(verdict);
                }
                firstRefused = firstRefused.or(() -> Optional.of(verdict));
            }
        }
        for (X509Certificate issuer : issuers(question.others(), last)) {
            if (path.size() <= longest()
                    && !isIn(path, issuer)
                    && ++steps < MOST_STEPS
                    && signatures.isSignedBy(last, issuer)) {
                deadEnd = issuer;
                Optional<PathVerdict> found = extend(with(path, issuer));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** Self-issued certificates don't count against the depth, but they don't come without end either. */
    private int longest() {
        return 2 * Math.min(question.maxDepth(), PathQuestion.DEFAULT_DEPTH) + 2;
    }

    private PathVerdict judged(List<X509Certificate> path) {
        return new PathVerdict(path, rules.problems(path));
    }

    /** By name; those whose key the certificate names come first (RFC 4158, 3.5.12). */
    private static List<X509Certificate> issuers(List<X509Certificate> candidates, X509Certificate certificate) {
        Stream<X509Certificate> named = candidates.stream()
                .filter(each -> each.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()));
        return named.distinct()
                .sorted(Comparator.comparing(each -> !PathRules.namesKeyOf(certificate, each)))
                .toList();
    }

    /** RFC 4158, 5.2: the same CA with the same key twice is a loop. */
    private static boolean isIn(List<X509Certificate> path, X509Certificate candidate) {
        return path.stream()
                .anyMatch(each -> each.getSubjectX500Principal().equals(candidate.getSubjectX500Principal())
                        && each.getPublicKey().equals(candidate.getPublicKey()));
    }

    private static List<X509Certificate> with(List<X509Certificate> path, X509Certificate next) {
        List<X509Certificate> longer = new ArrayList<>(path);
        longer.add(next);
        return longer;
    }
}
