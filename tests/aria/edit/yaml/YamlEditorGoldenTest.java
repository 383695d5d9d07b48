package aria.edit.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.Edit;
import aria.edit.SourceText;
import aria.edit.UnifiedDiff;
import aria.edit.undo.UndoRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each case is {@code <name>.before.yml}, {@code <name>.after.yml} and {@code <name>.diff} in tests/golden/edit. */
class YamlEditorGoldenTest {
    private static final Path GOLDEN = Path.of("tests", "golden", "edit");
    private static final String WHY = "golden";

    @TestFactory
    Stream<DynamicTest> edits_as_the_golden_files_show() {
        return cases().entrySet().stream()
                .map(c -> DynamicTest.dynamicTest(c.getKey(), () -> check(c.getKey(), c.getValue())));
    }

    private static void check(String name, List<YamlChange> changes) throws IOException {
        SourceText before = SourceText.of(name + ".yml", Files.readAllBytes(GOLDEN.resolve(name + ".before.yml")));
        Edit edit = YamlEditor.apply(before, changes);
        String diff = UnifiedDiff.of(name + ".yml", before, edit.after());
        if ("write".equals(System.getProperty("aria.golden"))) {
            Files.writeString(GOLDEN.resolve(name + ".after.yml"), edit.after().text());
            Files.writeString(GOLDEN.resolve(name + ".diff"), diff);
        }
        assertThat(edit.after().text()).isEqualTo(read(name + ".after.yml"));
        assertThat(diff).isEqualTo(read(name + ".diff"));
        assertThat(UndoRecord.of(edit, changes).undo(edit.after())).isEqualTo(before);
    }

    private static ReplaceScalar replaced(String service, String command) {
        return new ReplaceScalar(List.of("services", service, "command"), command, WHY);
    }

    private static String read(String name) throws IOException {
        return new String(Files.readAllBytes(GOLDEN.resolve(name)), StandardCharsets.UTF_8);
    }

    private static Map<String, List<YamlChange>> cases() {
        Map<String, List<YamlChange>> cases = new LinkedHashMap<>();
        for (String name : List.of(
                "block-lists",
                "zero-indented",
                "four-spaces",
                "flow-forms",
                "null-values",
                "aliases",
                "merged-maps",
                "whole-service-alias",
                "block-scalar-at-the-end",
                "keep-chomping",
                "no-final-newline",
                "crlf-and-bom",
                "comments-around",
                "empty-collections",
                "several-documents",
                "shared-anchors",
                "anchored-service",
                "override-tags",
                "commented-blocks",
                "commented-items",
                "commented-otherwise",
                "commented-in-a-scalar",
                "line-ends-of-every-kind",
                "tabs",
                "beyond-the-basic-plane",
                "json",
                "brackets-over-lines",
                "merge-of-several",
                "tagged-collections",
                "aliased-dependencies",
                "explicit-merge-tags")) {
            cases.put(name, mtls("web"));
        }
        cases.put(
                "new-service-and-sections",
                List.of(
                        new PutEntry(
                                List.of("services"), -1, "web-mtls-init", oneShot(), Optional.of("made by aria"), WHY),
                        new PutEntry(List.of("volumes"), "web-mtls", YamlValue.none(), WHY)));
        cases.put(
                "empty-service-and-sibling",
                List.of(
                        new PutEntry(List.of("services"), "web-mtls-init", oneShot(), WHY),
                        new AddItem(
                                List.of("services", "web", "volumes"),
                                YamlValue.scalar("web-mtls:/etc/certs:ro"),
                                WHY)));
        cases.put(
                "replacements",
                List.of(
                        new ReplaceItem(
                                List.of("services", "web", "ports"),
                                YamlValue.scalar("8080:8080"),
                                YamlValue.scalar("8080:8443"),
                                WHY),
                        new RemoveItem(List.of("services", "web", "ports"), YamlValue.scalar("9000:9000"), WHY),
                        new RemovePair(List.of("services", "web", "environment"), "PLAIN", WHY),
                        new ReplaceScalar(List.of("services", "web", "image"), "web:2", WHY),
                        new RemoveEntry(List.of("services", "web"), "links", WHY)));
        cases.put(
                "words-in-block-scalars",
                List.of(
                        replaced("folded", "run --a='b c' --new x"),
                        replaced("kept", "run --a\n"),
                        replaced("literal", "run\n  --a\n--b '--new x'\n"),
                        replaced("word", "start --a"),
                        replaced("blank", "run\n--a --new")));
        cases.put(
                "scalar-as-last-key",
                Stream.of("folded", "literal")
                        .flatMap(service -> Stream.<YamlChange>of(
                                new PutEntry(
                                        List.of("services", service),
                                        "volumes",
                                        YamlValue.strings(List.of("a:/a")),
                                        WHY),
                                replaced(
                                        service,
                                        "redis-server --maxmemory 10mb '--port 0'"
                                                + (service.equals("literal") ? "\n" : ""))))
                        .toList());
        cases.put("first-items", List.of(first("block"), first("zero"), first("flow"), first("lines"), first("none")));
        YamlValue claims = YamlValue.map(Map.of("claims", YamlValue.map(Map.of("ssh", YamlValue.bool(true)))));
        cases.put(
                "json-with-a-line-each",
                List.of(
                        first("provisioners"),
                        new PutEntry(List.of("authority"), "policy", claims, WHY),
                        new PutEntry(List.of("authority", "backdate"), "acme", claims, WHY),
                        new PutEntry(List.of(), "dnsNames", YamlValue.strings(List.of("ca", "localhost")), WHY)));
        cases.put(
                "json-on-one-line",
                List.of(first("provisioners"), new PutEntry(List.of("authority"), "policy", claims, WHY)));
        cases.put("json-of-nothing", List.of(new PutEntry(List.of("authority"), "policy", claims, WHY)));
        cases.put(
                "known-dependency",
                List.of(
                        new PutNamed(
                                List.of("services", "web", "depends_on"),
                                "db",
                                "condition",
                                "service_healthy",
                                "service_started",
                                WHY),
                        new PutNamed(
                                List.of("services", "job", "depends_on"),
                                "db",
                                "condition",
                                "service_healthy",
                                "service_started",
                                WHY)));
        cases.put(
                "entry-in-item",
                List.of(new PutEntry(
                        List.of("scrape_configs"),
                        1,
                        "tls_config",
                        YamlValue.map(Map.of("ca_file", YamlValue.scalar("/etc/certs/ca.crt"))),
                        WHY)));
        return cases;
    }

    /** A mount in long form, two variables and a condition. */
    private static List<YamlChange> mtls(String service) {
        Map<String, YamlValue> mount = new LinkedHashMap<>();
        mount.put("type", YamlValue.scalar("volume"));
        mount.put("source", YamlValue.scalar(service + "-mtls"));
        mount.put("target", YamlValue.scalar("/etc/certs"));
        mount.put("read_only", YamlValue.bool(true));
        List<String> path = List.of("services", service);
        return List.of(
                new AddItem(with(path, "volumes"), YamlValue.map(mount), WHY),
                new PutPair(with(path, "environment"), "TLS", "on", WHY),
                new PutPair(with(path, "environment"), "TLS_PORT", "8443", WHY),
                new PutNamed(
                        with(path, "depends_on"),
                        service + "-mtls-init",
                        "condition",
                        "service_completed_successfully",
                        "service_started",
                        WHY));
    }

    private static AddItem first(String key) {
        Map<String, YamlValue> item = new LinkedHashMap<>();
        item.put("name", YamlValue.scalar("admin"));
        item.put("key", YamlValue.map(Map.of("kid", YamlValue.scalar("a/b"))));
        return new AddItem(List.of(key), YamlValue.map(item), true, WHY);
    }

    private static YamlMap oneShot() {
        Map<String, YamlValue> body = new LinkedHashMap<>();
        body.put("image", YamlValue.scalar("busybox:1.37"));
        body.put("user", YamlValue.scalar("0:0"));
        body.put("command", YamlValue.words(List.of("sh", "/mtls/init.sh")));
        body.put("volumes", YamlValue.list(YamlValue.scalar("web-mtls:/out")));
        return YamlValue.map(body);
    }

    private static List<String> with(List<String> path, String key) {
        return Stream.concat(path.stream(), Stream.of(key)).toList();
    }
}
