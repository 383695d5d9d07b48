package aria.ca;

import static aria.finding.Remedy.advice;

import aria.ca.config.CaErrors;
import aria.edit.json.JsonDocument;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.PasswordBasedDecrypter;
import com.nimbusds.jose.crypto.PasswordBasedEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;

/**
 * The key of the JWK provisioner. Whoever has it can request certificates from step-ca. It is an ES256 key, and its
 * id is its RFC 7638 thumbprint.
 */
public final class ProvisionerKey {

    private static final Gson PRETTY =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final String[] JWE_PARTS = {"protected", "encrypted_key", "iv", "ciphertext", "tag"
    }; // RFC 7516, 7.1 and 7.2.2
    private static final int SALT_BYTES = 16;

    private final ECKey jwk;

    private ProvisionerKey(ECKey jwk) {
        this.jwk = jwk;
    }

    /** A new one. */
    public static ProvisionerKey generate() {
        try {
            return new ProvisionerKey(new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate());
        } catch (JOSEException e) {
            throw new IllegalStateException("this Java cannot make a P-256 key", e);
        }
    }

    /**
     * Opens {@code provisioner.key.json}.
     *
     * @param encrypted a JWE, compact or flattened JSON
     * @param label     what to call the file in an error
     * @throws aria.finding.RefusedException when it isn't one, or the password does not open it
     */
    public static ProvisionerKey open(byte[] encrypted, char[] password, String label) {
        try {
            JWEObject jwe = JWEObject.parse(compact(encrypted, label));
            jwe.decrypt(new PasswordBasedDecrypter(new String(password)));
            return new ProvisionerKey(ECKey.parse(jwe.getPayload().toString()));
        } catch (ParseException
                | IllegalArgumentException
                | NullPointerException e) { // the last for a header that lacks its "enc"
            throw CaErrors.in(label, "not an encrypted JWK", e, advice("restore it"), CaErrors.NEW_CA);
        } catch (JOSEException e) {
            throw CaErrors.in(
                    label, "the key cannot be opened: the provisioner's password is wrong, or the file is damaged", e);
        }
    }

    /** The {@code kid}. */
    public String keyId() {
        return jwk.getKeyID();
    }

    /** The private JWK, for signing tokens. */
    ECKey jwk() {
        return jwk;
    }

    /** The public JWK as it stands in ca.json. */
    public JsonObject publicJwk() {
        return JsonParser.parseString(jwk.toPublicJWK().toJSONString()).getAsJsonObject();
    }

    /** {@code provisioner.pub.json}. */
    public byte[] publicFile() {
        return (PRETTY.toJson(publicJwk()) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * {@code provisioner.key.json}: PBES2-HS256+A128KW and A256GCM, in the flattened JSON form that
     * {@code step crypto jwk create} writes.
     */
    public byte[] encryptedFile(char[] password, int iterations) {
        try {
            JWEObject jwe = new JWEObject(
                    new JWEHeader.Builder(JWEAlgorithm.PBES2_HS256_A128KW, EncryptionMethod.A256GCM)
                            .contentType("jwk+json")
                            .build(),
                    new Payload(jwk.toJSONString()));
            jwe.encrypt(new PasswordBasedEncrypter(new String(password), SALT_BYTES, iterations));
            String[] parts = jwe.serialize().split("\\.");
            JsonObject flattened = new JsonObject();
            for (int i = 0; i < JWE_PARTS.length; i++) {
                flattened.addProperty(JWE_PARTS[i], parts[i]);
            }
            return (PRETTY.toJson(flattened) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JOSEException e) {
            throw new IllegalStateException("this Java lacks PBKDF2 or AES-GCM", e);
        }
    }

    /**
     * A JWE file in the compact form that ca.json holds.
     *
     * @throws aria.finding.RefusedException when it is neither form
     */
    public static String compact(byte[] encrypted, String label) {
        String text = JsonDocument.decode(label, encrypted).strip();
        if (!text.startsWith("{")) {
            return text;
        }
        JsonDocument flattened = JsonDocument.parse(label, encrypted);
        StringBuilder compact = new StringBuilder();
        for (String part : JWE_PARTS) {
            compact.append(compact.isEmpty() ? "" : ".")
                    .append(flattened
                            .string(part)
                            .orElseThrow(() -> CaErrors.at(flattened.place(), "not a JWE: '" + part + "' is missing")));
        }
        return compact.toString();
    }
}
