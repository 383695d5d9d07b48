package aria.edit.undo;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.Edit;
import aria.edit.SourceText;
import aria.edit.TextChange;
import aria.edit.block.BlockChange;
import aria.edit.block.BlockEditor;
import aria.edit.block.BlockFormat;
import aria.edit.block.BlockName;
import aria.edit.yaml.AddItem;
import aria.edit.yaml.PutEntry;
import aria.edit.yaml.PutNamed;
import aria.edit.yaml.PutPair;
import aria.edit.yaml.RemoveEntry;
import aria.edit.yaml.RemoveItem;
import aria.edit.yaml.RemovePair;
import aria.edit.yaml.ReplaceItem;
import aria.edit.yaml.ReplaceScalar;
import aria.edit.yaml.YamlChange;
import aria.edit.yaml.YamlEditor;
import aria.edit.yaml.YamlValue;
import aria.testing.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Records as version 0.1 wrote them, in {@code tests/golden/undo}, take back an edit of then, in a file that was edited by hand
 * since. A record of today does so to the byte.
 */
class UndoRecordGoldenTest {
    private static final Path GOLDEN = Checkout.root().resolve("tests/golden/undo");
    private static final String WHY = "golden";

    @Test
    void yaml_records_hold_every_kind_of_step() throws IOException {
        List<YamlChange> changes = List.of(
                new AddItem(web("volumes"), YamlValue.scalar("certs:/certs"), WHY),
                new ReplaceItem(web("volumes"), YamlValue.scalar("old:/old"), YamlValue.scalar("new:/new"), WHY),
                new RemoveItem(web("volumes"), YamlValue.scalar("gone:/gone"), WHY),
                new AddItem(web("ports"), YamlValue.scalar("8443:8443"), WHY),
                new AddItem(web("expose"), YamlValue.words(List.of("a", "b")), WHY),
                new AddItem(web("labels"), YamlValue.scalar("two"), WHY),
                new ReplaceScalar(web("image"), "nginx:2", WHY),
                new RemoveEntry(List.of("services", "web"), "read_only", WHY),
                new PutPair(web("environment"), "NEW", "x", WHY),
                new PutPair(web("environment"), "A", "y", WHY),
                new RemovePair(web("environment"), "B", WHY),
                new PutNamed(
                        web("depends_on"),
                        "init",
                        "condition",
                        "service_completed_successfully",
                        "service_started",
                        WHY),
                new PutPair(api("environment"), "NEW", "x", WHY),
                new PutPair(api("environment"), "B", "y", WHY),
                new RemovePair(api("environment"), "A", WHY),
                new PutNamed(api("depends_on"), "db", "condition", "service_healthy", "service_started", WHY),
                new PutNamed(api("depends_on"), "init", "condition", "service_started", "service_started", WHY),
                new PutEntry(api("logging"), "driver", YamlValue.plain("none"), WHY),
                new AddItem(api("networks"), YamlValue.scalar("inner"), WHY),
                new PutEntry(api("healthcheck"), "test", YamlValue.words(List.of("CMD", "true")), WHY),
                new PutEntry(List.of("scrape_configs"), 0, "scheme", YamlValue.scalar("https"), WHY),
                new PutEntry(
                        List.of("scrape_configs"),
                        1,
                        "tls_config",
                        YamlValue.map(Map.of("ca_file", YamlValue.scalar("/ca.crt"))),
                        WHY),
                new RemoveEntry(List.of("scrape_configs"), 1, "timeout", Optional.empty(), WHY),
                new PutEntry(
                        List.of("services"),
                        -1,
                        "init",
                        YamlValue.map(Map.of("image", YamlValue.scalar("busybox"))),
                        Optional.of("made by aria"),
                        WHY),
                new PutEntry(List.of("volumes"), "certs", YamlValue.none(), WHY));
        SourceText before = source("compose.before.yml");
        Edit edit = YamlEditor.apply(before, changes);
        checkEdited("compose", edit, check("compose", edit, changes));
    }

    @Test
    void a_tag_stays_in_the_record() throws IOException {
        List<YamlChange> changes = List.of(new PutNamed(
                List.of("services", "db", "depends_on"),
                "init",
                "condition",
                "service_healthy",
                "service_started",
                WHY));
        check("tagged", YamlEditor.apply(source("tagged.before.yml"), changes), changes);
    }

    @Test
    void records_of_every_block_language() throws IOException {
        List<BlockName> listener = List.of(BlockName.parse("listener \"tcp\""));
        checkBlocks(
                "vault",
                ".hcl",
                List.of(
                        new BlockChange.Put(BlockFormat.HCL, listener, "tls_cert_file", "\"/certs/tls.crt\"", WHY),
                        new BlockChange.Put(BlockFormat.HCL, listener, "address", "\"0.0.0.0:8443\"", WHY),
                        new BlockChange.Remove(BlockFormat.HCL, listener, "tls_disable", WHY),
                        new BlockChange.Put(
                                BlockFormat.HCL,
                                List.of(BlockName.parse("telemetry")),
                                "disable_hostname",
                                "true",
                                WHY)));
        checkBlocks(
                "nats",
                ".conf",
                List.of(
                        new BlockChange.Put(BlockFormat.NATS, List.of(BlockName.parse("tls")), "verify", "true", WHY),
                        new BlockChange.Put(
                                BlockFormat.NATS,
                                List.of(BlockName.parse("cluster"), BlockName.parse("tls")),
                                "ca_file",
                                "\"/ca.crt\"",
                                WHY),
                        new BlockChange.Put(BlockFormat.NATS, List.of(), "port", "4223", WHY)));
        checkBlocks(
                "mosquitto",
                ".conf",
                List.of(
                        new BlockChange.Put(BlockFormat.LINES, List.of(), "cafile", "/certs/ca.crt", WHY),
                        new BlockChange.Put(BlockFormat.LINES, List.of(), "listener", "8883", WHY),
                        new BlockChange.Remove(BlockFormat.LINES, List.of(), "allow_anonymous", WHY)));
    }

    private static void checkBlocks(String name, String ending, List<BlockChange> changes) throws IOException {
        Edit edit = BlockEditor.apply(changes.get(0).format(), source(name + ".before" + ending), changes);
        checkEdited(name, edit, check(name, edit, changes));
    }

    /** Returns the record of version 0.1. */
    private static UndoRecord check(String name, Edit edit, List<? extends TextChange> changes) throws IOException {
        UndoRecord record = UndoRecord.of(edit, changes);
        SourceText edited = edit.after().withText("# by hand\n" + edit.after().text());
        assertThat(record.undo(edited).text())
                .isEqualTo("# by hand\n" + edit.before().text());
        UndoRecord read = UndoRecord.fromJson(Files.readString(GOLDEN.resolve(name + ".json")));
        assertThat(UndoRecord.fromJson(read.toJson())).isEqualTo(read);
        assertThat(read.undo(edit.after())).isEqualTo(edit.before());
        return read;
    }

    private static void checkEdited(String name, Edit edit, UndoRecord record) throws IOException {
        SourceText edited = edit.after().withText("# by hand\n" + edit.after().text());
        golden(name + ".undone", record.undo(edited).text());
    }

    /** Requires a text to be that of a golden file. */
    private static void golden(String name, String text) throws IOException {
        Path file = GOLDEN.resolve(name);
        if ("write".equals(System.getProperty("aria.golden"))) {
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }

    private static SourceText source(String name) throws IOException {
        return SourceText.of(name, Files.readString(GOLDEN.resolve(name)).getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> web(String key) {
        return List.of("services", "web", key);
    }

    private static List<String> api(String key) {
        return List.of("services", "api", key);
    }
}
