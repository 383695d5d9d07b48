package aria.edit.block;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.Edit;
import aria.edit.SourceText;
import aria.edit.UnifiedDiff;
import aria.edit.block.BlockChange.Put;
import aria.edit.block.BlockChange.Remove;
import aria.edit.undo.UndoRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each case is {@code <name>.before.<hcl|conf|lines>}, {@code <name>.after.<…>} and {@code <name>.diff} in tests/golden/blocks. */
class BlockEditorGoldenTest {
    private static final Path GOLDEN = Path.of("tests", "golden", "blocks");

    @TestFactory
    Stream<DynamicTest> edits_as_the_golden_files_show() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(".before."))
                    .sorted()
                    .toList()
                    .stream()
                    .map(name -> DynamicTest.dynamicTest(name, () -> check(name)));
        }
    }

    private static void check(String name) throws IOException {
        List<BlockChange> changes = changes(name);
        String file = name.replace(".before", "");
        SourceText before = SourceText.of(file, Files.readAllBytes(GOLDEN.resolve(name)));
        Edit edit = BlockEditor.apply(changes.get(0).format(), before, changes);
        assertThat(edit.after().text()).isEqualTo(read(name.replace(".before.", ".after.")));
        assertThat(UnifiedDiff.of(file, before, edit.after())).isEqualTo(read(file.replaceAll("\\.[a-z]+$", ".diff")));
        assertThat(UndoRecord.of(edit, changes).undo(edit.after())).isEqualTo(before);
    }

    /** What the presets ask for, for the language that a file's name tells. */
    static List<BlockChange> changes(String name) {
        return name.endsWith(".hcl") ? vault() : name.endsWith(".lines") ? mosquitto() : nats();
    }

    private static List<BlockChange> mosquitto() {
        BlockFormat lines = BlockFormat.LINES;
        return List.of(
                new Remove(lines, List.of(), "capath", "golden"),
                new Put(lines, List.of(), "cafile", "/etc/certs/ca.crt", "golden"),
                new Put(lines, List.of(), "certfile", "/etc/certs/tls.crt", "golden"),
                new Put(lines, List.of(), "require_certificate", "true", "golden"));
    }

    private static List<BlockChange> vault() {
        BlockFormat hcl = BlockFormat.HCL;
        List<BlockName> listener = List.of(BlockName.parse("listener \"tcp\""));
        return List.of(
                new Remove(hcl, listener, "tls_disable", "golden"),
                new Put(hcl, listener, "tls_cert_file", "\"/etc/certs/tls.crt\"", "golden"),
                new Put(hcl, listener, "tls_key_file", "\"/etc/certs/tls.key\"", "golden"),
                new Put(hcl, listener, "tls_client_ca_file", "\"/etc/certs/ca.crt\"", "golden"),
                new Put(hcl, listener, "tls_require_and_verify_client_cert", "true", "golden"),
                new Put(hcl, List.of(), "api_addr", "\"https://vault:8200\"", "golden"));
    }

    private static List<BlockChange> nats() {
        BlockFormat nats = BlockFormat.NATS;
        List<BlockName> tls = List.of(BlockName.parse("tls"));
        return List.of(
                new Put(nats, List.of(), "http", "\"127.0.0.1:8222\"", "golden"),
                new Remove(nats, List.of(), "http_port", "golden"),
                new Put(nats, tls, "cert_file", "\"/etc/certs/tls.crt\"", "golden"),
                new Put(nats, tls, "key_file", "\"/etc/certs/tls.key\"", "golden"),
                new Put(nats, tls, "ca_file", "\"/etc/certs/ca.crt\"", "golden"),
                new Put(nats, tls, "verify", "true", "golden"));
    }

    private static String read(String name) {
        try {
            return new String(Files.readAllBytes(GOLDEN.resolve(name)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
