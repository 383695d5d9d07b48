package aria.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.testing.AuditEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {

    private static final Instant NOW = Instant.parse("2026-11-24T02:03:04.005006Z");

    @TempDir
    Path folder;

    @Test
    void every_event_is_one_line_that_only_the_owner_reads() throws IOException {
        Path file = folder.resolve("mtls/audit.log");
        AuditLog log = new AuditLog(file, () -> NOW);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("service", "postgres");
        fields.put("name", "a \"quoted\"\nline <b>");

        log.append("issue", fields);
        log.append("renew", Map.of());

        assertThat(file).hasContent("""
                {"time":"2026-11-24T02:03:04.005Z","event":"issue","service":"postgres","name":"a \\"quoted\\"\\nline <b>"}
                {"time":"2026-11-24T02:03:04.005Z","event":"renew"}
                """);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(AuditEntry.of(file)).extracting(AuditEntry::event).containsExactly("issue", "renew");
        assertThat(AuditEntry.of(file).get(0).fields()).isEqualTo(fields);
    }

    @Test
    void a_line_torn_by_a_crash_swallows_no_later_one() throws IOException {
        Path file = folder.resolve("audit.log");
        AuditLog log = new AuditLog(file, () -> NOW);
        log.append("first", Map.of());
        Files.writeString(file, "{\"time\":\"2026", StandardOpenOption.APPEND);

        log.append("second", Map.of());

        assertThat(AuditEntry.of(file)).extracting(AuditEntry::event).containsExactly("first", "second");
    }

    @Test
    void the_names_of_its_own_fields_are_taken() {
        assertThatThrownBy(() -> new AuditLog(folder.resolve("audit.log")).append("x", Map.of("event", "y")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
