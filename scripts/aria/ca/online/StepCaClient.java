package aria.ca.online;

import aria.ca.config.CaErrors;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.Names;
import aria.pki.RequestWriter;
import aria.pki.Revocation;
import aria.pki.path.ChainCheck;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The requests to step-ca. TLS is pinned to the given roots, and every response is checked before it is used. Safe
 * for use by several threads. All methods throw {@link aria.finding.UnavailableException} when no response comes,
 * {@link RejectedException} when the CA refuses, and {@link aria.finding.RefusedException} when the server is another one or its
 * response is not valid.
 */
public final class StepCaClient {

    private static final int MOST_PAGES = 100;
    private static final int PAGE = 100;
    /** All pages together may take as long as so many answers. */
    private static final int MOST_ANSWERS = 4;

    private static final int CRL_BYTES = 16 * 1024 * 1024;
    private static final Set<String> CRL_TYPES =
            Set.of("application/pkix-crl", "application/x-pem-file", "application/octet-stream");

    private final URI url;
    private final List<X509Certificate> roots;
    private final HttpLimits patience;
    private final Transport anonymous;
    private final Failures failures;

    /**
     * @param url {@code https://host:port}
     * @param roots the only ones it may come from
     */
    public StepCaClient(URI url, List<X509Certificate> roots, HttpLimits patience) {
        this.url = url;
        this.roots = List.copyOf(roots);
        this.patience = patience;
        this.anonymous = Transport.pinned(url, roots, null, patience);
        this.failures = new Failures(url);
    }

    /** Where it is. */
    public URI url() {
        return url;
    }

    /** The roots it is trusted by. */
    public List<X509Certificate> trusted() {
        return roots;
    }

    /** Returns when the CA says that it is well. */
    public void requireHealthy() {
        CaResponse answer = ok(anonymous.get("/health"), "report its health");
        if (!answer.text(answer.json(), "status").equals("ok")) {
            throw failures.of(new CaResponse(answer.from(), 503, answer.type(), answer.body(), answer.ahead()), "work");
        }
    }

    /** Its version as it says; {@code N/A} when it was built by hand. */
    public String version() {
        CaResponse answer = ok(anonymous.get("/version"), "report its version");
        return Text.shown(answer.text(answer.json(), "version"));
    }

    /** How far the CA's clock is ahead of ours, negative when behind; empty when it doesn't say. */
    public Optional<Duration> clockAhead() {
        return ok(anonymous.get("/health"), "report its health").ahead();
    }

    /** The roots it tells its clients to trust. */
    public List<X509Certificate> roots() {
        return certificates("/roots");
    }

    /** Those, and the roots of other CAs that it vouches for. */
    public List<X509Certificate> federation() {
        return certificates("/federation");
    }

    /** The intermediates it signs with. */
    public List<X509Certificate> intermediates() {
        return certificates("/intermediates");
    }

    /**
     * The intermediate it signs with now.
     *
     * @throws aria.finding.RefusedException when it can't be used: it has expired, or is another CA's
     */
    public X509Certificate soundIssuer() {
        X509Certificate issuer = intermediates().get(0);
        List<String> problems = ChainCheck.authorityProblems(issuer, roots, Instant.now());
        if (!problems.isEmpty()) {
            throw CaErrors.refused("the CA at " + url + " cannot be used: " + String.join("; ", problems));
        }
        return issuer;
    }

    /** Every provisioner, however many pages that takes. */
    public List<RemoteProvisioner> provisioners() {
        List<RemoteProvisioner> all = new ArrayList<>();
        String cursor = "";
        long end = System.nanoTime() + patience.answer().toNanos() * MOST_ANSWERS;
        for (int page = 0; page < MOST_PAGES; page++) {
            CaResponse answer = ok(
                    anonymous.get("/provisioners?limit=" + PAGE
                            + (cursor.isEmpty() ? "" : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8))),
                    "list its provisioners");
            JsonObject json = answer.json();
            if (!json.has("provisioners") || !json.get("provisioners").isJsonArray()) {
                throw answer.odd("leaves out 'provisioners'");
            }
            for (JsonElement each : json.getAsJsonArray("provisioners")) {
                all.add(RemoteProvisioner.of(answer, each));
            }
            cursor = json.has("nextCursor") ? answer.text(json, "nextCursor") : "";
            if (cursor.isEmpty()) {
                return List.copyOf(all);
            }
            if (System.nanoTime() > end) {
                throw CaErrors.refused("the list of provisioners of " + url + " takes too long, so it is not used");
            }
        }
        throw CaErrors.refused("the list of provisioners of " + url + " has more than " + MOST_PAGES + " pages");
    }

    /**
     * The revocation list.
     *
     * @throws RejectedException 404 when the CA keeps none
     */
    public X509CRL crl() {
        CaResponse answer = ok(
                Transport.pinned(url, roots, null, patience.taking(CRL_BYTES)).get("/1.0/crl"),
                "send its revocation list");
        if (!CRL_TYPES.contains(answer.type())) {
            throw answer.odd("sends '" + Text.shown(answer.type()) + "' instead of a revocation list");
        }
        return Revocation.read(answer.body(), url + "/1.0/crl");
    }

    /**
     * Asks for a certificate by one-time token.
     *
     * @param pair         what is certified
     * @param names        exactly those the token is for
     * @param lifetime     from the CA's present on; empty for its own default
     * @param token        makes a token; called once an attempt, because each is good for one
     * @param templateData for the CA's own template ({@code .Insecure.User}); empty for none
     * @return the leaf, then its intermediates
     */
    public List<X509Certificate> sign(
            String commonName,
            Names names,
            KeyPair pair,
            Optional<Duration> lifetime,
            Supplier<String> token,
            Optional<JsonObject> templateData) {
        JsonObject request = request(commonName, names, pair);
        lifetime.ifPresent(time -> request.addProperty("notAfter", time.toSeconds() + "s"));
        templateData.ifPresent(data -> request.add("templateData", data));
        CaResponse answer = created(
                anonymous.postForCertificate("/1.0/sign", () -> with(token, request)),
                "sign a certificate for '" + commonName + "'");
        return new IssuedChain(answer, url).require(pair.getPublic(), names, roots);
    }

    /**
     * A new certificate for the same key: same names, new serial, the same lifetime from now on.
     *
     * @param current presented by TLS
     */
    public List<X509Certificate> renew(CertifiedKey current) {
        CaResponse answer =
                created(as(current).postForCertificate("/1.0/renew", JsonObject::new), "renew '" + name(current) + "'");
        return renewed(answer, current, new KeyPair(current.certificate().getPublicKey(), current.key()));
    }

    /**
     * As {@link #renew}, for a new key.
     *
     * @param current presented by TLS
     */
    public List<X509Certificate> rekey(CertifiedKey current, KeyPair next) {
        JsonObject request = request(name(current), Names.none(), next);
        CaResponse answer =
                created(as(current).postForCertificate("/1.0/rekey", () -> request), "rekey '" + name(current) + "'");
        return renewed(answer, current, next);
    }

    /**
     * As {@link #renew}, for a certificate that has expired, which TLS would not take, or where something between
     * ends TLS. The CA allows it where its provisioner has {@code allowRenewalAfterExpiry}.
     */
    public List<X509Certificate> renewByToken(CertifiedKey current) {
        CaResponse answer = created(
                anonymous.postByToken("/1.0/renew", () -> RenewalToken.make(current, url)),
                "renew '" + name(current) + "'");
        return renewed(answer, current, new KeyPair(current.certificate().getPublicKey(), current.key()));
    }

    /**
     * Revokes a certificate by its own key.
     *
     * @param reason one of RFC 5280, 5.3.1
     */
    public void revoke(CertifiedKey current, CRLReason reason) {
        CaResponse answer = as(current)
                .post("/1.0/revoke", () -> revocation(current.certificate().getSerialNumber(), reason));
        ok(answer, "revoke '" + name(current) + "'");
    }

    /**
     * Revokes any certificate of the CA's.
     *
     * @param token made by {@link aria.ca.OneTimeToken#forRevocation}, once an attempt
     */
    public void revoke(BigInteger serial, CRLReason reason, Supplier<String> token) {
        JsonObject request = revocation(serial, reason);
        ok(anonymous.post("/1.0/revoke", () -> with(token, request)), "revoke " + Certificates.serialHex(serial));
    }

    /** A token is good for one attempt. */
    private static JsonObject with(Supplier<String> token, JsonObject request) {
        JsonObject body = request.deepCopy();
        body.addProperty("ott", token.get());
        return body;
    }

    private static JsonObject request(String commonName, Names names, KeyPair pair) {
        JsonObject body = new JsonObject();
        body.addProperty("csr", new String(RequestWriter.pem(commonName, names, pair), StandardCharsets.US_ASCII));
        return body;
    }

    private static JsonObject revocation(BigInteger serial, CRLReason reason) {
        JsonObject body = new JsonObject();
        body.addProperty("serial", serial.toString());
        body.addProperty("reasonCode", reason.ordinal());
        body.addProperty("passive", true);
        return body;
    }

    private List<X509Certificate> renewed(CaResponse answer, CertifiedKey before, KeyPair pair) {
        List<X509Certificate> chain =
                new IssuedChain(answer, url).require(pair.getPublic(), Certificates.names(before.certificate()), roots);
        if (chain.get(0).getSerialNumber().equals(before.certificate().getSerialNumber())) {
            throw answer.odd("renews a certificate without giving it a new serial number");
        }
        return chain;
    }

    private List<X509Certificate> certificates(String path) {
        CaResponse answer = created(anonymous.get(path), "send its certificates");
        return new IssuedChain(answer, url).list("crts");
    }

    private Transport as(CertifiedKey identity) {
        return Transport.pinned(url, roots, identity, patience);
    }

    private static String name(CertifiedKey current) {
        return Certificates.commonName(current.certificate());
    }

    private CaResponse ok(CaResponse answer, String what) {
        if (answer.status() != 200) {
            throw failures.of(answer, what);
        }
        return answer;
    }

    /** step-ca says 201 for what it makes, and for its lists of certificates too. */
    private CaResponse created(CaResponse answer, String what) {
        return answer.status() == 201 ? answer : ok(answer, what);
    }
}
