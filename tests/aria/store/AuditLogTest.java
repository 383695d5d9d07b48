package aria.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.testing.AuditEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditLogTest {

    private static final Instant NOW = Instant.parse("2026-11-24T02:03:04.005006Z");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = folder.toRealPath();
        file = folder.resolve("mtls/audit.log");
    }

    private AuditLog log(String user) {
        RealUser me = RealUser.of(System.getenv());
        return new AuditLog(
                file, new StateKey(me, Optional.of(folder.resolve(user).resolve("record.key"))), () -> NOW);
    }

    private void append(String... events) {
        for (String event : events) {
            log("ada").append(List.of(AuditEvent.done(event, List.of(), List.of(), List.of())));
        }
    }

    private AuditTrail trail() {
        return AuditTrail.of(file);
    }

    private static String problem(AuditTrail trail) {
        return trail.broken()
                .map(broken -> broken.place().line() + ": " + broken.message())
                .orElse("");
    }

    @Test
    void every_event_is_one_line_that_only_the_owner_reads() throws IOException {
        log("ada")
                .append(List.of(
                        AuditEvent.done("issue", List.of("a \"quoted\"\nline <b>"), List.of("0a"), List.of("x.crt"))
                                .with("id", "7"),
                        AuditEvent.done("apply", List.of(), List.of(), List.of("x.crt"))));

        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0))
                .startsWith("{\"time\":\"2026-11-24T02:03:04.005Z\",\"seq\":1,\"previous\":\""
                        + Digest.sha256(new byte[0]) + "\",\"event\":\"issue\",\"who\":{\"user\":\"")
                .contains("\"checkout\":\"" + file.getParent() + "\"}")
                .contains(",\"subject\":[\"a \\\"quoted\\\"\\nline <b>\"],\"serials\":[\"0a\"],\"files\":[\"x.crt\"],"
                        + "\"result\":\"done\",\"id\":\"7\",\"key\":\"");
        assertThat(lines.get(1))
                .contains(
                        "\"seq\":2,\"previous\":\"" + Digest.sha256(lines.get(0).getBytes(StandardCharsets.UTF_8)));
        assertThat(lines).hasSize(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("ada/audit.key"))))
                .isEqualTo("rw-------");
        assertThat(AuditEntry.of(file)).extracting(AuditEntry::event).containsExactly("issue", "apply");
        assertThat(problem(trail())).isEmpty();
        assertThat(trail().notes()).isEmpty();
        assertThat(log("ada").head()).isEqualTo(trail().head());
    }

    @Test
    void a_line_torn_by_a_crash_is_said_and_then_told_of_by_the_next_entry() throws IOException {
        append("first");
        String whole = Files.readAllLines(file).get(0);
        for (int length : new int[] {1, 40, whole.length() - 1, whole.length()}) {
            Files.writeString(
                    file, whole + "\n" + whole.replace("\"seq\":1", "\"seq\":2").substring(0, length));
            if (length < whole.length()) {
                assertThat(problem(trail())).isEmpty();
                assertThat(trail().notes()).anyMatch(note -> note.contains("torn"));
                append("second");
                assertThat(problem(trail())).as("torn after %d", length).isEmpty();
                assertThat(AuditEntry.of(file)).extracting(AuditEntry::event).containsExactly("first", "gap", "second");
            }
        }
        Files.writeString(file, whole);
        append("second");
        assertThat(problem(trail())).as("only the end of the line was missing").isEmpty();
        assertThat(trail().entries()).hasSize(2);
    }

    @Test
    void the_lines_of_an_older_version_are_kept_and_the_chain_begins_below_them() throws IOException {
        Files.createDirectories(file.getParent());
        String old =
                "{\"time\":\"2026-11-23T02:03:04.005Z\",\"event\":\"apply\",\"id\":\"1\",\"files\":\"a, b\"}\n{\"ti";
        Files.writeString(file, old);
        append("first", "second");

        assertThat(Files.readString(file)).startsWith(old + "\n{");
        assertThat(problem(trail())).isEmpty();
        assertThat(trail().entries().get(0).previous())
                .isEqualTo(Digest.sha256((old + "\n").getBytes(StandardCharsets.UTF_8)));
        Files.writeString(file, "{\"event\":\"by today's code\"}\n", StandardOpenOption.APPEND);
        assertThat(problem(trail())).startsWith("5: this is not an entry");
        append("third");
        assertThat(problem(trail())).isEmpty();
        Files.writeString(file, Files.readString(file).replace("\"a, b\"", "\"a, c\""));
        assertThat(problem(trail())).startsWith("1: the lines above entry 1");
    }

    /** What somebody without the key can do to a log of five entries. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            edit       | 3: entry 3 was not signed by the key it names
            rehash     | 3: entry 3 was not signed by the key it names
            remove     | 3: entry 4 follows entry 2
            swap       | 3: entry 4 follows entry 2
            insert     | 3: this is not an entry of the log, and no entry tells of it
            unsign     | 3: entry 3 is not signed, but others before it are
            duplicate  | 4: entry 3 follows entry 3
            """)
    void an_edit_shows(String edit, String problem) throws IOException {
        append("one", "two", "three", "four", "five");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        switch (edit) {
            case "edit" -> lines.set(2, lines.get(2).replace("three", "threE"));
            case "rehash" -> rehash(lines, line -> line.replace("three", "threE"));
            case "unsign" -> rehash(lines, line -> line.replaceFirst(",\"key\":.*", "}"));
            case "remove" -> lines.remove(2);
            case "swap" -> Collections.swap(lines, 2, 3);
            case "insert" -> lines.add(2, "{\"time\":\"2026-11-24T02:03:04.005Z\",\"event\":\"apply\"}");
            default -> lines.add(3, lines.get(2));
        }
        Files.write(file, lines);
        assertThat(problem(trail())).isEqualTo(problem);
        append("six");
        assertThat(problem(trail())).as("another entry hides nothing").isEqualTo(problem);
    }

    private static void rehash(List<String> lines, UnaryOperator<String> edit) {
        lines.set(2, edit.apply(lines.get(2)));
        for (int at = 3; at < lines.size(); at++) {
            String hash = Digest.sha256(lines.get(at - 1).getBytes(StandardCharsets.UTF_8));
            lines.set(at, lines.get(at).replaceFirst("\"previous\":\"[0-9a-f]*\"", "\"previous\":\"" + hash + "\""));
        }
    }

    @Test
    void what_is_taken_from_the_end_is_missed_by_whoever_knows_an_older_head() throws IOException {
        append("one", "two", "three");
        AuditHead head = trail().head().orElseThrow();
        assertThat(AuditHead.parse(head.sequence() + ":" + head.hash().substring(0, 12))
                        .first48())
                .isEqualTo(head.first48());
        append("four");
        assertThat(trail().without(head)).isEmpty();
        Files.write(file, Files.readAllLines(file).subList(0, 2));
        assertThat(problem(trail())).isEmpty();
        assertThat(trail().without(head)).contains("entry 3 was there, and the log ends before it");
        append("another");
        assertThat(trail().without(head)).contains("entry 3 is not the one that was there");
        assertThatThrownBy(() -> AuditHead.parse("3:abc")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_chain_goes_on_when_the_file_was_moved_away() throws IOException {
        append("one", "two");
        Files.move(file, file.resolveSibling("audit.log.1"));
        append("three");
        assertThat(trail().entries()).hasSize(3);
        assertThat(problem(trail())).isEmpty();
        Files.move(file, file.resolveSibling("audit.log.2"));
        Files.writeString(file, "by an older version\n");
        append("four");
        assertThat(problem(trail())).isEmpty();
        Files.delete(file.resolveSibling("audit.log.1"));
        assertThat(problem(trail())).isEmpty();
        assertThat(trail().notes()).contains("entries 1 to 2 are not in these files");
    }

    @Test
    void a_long_file_is_moved_and_a_new_one_begun() throws IOException {
        String name = "n".repeat(600_000);
        log("ada").append(List.of(AuditEvent.done("issue", List.of(name, name), List.of(), List.of())));
        append("two");
        append("three");
        assertThat(file.resolveSibling("audit.log.1")).exists();
        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(trail().entries()).hasSize(3);
        assertThat(problem(trail())).isEmpty();
    }

    @Test
    void several_users_sign_with_their_own_keys() throws IOException {
        append("one");
        log("bob").append(List.of(AuditEvent.done("two", List.of(), List.of(), List.of())));
        append("three");
        assertThat(problem(trail())).isEmpty();
        assertThat(trail().keys()).hasSize(2).containsValues(2, 1);
        Files.writeString(file, Files.readString(file).replace("\"two\"", "\"2wo\""));
        assertThat(problem(trail())).startsWith("2: ");
    }

    @Test
    void the_names_of_its_own_fields_are_taken() {
        AuditEvent event = new AuditEvent("x", List.of(), List.of(), List.of(), "done", Map.of("event", "y"));
        assertThatThrownBy(() -> log("ada").append(List.of(event))).isInstanceOf(IllegalArgumentException.class);
    }
}
