package aria.verify.report;

import aria.finding.FindingText;
import aria.finding.Place;
import aria.finding.Severity;
import aria.pki.Printable;
import aria.verify.CheckResult;
import aria.verify.Report;
import aria.verify.Status;
import aria.verify.check.Check;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The report as SARIF 2.1.0 (OASIS), as code scanning reads it: checks are rules, failures and warnings are results,
 * and unchecked items are notifications of the run. Every result has a location, because GitHub otherwise refuses the
 * file; a result without a place gets the first compose file.
 */
public final class SarifReport {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private static final String BASE = "%SRCROOT%";

    private final List<Check> checks;
    private final Overview overview;
    private final Path top;
    private final Map<String, Integer> seen = new HashMap<>();

    private SarifReport(List<Check> checks, Overview overview) {
        this.checks = checks;
        this.overview = overview;
        this.top = Stream.iterate(overview.root(), folder -> folder != null, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve(".git")))
                .findFirst()
                .orElse(overview.root());
    }

    /**
     * A whole document, UTF-8. Paths are relative to the top of the git work tree, else to the project's folder.
     *
     * @param checks  the checks that were run
     * @param version of the program
     */
    public static byte[] of(Report report, List<Check> checks, Overview overview, String version) {
        JsonObject log = new SarifReport(checks, overview).log(report, version);
        return (new GsonBuilder()
                                .disableHtmlEscaping()
                                .setPrettyPrinting()
                                .create()
                                .toJson(log) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private JsonObject log(Report report, String version) {
        JsonObject driver = new JsonObject();
        driver.addProperty("name", "aria verify-mtls-setup");
        driver.addProperty("semanticVersion", version);
        driver.add("rules", array(checks.stream().map(SarifReport::rule)));
        JsonObject run = new JsonObject();
        run.add("tool", object("driver", driver));
        run.add("originalUriBaseIds", object(BASE, object("description", text("text", "the top of the repository"))));
        run.add("invocations", array(Stream.of(invocation(report))));
        run.add(
                "results",
                array(report.results().stream().filter(CheckResult::isTrouble).map(this::result)));
        run.addProperty("columnKind", "unicodeCodePoints");
        run.add("properties", new Gson().toJsonTree(ReportJson.states(report)));
        JsonObject log = new JsonObject();
        log.addProperty("$schema", SCHEMA);
        log.addProperty("version", "2.1.0");
        log.add("runs", array(Stream.of(run)));
        return log;
    }

    private static JsonObject rule(Check check) {
        JsonObject rule = new JsonObject();
        rule.addProperty("id", check.id());
        rule.add("shortDescription", text("text", check.title()));
        rule.add("help", text("text", "See " + check.hint()));
        rule.add("defaultConfiguration", text("level", check.severity() == Severity.ERROR ? "error" : "warning"));
        rule.add("properties", object("tags", strings("security", check.category())));
        return rule;
    }

    private JsonObject invocation(Report report) {
        JsonObject invocation = new JsonObject();
        invocation.addProperty("executionSuccessful", true);
        invocation.addProperty("endTimeUtc", overview.at().toString());
        invocation.add(
                "toolExecutionNotifications",
                array(report.results().stream()
                        .filter(result -> result.status() == Status.SKIP)
                        .map(SarifReport::notification)));
        return invocation;
    }

    private static JsonObject notification(CheckResult result) {
        JsonObject notification = new JsonObject();
        notification.add("associatedRule", text("id", result.id()));
        notification.addProperty("level", "note");
        notification.add("message", message(result, "not checked: "));
        return notification;
    }

    private JsonObject result(CheckResult result) {
        JsonObject object = new JsonObject();
        object.addProperty("ruleId", result.id());
        object.addProperty("ruleIndex", checks.stream().map(Check::id).toList().indexOf(result.id()));
        object.addProperty("level", result.status() == Status.FAIL ? "error" : "warning");
        object.add("message", message(result, ""));
        object.add("locations", array(Stream.of(location(result.place().orElseGet(this::whereThereIsNoPlace)))));
        object.add("partialFingerprints", text("aria/v1", fingerprint(result)));
        return object;
    }

    private static JsonObject message(CheckResult result, String prefix) {
        String who = result.service().map(service -> service + ": ").orElse("");
        String todo = FindingText.IN_CHECKOUT.sentence(result.remedies());
        return text("text", Printable.text(who + prefix + result.message() + todo));
    }

    private Place whereThereIsNoPlace() {
        return new Place(overview.composeFiles().stream().findFirst().orElse("compose.yaml"), 1, 0);
    }

    private JsonObject location(Place place) {
        JsonObject artifact =
                text("uri", uri(overview.root().resolve(place.file()).normalize()));
        if (overview.root().resolve(place.file()).normalize().startsWith(top)) {
            artifact.addProperty("uriBaseId", BASE);
        }
        JsonObject region = new JsonObject();
        region.addProperty("startLine", Math.max(1, place.line()));
        if (place.column() > 0) {
            region.addProperty("startColumn", place.column());
        }
        JsonObject physical = object("artifactLocation", artifact);
        physical.add("region", region);
        return object("physicalLocation", physical);
    }

    /** Relative below the top. */
    private String uri(Path file) {
        return file.startsWith(top)
                ? Uris.relative(top.relativize(file))
                : file.toUri().toString();
    }

    /**
     * The same for the same finding in every run, so that an alert stays one alert: of what it is about, not of its
     * words.
     */
    private String fingerprint(CheckResult result) {
        String about = Stream.of(
                        Optional.of(result.id()),
                        result.service(),
                        result.listener(),
                        result.place().map(Place::file))
                .map(part -> part.orElse(""))
                .collect(Collectors.joining("\n"));
        int times = seen.merge(about, 1, Integer::sum);
        return UUID.nameUUIDFromBytes((about + "\n" + times).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static JsonObject text(String name, String value) {
        JsonObject object = new JsonObject();
        object.addProperty(name, value);
        return object;
    }

    private static JsonObject object(String name, JsonElement value) {
        JsonObject object = new JsonObject();
        object.add(name, value);
        return object;
    }

    private static JsonArray array(Stream<JsonObject> objects) {
        JsonArray array = new JsonArray();
        objects.forEach(array::add);
        return array;
    }

    private static JsonArray strings(String... texts) {
        JsonArray array = new JsonArray();
        Stream.of(texts).forEach(array::add);
        return array;
    }
}
