package aria.ca.online;

import aria.ca.config.CaErrors;
import aria.finding.RefusedException;
import aria.pki.Certificates;
import aria.pki.Names;
import aria.pki.Pem;
import aria.pki.Purpose;
import aria.pki.path.ChainCheck;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The certificates that a CA sent.
 *
 * @param answer in which they came
 * @param url    of the CA
 */
record IssuedChain(CaResponse answer, URI url) {

    /** As many as a chain may have, and more roots than anybody has. */
    private static final int MOST = 50;

    /**
     * The chain in {@code certChain}, when it is what was asked for.
     *
     * @throws RefusedException when it is for another key or other names, or does not lead to our root: it must not
     *                          be used
     */
    List<X509Certificate> require(PublicKey key, Names names, List<X509Certificate> roots) {
        try {
            return checked(list("certChain"), url, key, names, roots);
        } catch (RefusedException wrong) {
            throw Failures.clocks(answer)
                    .map(clocks -> new RefusedException(
                            wrong.finding().saying(wrong.finding().message() + "; " + clocks), wrong))
                    .orElse(wrong);
        }
    }

    /** As {@link #require}, for a chain that came another way. */
    static List<X509Certificate> checked(
            List<X509Certificate> chain, URI url, PublicKey key, Names names, List<X509Certificate> roots) {
        if (chain.isEmpty()) {
            throw wrong(url, "is missing");
        }
        X509Certificate leaf = chain.get(0);
        if (!leaf.getPublicKey().equals(key)) {
            throw wrong(url, "is for another key than requested");
        }
        Names given = names(leaf, url);
        if (!given.sameAs(names)) {
            throw wrong(
                    url,
                    "has the names " + Text.shown(String.join(", ", given.all())) + " instead of "
                            + String.join(", ", names.all()));
        }
        Purpose purpose =
                Certificates.purpose(leaf).orElseThrow(() -> wrong(url, "is neither for servers nor for clients"));
        List<String> problems = ChainCheck.problems(chain, roots, Instant.now(), purpose);
        if (!problems.isEmpty()) {
            throw wrong(url, "is not valid: " + problems.get(0));
        }
        return chain;
    }

    /**
     * The certificates in a member that is a list of PEM texts.
     *
     * @throws RefusedException when it isn't one, or an empty one
     */
    List<X509Certificate> list(String member) {
        JsonObject json = answer.json();
        if (!json.has(member)
                || !json.get(member).isJsonArray()
                || json.getAsJsonArray(member).size() > MOST) {
            throw answer.odd("sends no certificate list '" + member + "'");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (JsonElement pem : json.getAsJsonArray(member)) {
            if (!pem.isJsonPrimitive()) {
                throw answer.odd("sends no certificate list '" + member + "'");
            }
            certificates.addAll(
                    Pem.readCertificates(pem.getAsString().getBytes(StandardCharsets.UTF_8), url.toString()));
        }
        if (certificates.isEmpty()) {
            throw answer.odd("sends an empty certificate list '" + member + "'");
        }
        return List.copyOf(certificates);
    }

    private static Names names(X509Certificate leaf, URI url) {
        try {
            return Certificates.names(leaf);
        } catch (RefusedException unreadable) {
            throw wrong(url, "has names that cannot be read", unreadable);
        }
    }

    private static RefusedException wrong(URI url, String what) {
        return wrong(url, what, null);
    }

    private static RefusedException wrong(URI url, String what, Throwable cause) {
        return CaErrors.refused("the certificate that " + url + " sends " + what + ", so it is not used", cause);
    }
}
