package aria.ca.online;

import aria.ca.config.CaRefused;
import aria.pki.Certificates;
import aria.pki.Names;
import aria.pki.Pem;
import aria.pki.PkiRefused;
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
 * Certificates that a CA sent.
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
     * @throws CaRefused when it is for another key or other names, or does not lead to our root: it must not be used
     */
    List<X509Certificate> require(PublicKey key, Names names, List<X509Certificate> roots) {
        try {
            return checked(list("certChain"), url, key, names, roots);
        } catch (CaRefused wrong) {
            throw Failures.clocks(answer)
                    .map(clocks -> new CaRefused(wrong.getMessage() + "; " + clocks, wrong))
                    .orElse(wrong);
        }
    }

    /** As {@link #require}, for a chain that came another way. */
    static List<X509Certificate> checked(
            List<X509Certificate> chain, URI url, PublicKey key, Names names, List<X509Certificate> roots) {
        if (chain.isEmpty()) {
            throw wrong(url, "is not there");
        }
        X509Certificate leaf = chain.get(0);
        if (!leaf.getPublicKey().equals(key)) {
            throw wrong(url, "is for another key than was asked for");
        }
        try {
            if (!Certificates.names(leaf).sameAs(names)) {
                throw wrong(
                        url,
                        "has the names "
                                + String.join(", ", Certificates.names(leaf).all()) + " instead of "
                                + String.join(", ", names.all()));
            }
        } catch (PkiRefused unreadable) {
            throw new CaRefused(wrong(url, "has names that can't be read").getMessage(), unreadable);
        }
        Purpose purpose =
                Certificates.purpose(leaf).orElseThrow(() -> wrong(url, "is neither for servers nor for clients"));
        List<String> problems = ChainCheck.problems(chain, roots, Instant.now(), purpose);
        if (!problems.isEmpty()) {
            throw wrong(url, "is not good: " + problems.get(0));
        }
        return chain;
    }

    /** The certificates in a member that is a list of PEM texts. @throws CaRefused when it isn't one, or an empty one */
    List<X509Certificate> list(String member) {
        JsonObject json = answer.json();
        if (!json.has(member)
                || !json.get(member).isJsonArray()
                || json.getAsJsonArray(member).size() > MOST) {
            throw answer.odd("sends no list '" + member + "' of certificates");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (JsonElement pem : json.getAsJsonArray(member)) {
            if (!pem.isJsonPrimitive()) {
                throw answer.odd("sends no list '" + member + "' of certificates");
            }
            try {
                certificates.addAll(Pem.readCertificates(
                        pem.getAsString().getBytes(StandardCharsets.UTF_8), "what " + url + " sends"));
            } catch (PkiRefused unreadable) {
                throw new CaRefused(unreadable.getMessage(), unreadable);
            }
        }
        if (certificates.isEmpty()) {
            throw answer.odd("sends an empty list '" + member + "' of certificates");
        }
        return List.copyOf(certificates);
    }

    private static CaRefused wrong(URI url, String what) {
        return new CaRefused("The certificate that " + url + " sends " + what + ": it is not used");
    }
}
