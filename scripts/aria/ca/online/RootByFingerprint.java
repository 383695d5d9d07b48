package aria.ca.online;

import static aria.finding.Remedy.advice;

import aria.ca.CaUrl;
import aria.ca.config.CaErrors;
import aria.pki.Certificates;
import aria.pki.Pem;
import aria.pki.Purpose;
import aria.pki.UnverifiedTls;
import aria.pki.path.ChainCheck;
import aria.pki.path.HostNames;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a machine that has nothing learns to trust a CA: one request over TLS that isn't verified, for the root with a fingerprint that
 * came another way. Only a root with that SHA-256 counts, and then the connection that brought it has to come from it, too.
 */
public final class RootByFingerprint {

    private RootByFingerprint() {}

    /** The 64 hexadecimal digits of a SHA-256, in lower case; colons, dashes and blanks may stand between them. Empty when it is something else. */
    public static Optional<String> normal(String fingerprint) {
        String digits = fingerprint.replaceAll("[:\\s-]", "").toLowerCase(Locale.ROOT);
        return digits.matches("[0-9a-f]{64}") ? Optional.of(digits) : Optional.empty();
    }

    /**
     * Fetches the root.
     *
     * @param fingerprint as {@link #normal} gives it
     * @throws aria.finding.UnavailableException when the CA does not answer
     * @throws aria.finding.RefusedException when it has no such root, sends another, or shows a certificate that doesn't come from it
     */
    public static X509Certificate fetch(URI url, String fingerprint, HttpLimits patience) {
        // Judged as soon as the root is known.
        UnverifiedTls tls = new UnverifiedTls();
        Transport unverified = Transport.with(url, tls.context(), patience);
        CaResponse answer = unverified.get("/root/" + fingerprint);
        if (answer.status() == 404) {
            throw new RejectedException(
                    404,
                    "the CA at " + url + " has no root with that fingerprint",
                    null,
                    advice("compare it with the one that init-ca or step ca init printed"));
        }
        if (answer.status() != 200) {
            throw unverified.failures().of(answer, "give its root");
        }
        X509Certificate root = root(answer, url);
        if (!Certificates.fingerprintSha256(root).equals(fingerprint)) {
            throw CaErrors.refused(url + " sends a root whose SHA-256 is " + Certificates.fingerprintSha256(root)
                    + " and not the one asked for: somebody stands between, nothing of it is kept");
        }
        requireFrom(root, tls.seen(), url);
        new StepCaClient(url, List.of(root), patience).requireHealthy();
        return root;
    }

    private static X509Certificate root(CaResponse answer, URI url) {
        return Pem.readCertificates(answer.text(answer.json(), "ca").getBytes(StandardCharsets.UTF_8), url.toString())
                .get(0);
    }

    private static void requireFrom(X509Certificate root, List<X509Certificate> chain, URI url) {
        List<String> problems = chain.isEmpty()
                ? List.of("it showed no certificate")
                : ChainCheck.problems(chain, List.of(root), Instant.now(), Purpose.SERVER);
        if (!problems.isEmpty()) {
            throw CaErrors.refused(
                    "the root with that fingerprint is there, but what answers at " + url + " does not come from it: "
                            + problems.get(0) + "; somebody stands between, nothing of it is kept");
        }
        if (!HostNames.match(chain.get(0), CaUrl.host(url))) {
            throw Failures.noSuchName(url, null);
        }
    }
}
