package aria.ca;

import static org.assertj.core.api.Assertions.assertThat;

import aria.ca.config.CaConfig;
import aria.ca.config.LeafTemplate;
import aria.ca.config.NamePolicy;
import aria.ca.config.NameRules;
import aria.edit.json.JsonDocument;
import aria.finding.RefusedException;
import aria.pki.Names;
import aria.testing.Fuzz;
import aria.testing.FuzzInput;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.PasswordBasedEncrypter;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Any bytes as the files of a CA: changed in what was asked and in nothing else, or refused in one line. */
class CaFuzzTest {
    private static final String NAME = "the file";
    private static final Names NAMES = Names.of(List.of("db", "db.state.svc.cluster.local", "127.0.0.1"));

    /** The first line says which file it is, for the provisioner's key also the password. */
    @Fuzz
    void a_file_is_read_and_changed_where_it_was_asked_or_refused(byte[] input) {
        FuzzInput given = FuzzInput.of(input);
        try {
            switch (given.kind()) {
                case "config" -> config(given.body());
                case "template" -> template(given.text());
                case "key" -> key(given);
                default -> {}
            }
        } catch (RefusedException refused) {
            assertThat(refused.getMessage()).startsWith(NAME).doesNotContain("\n");
        }
    }

    private static void config(byte[] content) {
        CaConfig before = CaConfig.parse(NAME, content);
        assertThat(before.content()).as("what is read is written").isEqualTo(content);
        requireSameValues(JsonDocument.parse(NAME, content), strictly(before));
        read(before);
        change(before, before.with(new JsonPrimitive("pki/root_ca.crt"), "root"), "root");
        change(before, before.with(new JsonPrimitive(1), "a", "b", "c"), "a");
        change(before, before.withDnsNames(List.of("step-ca", "\u00fc")), "dnsNames");
        change(before, before.withPolicy(NamePolicy.allowing(NAMES)), "authority");
        JsonObject key = new JsonObject();
        key.addProperty("kid", "id");
        CaConfig provided = before.withProvisioner(key, "x.y.z");
        change(before, provided, "authority");
        assertThat(provided.ours().orElseThrow().keyId()).isEqualTo("id");
        assertThat(provided.encryptedKey()).hasValue("x.y.z".getBytes(StandardCharsets.US_ASCII));
        assertThat(provided.withProvisioner(key, "x.y.z").content()).as("again").isEqualTo(provided.content());
    }

    private static void requireSameValues(JsonDocument document, JsonObject strictly) {
        for (String name : strictly.keySet()) {
            JsonElement value = document.get(name).orElseThrow(() -> new AssertionError("no member '" + name + "'"));
            assertThat(value).isEqualTo(strictly.get(name));
        }
    }

    private static void read(CaConfig config) {
        assertThat(config.port()).isNotNegative();
        config.dnsNames();
        config.path("db", "dataSource");
        config.holdsPassword();
        config.keepsProvisionersInDatabase();
        config.subjectAttributes();
        config.forbidsRenewal();
        config.provisioners();
        config.claims();
        config.policy().ifPresent(policy -> {
            policy.isOurs();
            NameRules.of(policy.json()).refused(NAMES, Optional.of("db"));
        });
    }

    /** Another reader takes it, and nothing but the member of the root differs. */
    private static void change(CaConfig before, CaConfig after, String member) {
        JsonObject was = strictly(before);
        JsonObject is = strictly(after);
        was.remove(member);
        is.remove(member);
        assertThat(is).isEqualTo(was);
        assertThat(new ArrayList<>(is.keySet())).as("in their order").isEqualTo(new ArrayList<>(was.keySet()));
    }

    private static JsonObject strictly(CaConfig config) {
        JsonReader reader = new JsonReader(new StringReader(new String(config.content(), StandardCharsets.UTF_8)));
        reader.setStrictness(Strictness.STRICT);
        return JsonParser.parseReader(reader).getAsJsonObject();
    }

    private static void template(String text) {
        JsonObject data = new JsonObject();
        data.addProperty("country", "DE");
        data.add("list", new JsonArray());
        LeafTemplate.evaluate(text, data, NAME);
    }

    /** What begins as a JWK does is encrypted with the password before it is opened. */
    private static void key(FuzzInput given) {
        boolean plain = given.text().startsWith("{\"kty\"") && !given.argument().isEmpty();
        byte[] file = plain ? encrypted(given.text(), given.argument()) : given.body();
        ProvisionerKey key = ProvisionerKey.open(file, given.argument().toCharArray(), NAME);
        assertThat(key.publicJwk().has("d")).as("the private part").isFalse();
        assertThat(new String(key.publicFile(), StandardCharsets.UTF_8)).contains("\"kty\"");
    }

    private static byte[] encrypted(String jwk, String password) {
        try {
            JWEObject jwe = new JWEObject(
                    new JWEHeader.Builder(JWEAlgorithm.PBES2_HS256_A128KW, EncryptionMethod.A256GCM).build(),
                    new Payload(jwk));
            jwe.encrypt(new PasswordBasedEncrypter(password, 8, 1000));
            return jwe.serialize().getBytes(StandardCharsets.US_ASCII);
        } catch (JOSEException e) {
            throw new IllegalStateException("this Java lacks PBKDF2 or AES-GCM", e);
        }
    }
}
