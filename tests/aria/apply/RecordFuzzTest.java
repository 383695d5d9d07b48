package aria.apply;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.RefusedException;
import aria.store.Digest;
import aria.store.Layout;
import aria.testing.Fuzz;
import aria.testing.FuzzInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes as what lies in {@code data/mtls}: read, or refused as damaged, and nothing is written by reading. */
class RecordFuzzTest {
    private static final String TEXT =
            "services:\n  db:\n    image: postgres:16   # ours\n    volumes:\n      - data:/var/lib\n      - \"certs:/etc/certs:ro\"\n";

    @TempDir
    static Path root;

    private Layout layout;
    private Path compose;

    @BeforeEach
    void project() throws IOException {
        layout = Layout.of(root);
        compose = root.resolve("compose.yml");
        Files.createDirectories(layout.undoFolder());
        Files.createDirectories(layout.applyFolder().resolve("1"));
    }

    /** The first line says which it is: an undo record and what the user has added since, or a write-ahead record and its contents. */
    @Fuzz
    void a_record_is_followed_or_refused(byte[] input) throws IOException {
        FuzzInput given = FuzzInput.of(input);
        try {
            switch (given.kind()) {
                case "undo" -> undo(given);
                case "apply" -> writeAhead(given);
                default -> {}
            }
        } catch (RefusedException damaged) {
            assertThat(damaged.getMessage()).contains("Inspect the record");
        }
    }

    /** {@code AFTER} in the record stands for the digest of the file as it is. */
    private void undo(FuzzInput given) throws IOException {
        byte[] now = (TEXT + given.argument()).getBytes(StandardCharsets.UTF_8);
        Files.write(compose, now);
        Path record = layout.undoFolder().resolve(Digest.sha256(now) + "-00000000.json");
        Files.write(record, replaced(given.body(), "AFTER", Digest.sha256(now)));
        try {
            List<Undone> planned = Undo.plan(layout, List.of(compose), by -> true);
            assertThat(planned).hasSize(1);
            assertThat(planned.get(0).message()).isNotBlank().doesNotContain("\n");
            Undo.recorded(layout);
        } finally {
            assertThat(Files.readAllBytes(compose)).isEqualTo(now);
            Files.delete(record);
        }
    }

    /** {@code PLACE} in the record stands for the inode that makes it this machine's. */
    private void writeAhead(FuzzInput given) throws IOException {
        Staging staging = new Staging(layout.applyFolder().resolve("1"));
        String place = Files.getAttribute(staging.folder(), "unix:ino").toString();
        Files.write(staging.folder().resolve("record.json"), replaced(given.body(), "PLACE", place));
        Files.writeString(staging.folder().resolve("contents"), given.argument(), StandardCharsets.ISO_8859_1);
        assertThat(staging.read(layout).operations())
                .allSatisfy(task -> assertThat(task.path()).isAbsolute());
    }

    private static byte[] replaced(byte[] record, String word, String value) {
        return new String(record, StandardCharsets.ISO_8859_1)
                .replace(word, value)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
