package tools.limbo;

import aria.finding.RefusedException;
import aria.pki.Pem;
import aria.pki.PkiErrors;
import aria.pki.Profile;
import aria.pki.Purpose;
import aria.pki.Revocation;
import aria.pki.path.PathQuestion;
import aria.pki.path.PathValidator;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A case of x509-limbo: certificates, a question, and the answer that its authors expect.
 *
 * @param id       as in {@code rfc5280::nc::permitted-dns-match}; what stands first names the profile it is about
 * @param expected {@code SUCCESS} or {@code FAILURE}
 * @param json     the rest
 */
public record LimboCase(String id, String expected, JsonObject json) {

    /**
     * Reads a file of cases.
     *
     * @param label what to call the file in an error
     * @throws RefusedException when it isn't one
     */
    public static List<LimboCase> read(byte[] content, String label) {
        try {
            JsonObject file = JsonParser.parseString(new String(content, StandardCharsets.UTF_8))
                    .getAsJsonObject();
            List<LimboCase> cases = new ArrayList<>();
            for (JsonElement each : file.getAsJsonArray("testcases")) {
                JsonObject json = each.getAsJsonObject();
                cases.add(new LimboCase(
                        json.get("id").getAsString(),
                        json.get("expected_result").getAsString(),
                        json));
            }
            return List.copyOf(cases);
        } catch (JsonParseException | IllegalStateException | ClassCastException | NullPointerException notLimbo) {
            throw PkiErrors.in(
                    label, "the file holds no cases of x509-limbo: expected JSON with a member 'testcases'", notLimbo);
        }
    }

    /**
     * What our validator finds wrong; empty when it accepts.
     *
     * @param now for cases that name no time
     */
    public List<String> problems(Instant now) {
        try {
            return PathValidator.validate(question(now)).problems();
        } catch (RefusedException unreadable) {
            return List.of(unreadable.getMessage());
        }
    }

    private PathQuestion question(Instant now) {
        return new PathQuestion(
                certificate(json.get("peer_certificate").getAsString(), "the peer"),
                others(),
                roots(),
                text("validation_time")
                        .map(OffsetDateTime::parse)
                        .map(OffsetDateTime::toInstant)
                        .orElse(now),
                Optional.of(purpose()),
                profile(),
                names(),
                json.get("max_chain_depth").isJsonNull()
                        ? PathQuestion.DEFAULT_DEPTH
                        : json.get("max_chain_depth").getAsInt(),
                crls());
    }

    /** The cases contradict one another (conflicts_with) but for this: those of webpki and the CVEs are about public servers. */
    private Profile profile() {
        return id.startsWith("webpki::") || id.startsWith("cve::") ? Profile.WEBPKI : Profile.RFC5280;
    }

    private Purpose purpose() {
        return json.get("validation_kind").getAsString().equals("CLIENT") ? Purpose.CLIENT : Purpose.SERVER;
    }

    private List<X509Certificate> roots() {
        return array("trusted_certs").stream()
                .map(pem -> certificate(pem, "a root"))
                .toList();
    }

    /** Those that can be read. */
    private List<X509Certificate> others() {
        List<X509Certificate> others = new ArrayList<>();
        for (String pem : array("untrusted_intermediates")) {
            try {
                others.add(certificate(pem, "an intermediate"));
            } catch (RefusedException unreadable) {
                // nobody vouches for what cannot be read
            }
        }
        return others;
    }

    private List<X509CRL> crls() {
        return array("crls").stream()
                .map(pem -> Revocation.read(pem.getBytes(StandardCharsets.US_ASCII), "a CRL"))
                .toList();
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        if (json.get("expected_peer_name").isJsonObject()) {
            names.add(json.getAsJsonObject("expected_peer_name").get("value").getAsString());
        }
        json.getAsJsonArray("expected_peer_names")
                .forEach(name -> names.add(name.getAsJsonObject().get("value").getAsString()));
        return names;
    }

    private List<String> array(String member) {
        JsonArray array =
                json.has(member) && json.get(member).isJsonArray() ? json.getAsJsonArray(member) : new JsonArray();
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.getAsString()));
        return texts;
    }

    private Optional<String> text(String member) {
        return json.has(member) && !json.get(member).isJsonNull()
                ? Optional.of(json.get(member).getAsString())
                : Optional.empty();
    }

    private static X509Certificate certificate(String pem, String label) {
        return Pem.readCertificates(pem.getBytes(StandardCharsets.US_ASCII), label)
                .get(0);
    }
}
