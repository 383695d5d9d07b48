package aria.pki.path;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The result of path validation.
 *
 * @param path     the peer first, the root last: the good one, else the first that was found; empty when none reaches
 *                 a root
 * @param problems what is wrong with it, as lines for a person; empty when it is good
 */
public record PathVerdict(List<X509Certificate> path, List<String> problems) {

    public PathVerdict {
        path = List.copyOf(path);
        problems = List.copyOf(problems);
    }

    /** Whether the peer is to be believed. */
    public boolean valid() {
        return problems.isEmpty();
    }
}
