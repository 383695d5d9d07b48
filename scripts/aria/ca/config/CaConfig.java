package aria.ca.config;

import static aria.finding.Remedy.advice;

import aria.edit.json.JsonDocument;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The file ca.json as step-ca reads it. Immutable; changes keep order, unknown members and number formats. */
public final class CaConfig {
    /** The provisioner that is ours. */
    public static final String PROVISIONER = "admin";

    /** Where step-ca listens when nothing else is said: port 9000 of every address. */
    public static final String DEFAULT_ADDRESS = ":9000";

    private static final String[] PROVISIONERS = {"authority", "provisioners"};
    private static final String[] POLICY = {"authority", "policy"};
    private static final JsonPrimitive TRUE = new JsonPrimitive(true);

    private final JsonDocument json;

    private CaConfig(JsonDocument json) {
        this.json = json;
    }

    /**
     * A provisioner as ca.json lists it.
     *
     * @param index its place in the list
     * @param keyId the {@code kid} of its JWK; empty for other types
     */
    public record Provisioner(int index, String type, String name, String keyId) {

        boolean isOurs() {
            return type.equals("JWK") && name.equals(PROVISIONER);
        }
    }

    /** The configuration of a CA that has none yet. */
    public static CaConfig fresh() {
        return new CaConfig(JsonDocument.parse("ca.json", NewConfig.JSON.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Parses a ca.json.
     *
     * @param label what to call the file in an error
     * @throws aria.finding.RefusedException when it isn't JSON that step-ca could read
     */
    public static CaConfig parse(String label, byte[] content) {
        return new CaConfig(JsonDocument.parse(label, content));
    }

    /**
     * Checks that step-ca would start with it.
     *
     * @throws aria.finding.RefusedException for the first fault with which step-ca would not start, with its place
     */
    public void requireStartable() {
        StartRules.require(json);
    }

    /** The file's content. */
    public byte[] content() {
        return json.content();
    }

    /** The names and addresses step-ca answers to; without any it takes localhost and the loopback addresses. */
    public List<String> dnsNames() {
        return json.get("dnsNames")
                .filter(JsonElement::isJsonArray)
                .map(CaConfig::strings)
                .orElse(List.of());
    }

    /** The port it listens on; 443 where the address names none. */
    public int port() {
        String address = json.string("address").orElse(DEFAULT_ADDRESS);
        String port = address.substring(address.lastIndexOf(':') + 1);
        return port.matches("\\d{1,5}") ? Integer.parseInt(port) : 443;
    }

    /** {@code root}, {@code crt}, {@code key} and {@code db.dataSource}: the text that stands there. */
    public Optional<String> path(String... member) {
        return json.string(member);
    }

    /** Whether the key's password stands in it in the clear. */
    public boolean holdsPassword() {
        return json.string("password").filter(password -> !password.isEmpty()).isPresent();
    }

    /** Returns whether step-ca signs a revocation list. */
    public boolean signsLists() {
        return json.get("crl", "enabled").filter(TRUE::equals).isPresent();
    }

    /** Whether step-ca keeps provisioners in its database and ignores those of the file. */
    public boolean keepsProvisionersInDatabase() {
        return json.get("authority", "enableAdmin").filter(TRUE::equals).isPresent();
    }

    /**
     * In the file's order.
     *
     * @throws aria.finding.RefusedException when the list isn't one of objects
     */
    public List<Provisioner> provisioners() {
        List<Provisioner> provisioners = new ArrayList<>();
        for (JsonObject provisioner : provisionerObjects()) {
            provisioners.add(new Provisioner(
                    provisioners.size(),
                    text(provisioner, "type"),
                    text(provisioner, "name"),
                    objectIn(provisioner, "key").map(key -> text(key, "kid")).orElse("")));
        }
        return provisioners;
    }

    /** As {@link #provisioners()}, each as it stands there. */
    List<JsonObject> provisionerObjects() {
        Optional<JsonElement> list = json.get(PROVISIONERS).filter(present -> !present.isJsonNull());
        if (list.filter(present -> !present.isJsonArray()).isPresent()) {
            throw CaErrors.at(json.place(PROVISIONERS), "provisioners should be a list");
        }
        List<JsonElement> items =
                list.map(present -> present.getAsJsonArray().asList()).orElse(List.of());
        if (!items.stream().allMatch(JsonElement::isJsonObject)) {
            throw CaErrors.at(json.place(PROVISIONERS), "provisioners should hold objects only");
        }
        return items.stream().map(JsonElement::getAsJsonObject).toList();
    }

    /** The provisioners that step-ca drops without a word, a line each. */
    public List<String> dropped() {
        return StartRules.dropped(json);
    }

    /** Our JWK provisioner; empty when the file has none. */
    public Optional<Provisioner> ours() {
        return provisioners().stream().filter(Provisioner::isOurs).findFirst();
    }

    /**
     * The claims of our provisioner: its own, else the authority's, else step-ca's.
     *
     * @throws aria.finding.RefusedException for a duration Go can't read
     */
    public Claims claims() {
        return claims(ourProvisioner().orElseGet(JsonObject::new));
    }

    /** As {@link #claims()}, of a provisioner as it stands there. */
    Claims claims(JsonObject provisioner) {
        Optional<JsonObject> own = objectIn(provisioner, "claims");
        Optional<JsonObject> common = json.get("authority", "claims")
                .filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject);
        return new Claims(
                duration("minTLSCertDuration", own, common, Claims.OF_STEP_CA.min()),
                duration("maxTLSCertDuration", own, common, Claims.OF_STEP_CA.max()),
                duration("defaultTLSCertDuration", own, common, Claims.OF_STEP_CA.standard()));
    }

    /** The same without our ACME provisioner, or with it where there is none of that type; as it is when there is nothing to change. */
    public CaConfig withAcme(boolean wanted) {
        if (wanted) {
            boolean any = provisioners().stream().anyMatch(each -> each.type().equalsIgnoreCase("ACME"));
            return any ? this : new CaConfig(json.prependItem(AcmeProvisioner.fresh(), PROVISIONERS));
        }
        return provisionerObjects().stream()
                .filter(AcmeProvisioner::isOurs)
                .findFirst()
                .map(ours -> new CaConfig(json.removeItem(ours, PROVISIONERS)))
                .orElse(this);
    }

    /** The same with our ACME provisioner as this version writes it; as it is when there is nothing to change. */
    public CaConfig withRestrictedAcme() {
        List<JsonObject> all = provisionerObjects();
        JsonDocument changed = json;
        for (int i = 0; i < all.size(); i++) {
            Claims claims = claims(all.get(i));
            if (AcmeProvisioner.isOurs(all.get(i)) && !AcmeProvisioner.isRestricted(all.get(i), claims)) {
                JsonObject given = objectIn(all.get(i), "claims").orElseGet(JsonObject::new);
                changed = changed.putInItem(AcmeProvisioner.claims(given, claims), i, "claims", PROVISIONERS)
                        .putInItem(AcmeProvisioner.options(), i, "options", PROVISIONERS);
            }
        }
        return changed == json ? this : new CaConfig(changed);
    }

    /** The policy; empty when the file has none. */
    public Optional<NamePolicy> policy() {
        return json.get(POLICY).filter(value -> !value.isJsonNull()).map(NamePolicy::new);
    }

    /** Our provisioner as it stands there. */
    Optional<JsonObject> ourProvisioner() {
        return ours().map(provisioner -> provisionerObjects().get(provisioner.index()));
    }

    /** {@code authority.template}: attributes of every subject; empty when there are none. */
    public JsonObject subjectAttributes() {
        return json.get("authority", "template").orElse(null) instanceof JsonObject set ? set : new JsonObject();
    }

    /** Whether the claims of our provisioner, else the authority's, say so. */
    public boolean forbidsRenewal() {
        Optional<JsonElement> own =
                ourProvisioner().flatMap(item -> objectIn(item, "claims")).map(claims -> claims.get("disableRenewal"));
        Optional<JsonElement> said = own.or(() -> json.get("authority", "claims", "disableRenewal"));
        return said.filter(TRUE::equals).isPresent();
    }

    /** The private key of our provisioner as it stands there: a compact JWE. Empty when it isn't kept in the file. */
    public Optional<byte[]> encryptedKey() {
        return ourProvisioner()
                .map(item -> text(item, "encryptedKey"))
                .filter(key -> !key.isEmpty())
                .map(key -> key.getBytes(StandardCharsets.US_ASCII));
    }

    /** With this value under the member names. */
    public CaConfig with(JsonElement value, String... path) {
        return new CaConfig(json.put(value, path));
    }

    /** With this policy in place of any other. */
    public CaConfig withPolicy(NamePolicy policy) {
        return with(policy.json(), POLICY);
    }

    /** With every given name among the {@code dnsNames}, those that are there first. */
    public CaConfig withDnsNames(List<String> names) {
        List<String> all = new ArrayList<>(dnsNames());
        names.stream().filter(name -> !all.contains(name)).forEach(all::add);
        return all.equals(dnsNames()) ? this : with(array(all), "dnsNames");
    }

    /** With our JWK provisioner having this key: in its place where there is one, else in front of the others. */
    public CaConfig withProvisioner(JsonObject publicJwk, String encryptedKey) {
        JsonObject members = new JsonObject();
        members.addProperty("type", "JWK");
        members.addProperty("name", PROVISIONER);
        members.add("key", publicJwk);
        members.addProperty("encryptedKey", encryptedKey);
        Optional<Provisioner> present = ours();
        if (present.isEmpty()) {
            return new CaConfig(json.prependItem(members, PROVISIONERS));
        }
        JsonDocument changed = json;
        for (String name : members.keySet()) {
            changed = changed.putInItem(members.get(name), present.get().index(), name, PROVISIONERS);
        }
        return new CaConfig(changed);
    }

    static JsonArray array(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    static List<String> strings(JsonElement array) {
        return array.getAsJsonArray().asList().stream()
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString)
                .toList();
    }

    private Duration duration(String claim, Optional<JsonObject> own, Optional<JsonObject> common, Duration standard) {
        Optional<String> text = own.map(claims -> text(claims, claim))
                .filter(value -> !value.isEmpty())
                .or(() -> common.map(claims -> text(claims, claim)).filter(value -> !value.isEmpty()));
        return text.map(value -> GoDuration.parse(value)
                        .orElseThrow(() -> CaErrors.at(
                                json.place("authority", "claims"),
                                claim + " '" + value + "' is not a duration that step-ca can read",
                                advice("write hours, such as 8760h"))))
                .orElse(standard);
    }

    private static Optional<JsonObject> objectIn(JsonObject object, String name) {
        return object.get(name) instanceof JsonObject found ? Optional.of(found) : Optional.empty();
    }

    private static String text(JsonObject object, String name) {
        JsonElement value = object.get(name);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }
}
