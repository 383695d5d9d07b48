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
import java.util.stream.Stream;

/**
 * Fetches the root of a CA by its fingerprint, so that a machine without files learns to trust the CA. One request
 * over unverified TLS asks for the root; the fingerprint must come from another source. Only a root with that SHA-256
 * is accepted, and the certificate of that connection must chain to it.
 */
public final class RootByFingerprint {

    private RootByFingerprint() {}

    /**
     * The 64 hexadecimal digits of a SHA-256, in lower case; colons, dashes and blanks may stand between them. Empty
     * when it is something else.
     */
    public static Optional<String> normal(String fingerprint) {
        String digits = fingerprint.replaceAll("[:\\s-]", "").toLowerCase(Locale.ROOT);
        return digits.matches("[0-9a-f]{64}") ? Optional.of(digits) : Optional.empty();
    }

    /**
     * Fetches the root.
     *
     * @param fingerprint as {@link #normal} gives it
     * @throws aria.finding.UnavailableException when the CA does not answer
     * @throws aria.finding.RefusedException when it has no such root, sends another, or shows a certificate that
     *                                       doesn't come from it
     */
    public static X509Certificate fetch(URI url, String fingerprint, HttpLimits patience) {
        // Judged as soon as the root is known.
        UnverifiedTls tls = new UnverifiedTls();
        X509Certificate root = ask(url, fingerprint, tls, patience).orElseThrow(() -> unknown(url));
        requireFrom(root, tls.seen(), url);
        new StepCaClient(url, List.of(root), patience).requireHealthy();
        return root;
    }

    /**
     * As {@link #fetch(URI, String, HttpLimits)}, while one root follows another: the CA has one of these roots, or more.
     *
     * @return those that it has, the one first that its certificate chains to
     */
    public static List<X509Certificate> fetch(URI url, List<String> fingerprints, HttpLimits patience) {
        if (fingerprints.size() == 1) {
            return List.of(fetch(url, fingerprints.get(0), patience));
        }
        UnverifiedTls tls = new UnverifiedTls();
        List<X509Certificate> roots = fingerprints.stream()
                .distinct()
                .flatMap(one -> ask(url, one, tls, patience).stream())
                .toList();
        X509Certificate first = roots.stream()
                .filter(root -> problems(root, tls.seen()).isEmpty())
                .findFirst()
                .or(() -> roots.stream().findFirst())
                .orElseThrow(() -> unknown(url));
        requireFrom(first, tls.seen(), url);
        new StepCaClient(url, roots, patience).requireHealthy();
        return Stream.concat(Stream.of(first), roots.stream().filter(root -> !root.equals(first)))
                .toList();
    }

    private static RejectedException unknown(URI url) {
        return new RejectedException(
                404,
                "the CA at " + url + " has no root with that fingerprint",
                null,
                advice("compare it with the one that init-ca or step ca init printed"));
    }

    /** The root with this fingerprint; empty when the CA has none. */
    private static Optional<X509Certificate> ask(URI url, String fingerprint, UnverifiedTls tls, HttpLimits patience) {
        Transport unverified = Transport.with(url, tls.context(), patience);
        CaResponse answer = unverified.get("/root/" + fingerprint);
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (answer.status() != 200) {
            throw unverified.failures().of(answer, "send its root");
        }
        X509Certificate root = root(answer, url);
        if (!Certificates.fingerprintSha256(root).equals(fingerprint)) {
            throw CaErrors.refused(
                    url + " sent a root with the SHA-256 fingerprint " + Certificates.fingerprintSha256(root)
                            + " instead of the requested one; the connection may be intercepted, so nothing was saved");
        }
        return Optional.of(root);
    }

    private static List<String> problems(X509Certificate root, List<X509Certificate> chain) {
        return chain.isEmpty()
                ? List.of("it presented no certificate")
                : ChainCheck.problems(chain, List.of(root), Instant.now(), Purpose.SERVER);
    }

    private static X509Certificate root(CaResponse answer, URI url) {
        return Pem.readCertificates(answer.text(answer.json(), "ca").getBytes(StandardCharsets.UTF_8), url.toString())
                .get(0);
    }

    private static void requireFrom(X509Certificate root, List<X509Certificate> chain, URI url) {
        List<String> problems = problems(root, chain);
        if (!problems.isEmpty()) {
            throw CaErrors.refused("the root with that fingerprint is there, but the certificate that " + url
                    + " presents does not chain to it: " + problems.get(0)
                    + "; the connection may be intercepted, so nothing was saved");
        }
        if (!HostNames.match(chain.get(0), CaUrl.host(url))) {
            throw Failures.noSuchName(url, null);
        }
    }
}
