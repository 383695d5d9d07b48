package aria.verify.check;

import aria.ca.config.CaConfig;
import aria.ca.config.IssuingRight;
import aria.edit.json.JsonDocument;
import aria.finding.Finding;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.pki.Certificates;
import aria.store.InputFile;
import aria.verify.CertificateFile;
import aria.verify.Observation;
import aria.verify.Status;
import aria.verify.Subject;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** The checks of ca.json and defaults.json: present, readable, and about this CA. */
final class CaConfigChecks {
    /** The check that says who can obtain what. */
    static final String ISSUING = "ca.issuing";

    private static final Pattern URL_PASSWORD =
            Pattern.compile("//[^/@:]+:[^/@]+@|password=\\S", Pattern.CASE_INSENSITIVE);

    private static final Remedy INIT_CA = Remedy.aria("init-ca");

    /** A problem of a file, as a sentence without the file's name, and its remedy. */
    private record Problem(String what, Remedy remedy) {}

    private CaConfigChecks() {}

    static Map<String, Function<Subject, List<Observation>>> all() {
        return Map.of(
                "ca.config",
                subject -> startable(subject, judge(subject, subject.layout().caJson(), CaConfigChecks::config)),
                ISSUING,
                CaConfigChecks::issuing,
                "ca.defaults",
                subject -> judge(subject, subject.layout().defaultsJson(), CaConfigChecks::defaults));
    }

    /** What passes has to be a file, too, that step-ca starts with. */
    private static List<Observation> startable(Subject subject, List<Observation> found) {
        Path file = subject.layout().caJson();
        if (found.stream().anyMatch(finding -> finding.status() != Status.PASS)) {
            return found;
        }
        try {
            CaConfig config = CaConfig.parse(subject.show(file), InputFile.bytes(file));
            config.requireStartable();
            return found;
        } catch (RefusedException refused) {
            Finding why = refused.finding();
            return List.of(Observation.fail(why.saying("step-ca does not start: " + why.message())));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    subject.show(file) + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Who can obtain what from step-ca. */
    private static List<Observation> issuing(Subject subject) {
        Place place = Place.of(subject.show(subject.layout().caJson()));
        return subject.issuing().stream()
                .filter(right -> !right.ours() || !right.issuesNothing())
                .map(right -> judged(right).at(place))
                .toList();
    }

    private static Observation judged(IssuingRight right) {
        if (right.isLoose()) {
            return Observation.fail(
                    right.shown(),
                    right.ours() ? INIT_CA : Remedy.advice("give it a template for servers only, or remove it"));
        }
        return right.ours()
                ? Observation.pass(right.shown())
                : Observation.warn(
                        "aria did not make " + right.label() + ": " + right.shown(),
                        Remedy.advice("remove it if you do not know it"));
    }

    private static List<Observation> judge(
            Subject subject, Path file, BiFunction<Subject, JsonObject, List<Problem>> problems) {
        String shown = subject.show(file);
        if (!Files.exists(file)) {
            return List.of(Observation.fail(shown + " is missing", INIT_CA).at(Place.of(shown)));
        }
        try {
            JsonObject json = JsonDocument.parse(shown, InputFile.bytes(file))
                    .get()
                    .map(JsonElement::getAsJsonObject)
                    .orElseThrow();
            List<Problem> found = problems.apply(subject, json);
            return found.isEmpty()
                    ? List.of(Observation.pass(shown))
                    : found.stream()
                            .map(problem -> Observation.fail(shown + " " + problem.what(), problem.remedy())
                                    .at(Place.of(shown)))
                            .toList();
        } catch (RefusedException refused) {
            return List.of(Observation.fail(refused.finding()));
        } catch (IOException unreadable) {
            return List.of(Observation.fail(shown + " cannot be read").at(Place.of(shown)));
        }
    }

    private static List<Problem> config(Subject subject, JsonObject json) {
        List<Problem> problems = new ArrayList<>();
        for (String field : List.of("root", "crt", "key", "address", "dnsNames")) {
            if (!json.has(field)) {
                problems.add(new Problem("has no \"" + field + "\"", INIT_CA));
            }
        }
        for (String field : List.of("root", "crt", "key")) {
            text(json, field)
                    .filter(path -> missing(subject, path))
                    .ifPresent(path -> problems.add(new Problem("names " + path + ", which does not exist", INIT_CA)));
        }
        if (!provisionerTypes(json).contains("JWK")) {
            problems.add(new Problem("has no JWK provisioner, so no certificate can be issued", INIT_CA));
        }
        if (text(json, "password").filter(password -> !password.isEmpty()).isPresent()
                || text(object(json, "db"), "dataSource")
                        .filter(source -> URL_PASSWORD.matcher(source).find())
                        .isPresent()) {
            problems.add(new Problem(
                    "contains a password", Remedy.advice("keep it in a file of mode 600 or in PG* variables")));
        }
        return problems;
    }

    /** step-ca resolves relative paths against its working directory, which is this folder in the container. */
    private static boolean missing(Subject subject, String path) {
        boolean initialised = Files.exists(subject.layout().rootCertificate());
        return initialised && !Files.exists(subject.layout().configDir().resolve(path));
    }

    private static List<Problem> defaults(Subject subject, JsonObject json) {
        List<Problem> problems = new ArrayList<>();
        Optional<String> url = text(json, "ca-url");
        if (url.filter(CaConfigChecks::https).isEmpty()) {
            problems.add(new Problem("has no \"ca-url\" that starts with https://", INIT_CA));
        }
        CertificateFile.read(subject.layout().rootCertificate())
                .first()
                .map(Certificates::fingerprintSha256)
                .filter(fingerprint ->
                        !fingerprint.equalsIgnoreCase(text(json, "fingerprint").orElse("")))
                .ifPresent(fingerprint -> problems.add(
                        new Problem("has a different fingerprint than the root certificate here", INIT_CA)));
        return problems;
    }

    private static List<String> provisionerTypes(JsonObject json) {
        JsonElement list = object(json, "authority").get("provisioners");
        return list == null || !list.isJsonArray()
                ? List.of()
                : StreamSupport.stream(list.getAsJsonArray().spliterator(), false)
                        .filter(JsonElement::isJsonObject)
                        .map(entry -> text(entry.getAsJsonObject(), "type").orElse(""))
                        .toList();
    }

    private static JsonObject object(JsonObject json, String name) {
        JsonElement value = json.get(name);
        return value != null && value.isJsonObject() ? value.getAsJsonObject() : new JsonObject();
    }

    private static Optional<String> text(JsonObject json, String name) {
        return Optional.ofNullable(json.get(name))
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString);
    }

    private static boolean https(String url) {
        try {
            return "https".equals(URI.create(url).getScheme());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
