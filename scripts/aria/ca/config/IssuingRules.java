package aria.ca.config;

import static aria.finding.Remedy.advice;

import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.pki.CertificateTemplate;
import aria.pki.Names;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The requirements of ca.json for certificates that are issued without step-ca: the user's policy, the template and
 * the subject's attributes. A policy that init-ca wrote is not applied, because it consists of the names that we
 * issue.
 *
 * @param names   the user's policy; empty when there is none, or it is ours
 * @param form    what the template makes of a leaf
 * @param refusal why nothing can be issued without the running CA; empty when it can
 */
public record IssuingRules(Optional<NameRules> names, CertificateTemplate form, Optional<String> refusal) {

    /** The members of {@code authority.template} that step-ca knows; the others it ignores. */
    private static final List<String> ATTRIBUTES =
            List.of("country", "organization", "organizationalUnit", "locality", "province", "streetAddress");

    private static final Remedy REMEDY = advice("issue from the running CA (--ca jwk)");

    /** No rules at all. */
    public static IssuingRules none() {
        return new IssuingRules(Optional.empty(), CertificateTemplate.STANDARD, Optional.empty());
    }

    /**
     * Reads them.
     *
     * @param folder where a {@code templateFile} is looked for
     */
    public static IssuingRules of(CaConfig config, CaFolder folder) {
        Optional<NameRules> names =
                config.policy().filter(policy -> !policy.isOurs()).map(policy -> NameRules.of(policy.json()));
        try {
            CertificateTemplate form = form(
                    config.ourProvisioner().orElseGet(JsonObject::new),
                    folder,
                    "the provisioner '" + CaConfig.PROVISIONER + "'");
            return new IssuingRules(names, with(form, config.subjectAttributes()), Optional.empty());
        } catch (RefusedException unknown) {
            return new IssuingRules(names, CertificateTemplate.STANDARD, Optional.of(unknown.getMessage()));
        }
    }

    /**
     * Checks that a certificate for these names may be issued.
     *
     * @throws RefusedException when they don't let a certificate like this be issued here
     */
    public void require(Names wanted, Optional<String> commonName, String caJson) {
        refusal.ifPresent(why -> {
            throw CaErrors.refused(why, REMEDY);
        });
        List<String> refused =
                names.map(rules -> rules.refused(wanted, commonName)).orElse(List.of());
        if (!refused.isEmpty()) {
            throw CaErrors.refused(
                    "authority.policy in " + caJson + " does not allow " + String.join(", ", refused),
                    advice("add the names that the stack needs to its \"allow\""));
        }
    }

    /**
     * Evaluates the template of a provisioner.
     *
     * @param who the provisioner, for an error
     * @throws RefusedException when only step-ca can evaluate it
     */
    static CertificateTemplate form(JsonObject provisioner, CaFolder folder, String who) {
        JsonObject options = object(provisioner.get("options"));
        JsonObject x509 = object(options.get("x509"));
        for (JsonElement webhooks : new JsonElement[] {options.get("webhooks"), x509.get("webhooks")}) {
            if (webhooks instanceof JsonArray list && !list.isEmpty()) {
                throw CaErrors.refused(who + " asks a webhook about every certificate");
            }
        }
        return template(x509, folder)
                .map(text -> LeafTemplate.evaluate(text, object(x509.get("templateData")), "the template of " + who))
                .orElse(CertificateTemplate.STANDARD);
    }

    /** {@code authority.template}: each attribute that the template doesn't set. */
    private static CertificateTemplate with(CertificateTemplate form, JsonObject attributes) {
        Map<String, List<String>> subject = new LinkedHashMap<>(form.subject());
        ATTRIBUTES.forEach(
                name -> text(attributes, name).ifPresent(value -> subject.putIfAbsent(name, List.of(value))));
        return subject.equals(form.subject())
                ? form
                : new CertificateTemplate(
                        subject,
                        form.keyUsages(),
                        form.rsaKeyUsages(),
                        form.extendedKeyUsages(),
                        form.basicConstraints(),
                        form.distributionPoints(),
                        form.ocspServers(),
                        form.issuerUrls(),
                        form.more());
    }

    private static Optional<String> template(JsonObject x509, CaFolder folder) {
        Optional<String> file = text(x509, "templateFile");
        if (file.isPresent()) {
            try {
                Path path = folder.layout().configDir().resolve(Path.of(file.get()));
                return Optional.of(folder.read(path)
                        .map(content -> new String(content, StandardCharsets.UTF_8))
                        .orElseThrow(() -> CaErrors.refused("the templateFile " + file.get() + " is not in "
                                + folder.layout().display(folder.layout().configDir()))));
            } catch (InvalidPathException noPath) {
                throw CaErrors.refused("the templateFile " + file.get() + " is not a path", noPath);
            }
        }
        // step-ca takes a template as it is, or as base64
        return text(x509, "template").map(String::strip).map(text -> text.startsWith("{") ? text : decoded(text));
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException neither) {
            throw CaErrors.refused("the template is neither JSON nor base64", neither);
        }
    }

    private static Optional<String> text(JsonObject object, String member) {
        return Optional.ofNullable(object.get(member))
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString)
                .filter(text -> !text.isBlank());
    }

    private static JsonObject object(JsonElement value) {
        return value != null && value.isJsonObject() ? value.getAsJsonObject() : new JsonObject();
    }
}
