package aria.apply;

import static aria.apply.Scenario.bytes;
import static aria.apply.Scenario.commit;
import static aria.apply.Scenario.fresh;
import static aria.apply.Scenario.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.ConsentException;
import aria.finding.PartialFailureException;
import aria.finding.RefusedException;
import aria.store.AuditLog;
import aria.store.Digest;
import aria.store.FileMode;
import aria.store.FileWrite;
import aria.store.Layout;
import aria.store.ProjectLock;
import aria.testing.AuditEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionTest {

    @TempDir
    Path root;

    Layout layout;

    @BeforeEach
    void project() {
        layout = Scenario.create(root);
    }

    @Test
    void everything_is_done_and_only_the_log_and_the_undo_records_tell_of_it() {
        Applied applied = commit(layout, Scenario.steps(layout).toArray(FileOperation[]::new));

        Map<String, String> after = Scenario.look(layout);
        assertThat(after)
                .containsOnlyKeys(
                        "compose.yml",
                        "config/step-ca/pki-backup/root_ca.crt",
                        "config/step-ca/pki-backup/intermediate_ca_key",
                        "config/step-ca/pki/root_ca.crt",
                        "data/certs/.gitignore",
                        "data/certs/db/db.key");
        assertThat(after)
                .containsEntry("data/certs/db/db.key", "rw------- new key")
                .containsEntry("config/step-ca/pki/root_ca.crt", "rw-r--r-- new root")
                .containsEntry("config/step-ca/pki-backup/root_ca.crt", "rw-r--r-- old root");
        assertThat(after.get("compose.yml")).contains("certs:/etc/certs:ro").contains("# ours");
        assertThat(applied.files()).hasSize(6);
        assertThat(layout.applyFolder()).doesNotExist();
        assertThat(AuditEntry.of(layout.auditLog()))
                .singleElement()
                .satisfies(entry -> assertThat(entry.event()).isEqualTo("apply"))
                .satisfies(entry -> assertThat(entry.fields())
                        .containsEntry("id", applied.id().orElseThrow()));
        assertThat(Interrupted.unfinished(layout)).isEmpty();
    }

    @Test
    void without_steps_nothing_is_written() {
        Map<String, String> before = Scenario.lookClosely(root);

        assertThat(commit(layout)).isEqualTo(Applied.NOTHING);
        assertThat(Interrupted.recover(layout, Optional.empty())).isEqualTo(Recovery.NOTHING);

        assertThat(Scenario.lookClosely(root)).isEqualTo(before);
    }

    @Test
    void steps_that_are_already_true_write_nothing() {
        List<FileOperation> steps = Scenario.steps(layout);
        commit(layout, steps.toArray(FileOperation[]::new));
        Map<String, String> before = Scenario.lookClosely(root);

        // Not the move: its folder is there again, and to move that too would be another plan.
        assertThat(commit(layout, steps.subList(1, steps.size()).toArray(FileOperation[]::new)))
                .isEqualTo(Applied.NOTHING);

        assertThat(Scenario.lookClosely(root)).isEqualTo(before);
    }

    @Test
    void a_right_content_with_a_wrong_mode_is_written_again() throws Exception {
        FileWrite key = FileWrite.secret(layout.serviceKey("db"), bytes("key"));
        commit(layout, fresh(key));
        Files.setPosixFilePermissions(key.path(), PosixFilePermissions.fromString("rw-r--r--"));

        commit(layout, new FileOperation.Write(key, Optional.of(Digest.sha256(bytes("key")))));

        assertThat(Files.getPosixFilePermissions(key.path())).isEqualTo(FileMode.SECRET.permissions());
    }

    @Test
    void a_file_that_changed_since_the_plan_stops_everything_before_anything_is_written() {
        Path compose = root.resolve("compose.yml");
        FileOperation other = fresh(FileWrite.open(root.resolve("other"), bytes("x")));
        FileOperation.Write edit = Scenario.edit(compose, "certs:/etc/certs:ro");
        put(compose, Scenario.COMPOSE + "# mine\n");
        Map<String, String> before = Scenario.lookClosely(root);

        assertThatThrownBy(() -> commit(layout, other, edit))
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "compose.yml: the file was changed since the plan was made; nothing was written. Run again");
        assertThatThrownBy(() -> commit(layout, other, fresh(FileWrite.open(compose, bytes("x")))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("was created");
        assertThatThrownBy(() -> commit(layout, other, new FileOperation.Remove(compose, "00")))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(
                        () -> commit(layout, other, new FileOperation.Move(root.resolve("none"), root.resolve("to"))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is gone");
        assertThatThrownBy(() -> commit(layout, other, new FileOperation.Move(compose, root.resolve("obsolete.yml"))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is already there");

        assertThat(Scenario.lookClosely(root)).isEqualTo(before);
    }

    @Test
    void two_different_steps_for_one_file_are_a_mistake_and_two_equal_ones_are_one() {
        FileWrite one = FileWrite.open(root.resolve("x"), bytes("1"));

        assertThatThrownBy(() -> commit(layout, fresh(one), fresh(FileWrite.open(one.path(), bytes("2")))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(commit(layout, fresh(one), fresh(one)).files()).containsExactly(one.path());
    }

    @Test
    void two_links_to_one_file_are_one_file() throws Exception {
        Path link = Files.createSymbolicLink(root.resolve("link.yml"), root.resolve("compose.yml"));
        String before = Digest.sha256(bytes(Scenario.COMPOSE));
        FileOperation.Write direct =
                new FileOperation.Write(FileWrite.ofUser(root.resolve("compose.yml"), bytes("1")), Optional.of(before));
        FileOperation.Write byLink = new FileOperation.Write(FileWrite.ofUser(link, bytes("2")), Optional.of(before));

        assertThatThrownBy(() -> commit(layout, direct, byLink)).isInstanceOf(IllegalArgumentException.class);
        assertThat(root.resolve("compose.yml")).hasContent(Scenario.COMPOSE);
    }

    @Test
    void another_run_at_work_is_not_disturbed() {
        try (ProjectLock held = ProjectLock.acquire(layout.mtlsFolder())) {
            FileOperation step = fresh(FileWrite.open(root.resolve("x"), bytes("1")));

            assertThatThrownBy(() -> commit(layout, step)).isInstanceOf(ConsentException.class);
            assertThat(root.resolve("x")).doesNotExist();

            Transaction.commit(new HeldProject(layout, AuditLog.of(layout), held, Watcher.NOBODY), List.of(step));
            assertThat(root.resolve("x")).hasContent("1");
        }
    }

    @Test
    void a_secret_never_goes_to_a_folder_that_others_can_write() throws Exception {
        Path folder = Files.createDirectories(layout.serviceFolder("db"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));
        Map<String, String> before = Scenario.lookClosely(root);

        assertThatThrownBy(() -> commit(layout, fresh(FileWrite.secret(layout.serviceKey("db"), bytes("key")))))
                .isInstanceOf(RefusedException.class);

        assertThat(Scenario.lookClosely(root)).isEqualTo(before);
    }

    @Test
    void a_failure_before_the_record_is_complete_leaves_nothing() {
        Path folder = root.resolve("folder");
        put(folder.resolve("inside"), "kept");
        Map<String, String> before = Scenario.lookClosely(root);

        assertThatThrownBy(() -> commit(
                        layout,
                        fresh(FileWrite.open(root.resolve("a"), bytes("1"))),
                        fresh(FileWrite.open(folder, bytes("2")))))
                .isInstanceOf(RefusedException.class);

        assertThat(Scenario.lookClosely(root)).isEqualTo(before);
    }

    @Test
    void a_failure_while_the_files_are_written_is_finished_by_the_next_run() throws Exception {
        Path file = root.resolve("a");
        FileOperation[] steps = {
            fresh(FileWrite.open(file, bytes("1"))), fresh(FileWrite.open(file.resolve("b"), bytes("2")))
        };

        assertThatThrownBy(() -> commit(layout, steps))
                .isInstanceOf(PartialFailureException.class)
                .hasMessageContaining("which finishes what this run began");
        assertThat(Interrupted.unfinished(layout))
                .hasValueSatisfying(line -> assertThat(line).contains("finishes what it began"));

        Path second = root.resolve("a/b");
        Files.delete(file);
        Files.createDirectory(file);
        Files.createDirectory(second);
        assertThatThrownBy(() -> Interrupted.recover(layout, Optional.empty())).isInstanceOf(RefusedException.class);
    }
}
