package aria.apply;

import static aria.apply.Scenario.bytes;
import static aria.apply.Scenario.commit;
import static aria.apply.Scenario.fresh;
import static aria.apply.Scenario.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.RefusedException;
import aria.store.AuditLog;
import aria.store.Digest;
import aria.store.FileMode;
import aria.store.FileWrite;
import aria.store.Layout;
import aria.testing.AuditEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UndoTest {

    @TempDir
    Path root;

    Layout layout;
    Path compose;

    @BeforeEach
    void project() {
        layout = Scenario.create(root);
        compose = root.resolve("compose.yml");
    }

    @Test
    void an_edit_is_taken_back_to_the_original_bytes() {
        commit(layout, Scenario.edit(compose, "certs:/etc/certs:ro"));

        assertThat(undo(compose).effect()).isEqualTo(Undone.Effect.RESTORED);

        assertThat(compose).hasContent(Scenario.COMPOSE);
        assertThat(AuditEntry.of(layout.auditLog()))
                .extracting(AuditEntry::event)
                .containsExactly("apply", "undo");
    }

    @Test
    void several_edits_are_taken_back_at_once() {
        commit(layout, Scenario.edit(compose, "one:/one"));
        commit(layout, Scenario.edit(compose, "two:/two"));
        commit(layout, Scenario.edit(compose, "three:/three"));

        undo(compose);

        assertThat(compose).hasContent(Scenario.COMPOSE);
    }

    @Test
    void what_the_user_added_since_stays() throws IOException {
        commit(layout, Scenario.edit(compose, "one:/one"));
        commit(layout, Scenario.edit(compose, "two:/two"));
        Files.writeString(compose, Files.readString(compose).replace("postgres:16", "postgres:17"));

        assertThat(undo(compose).effect()).isEqualTo(Undone.Effect.ADDITIONS_REMOVED);

        assertThat(compose).hasContent(Scenario.COMPOSE.replace("postgres:16", "postgres:17"));
        assertThat(undo(compose).effect()).isEqualTo(Undone.Effect.NO_RECORD);
    }

    /** The record with the latest time was taken for the latest, and what the other one added stayed. */
    @Test
    void a_clock_that_was_set_back_between_two_edits_changes_nothing() throws IOException {
        commit(layout, Scenario.edit(compose, "one:/one"));
        try (Stream<Path> records = Files.list(layout.undoFolder())) {
            for (Path record : records.toList()) {
                Files.writeString(
                        record, Files.readString(record).replaceAll("\"time\": \"\\d{4}", "\"time\": \"2999"));
            }
        }
        SealedCopy.seal(layout);
        commit(layout, Scenario.edit(compose, "two:/two"));
        Files.writeString(compose, Files.readString(compose).replace("postgres:16", "postgres:17"));

        assertThat(undo(compose).effect()).isEqualTo(Undone.Effect.ADDITIONS_REMOVED);

        assertThat(compose).hasContent(Scenario.COMPOSE.replace("postgres:16", "postgres:17"));
    }

    @Test
    void a_second_undo_has_nothing_to_do_and_writes_nothing() {
        commit(layout, Scenario.edit(compose, "one:/one"));
        undo(compose);
        Map<String, String> before = Scenario.lookClosely(root);

        assertThat(undo(compose).effect()).isEqualTo(Undone.Effect.NOTHING);

        assertThat(Scenario.lookClosely(root)).isEqualTo(before);
    }

    @Test
    void an_edit_can_be_made_and_taken_back_again_and_again() {
        for (int round = 0; round < 3; round++) {
            commit(layout, Scenario.edit(compose, "one:/one"));
            assertThat(undo(compose).effect()).isEqualTo(Undone.Effect.RESTORED);
            assertThat(compose).hasContent(Scenario.COMPOSE);
        }
    }

    @Test
    void a_patched_file_that_came_back_by_git_is_recognised_by_its_content() throws IOException {
        commit(layout, Scenario.edit(compose, "one:/one"));
        byte[] patched = Scenario.read(compose);
        undo(compose);
        Files.write(compose, patched);

        assertThat(undo(compose).effect()).isEqualTo(Undone.Effect.RESTORED);
        assertThat(compose).hasContent(Scenario.COMPOSE);
    }

    @Test
    void a_renamed_file_is_recognised_by_its_content() throws IOException {
        commit(layout, Scenario.edit(compose, "one:/one"));
        Path renamed = Files.move(compose, root.resolve("docker-compose.yml"));

        undo(renamed);

        assertThat(renamed).hasContent(Scenario.COMPOSE);
    }

    @Test
    void without_a_record_it_names_git_revert() {
        Undone undone = undo(compose);

        assertThat(undone.effect()).isEqualTo(Undone.Effect.NO_RECORD);
        assertThat(undone.message()).startsWith("compose.yml: ").contains("git revert");
        assertThat(layout.mtlsFolder()).doesNotExist();
    }

    @Test
    void generated_files_go_and_keys_and_certificates_stay() {
        Path config = layout.generatedFolder("db").resolve("pg_hba.conf");
        commit(
                layout,
                fresh(FileWrite.open(config, bytes("v1"))),
                fresh(FileWrite.ignoreAll(layout.certsDir(), FileMode.SECRET_DIR)),
                fresh(FileWrite.openAmongSecrets(layout.serviceCertificate("db"), bytes("certificate"))),
                fresh(FileWrite.secret(layout.serviceKey("db"), bytes("key"))));
        commit(
                layout,
                new FileOperation.Write(FileWrite.open(config, bytes("v2")), Optional.of(Digest.sha256(bytes("v1")))));

        assertThat(Undo.recorded(layout)).containsExactly(config);
        assertThat(undo(config).effect()).isEqualTo(Undone.Effect.REMOVED);

        assertThat(config).doesNotExist();
        assertThat(layout.serviceKey("db")).exists();
        assertThat(layout.serviceCertificate("db")).exists();
        assertThat(Undo.recorded(layout)).isEmpty();
        assertThat(undo(config).effect()).isEqualTo(Undone.Effect.NOTHING);
    }

    @Test
    void a_generated_file_that_the_user_took_over_stays() throws IOException {
        Path config = layout.generatedFolder("db").resolve("pg_hba.conf");
        commit(layout, fresh(FileWrite.open(config, bytes("ours"))));
        Files.writeString(config, "mine");

        assertThat(undo(config).effect()).isEqualTo(Undone.Effect.KEPT);
        assertThat(config).hasContent("mine");
    }

    @Test
    void a_file_replaced_as_a_whole_comes_back_and_edits_elsewhere_in_it_stay() throws IOException {
        String old = "{\n  \"address\": 1,\n  \"db\": 2,\n  \"names\": 3,\n  \"tls\": 4\n}\n";
        put(layout.caJson(), old);
        commit(
                layout,
                FileOperation.Write.over(
                        FileWrite.ofUser(layout.caJson(), bytes(old.replace("4\n", "4,\n  \"ours\": 5\n")))));
        Files.writeString(layout.caJson(), Files.readString(layout.caJson()).replace("1,\n", "1,\n  \"mine\": 6,\n"));

        assertThat(undo(layout.caJson()).effect()).isEqualTo(Undone.Effect.ADDITIONS_REMOVED);

        assertThat(layout.caJson()).hasContent(old.replace("1,\n", "1,\n  \"mine\": 6,\n"));
    }

    @Test
    void a_file_replaced_as_a_whole_comes_back_unless_it_was_edited_in_the_same_places() throws IOException {
        put(layout.caJson(), "{\"old\": 1}\n");
        commit(layout, FileOperation.Write.over(FileWrite.ofUser(layout.caJson(), bytes("{\"new\": 2}\n"))));
        Files.writeString(layout.caJson(), "{\"new\": 3}\n");

        Undone refused = undo(layout.caJson());
        assertThat(refused.effect()).isEqualTo(Undone.Effect.REFUSED);
        assertThat(refused.message()).contains("edited since");
        assertThat(layout.caJson()).hasContent("{\"new\": 3}");

        Files.writeString(layout.caJson(), "{\"new\": 2}\n");
        assertThat(undo(layout.caJson()).effect()).isEqualTo(Undone.Effect.RESTORED);
        assertThat(layout.caJson()).hasContent("{\"old\": 1}");
    }

    @Test
    void where_one_file_is_refused_all_stay_as_they_are() throws IOException {
        put(layout.caJson(), "{\"old\": 1}\n");
        Path config = layout.generatedFolder("db").resolve("pg_hba.conf");
        commit(
                layout,
                Scenario.edit(compose, "one:/one"),
                fresh(FileWrite.open(config, bytes("ours"))),
                FileOperation.Write.over(FileWrite.ofUser(layout.caJson(), bytes("{\"new\": 2}\n"))));
        Files.writeString(layout.caJson(), "{\"new\": 3}\n");
        Map<String, String> before = Scenario.lookClosely(root);

        assertThat(Undo.undo(layout, List.of(config, layout.caJson(), compose)))
                .extracting(Undone::effect)
                .containsExactly(Undone.Effect.WAITS, Undone.Effect.REFUSED, Undone.Effect.WAITS);
        assertThat(Scenario.lookClosely(root)).isEqualTo(before);
    }

    @Test
    void a_plan_shows_what_would_come_back_and_writes_nothing() {
        commit(layout, Scenario.edit(compose, "one:/one"));
        Map<String, String> before = Scenario.lookClosely(root);

        Undone planned = Undo.plan(layout, List.of(compose), by -> true).get(0);

        assertThat(planned.restored().orElseThrow().text()).isEqualTo(Scenario.COMPOSE);
        assertThat(Scenario.lookClosely(root)).isEqualTo(before);
    }

    @Test
    void an_edit_between_plan_and_undo_stops_it() throws IOException {
        commit(layout, Scenario.edit(compose, "one:/one"));
        List<Undone> planned = Undo.plan(layout, List.of(compose), by -> true);
        Files.writeString(compose, "services: {}\n");

        assertThatThrownBy(() -> Undo.commit(layout, planned, AuditLog.of(layout)))
                .isInstanceOf(RefusedException.class);
        assertThat(compose).hasContent("services: {}");
    }

    @Test
    void two_records_that_lead_to_each_other_are_no_endless_way() {
        byte[] a = bytes("a\n");
        byte[] b = bytes("b\n");
        put(layout.caJson(), "a\n");
        commit(layout, FileOperation.Write.over(FileWrite.ofUser(layout.caJson(), b)));
        commit(layout, FileOperation.Write.over(FileWrite.ofUser(layout.caJson(), a)));

        assertThat(undo(layout.caJson()).effect()).isEqualTo(Undone.Effect.NOTHING);
        assertThat(layout.caJson()).hasContent("a");
    }

    @Test
    void a_damaged_record_is_named() throws IOException {
        commit(layout, Scenario.edit(compose, "one:/one"));
        try (var records = Files.list(layout.undoFolder())) {
            for (Path record : records.toList()) {
                Files.writeString(record, "{}");
            }
        }

        assertThatThrownBy(() -> undo(compose))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is damaged");
    }

    private Undone undo(Path file) {
        return Undo.undo(layout, List.of(file)).get(0);
    }

    @Test
    void a_record_that_came_with_a_project_leads_to_no_file_outside_of_it() throws IOException {
        Path outside = Files.createTempFile(root.getParent(), "outside", ".yml");
        put(outside, "mine: 1\n");
        Files.createSymbolicLink(root.resolve("link.yml"), outside);
        for (String path : List.of(outside.toString(), "link.yml", "../" + outside.getFileName())) {
            Path record = record(Digest.sha256(bytes("mine: 1\n")), path);
            assertThatThrownBy(() -> Undo.recorded(layout))
                    .as(path)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("which aria does not write");
            Files.delete(record);
        }
        Files.delete(outside);
    }

    @Test
    void a_digest_in_a_record_that_would_name_another_file_is_damage() throws IOException {
        record("../../" + Digest.sha256(bytes("x")), "compose.yml");

        assertThatThrownBy(() -> Undo.recorded(layout))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is damaged");
    }

    private Path record(String after, String path) throws IOException {
        Files.createDirectories(layout.undoFolder());
        String json =
                "{\"schema\": \"aria.undo/1\", \"path\": \"%s\", \"time\": \"2026-01-02T03:04:05Z\", \"before\": \"%s\", \"after\": \"%s\","
                        + " \"contentBefore\": \"eA==\", \"contentAfter\": \"eA==\", \"undone\": false}";
        return Files.writeString(
                layout.undoFolder().resolve(Digest.sha256(bytes(path)) + ".json"),
                json.formatted(path, Digest.sha256(bytes("x")), after));
    }
}
