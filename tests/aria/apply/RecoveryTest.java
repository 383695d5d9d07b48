package aria.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.PartialFailureException;
import aria.finding.RefusedException;
import aria.store.AuditLog;
import aria.store.ChildJvm;
import aria.store.FileWrite;
import aria.store.Layout;
import aria.testing.AuditEntry;
import aria.testing.InMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Kills a transaction before each single step it takes on the disk; the next run finds all of it or nothing. */
@Isolated("crash points are set by a system property")
class RecoveryTest {

    private static final String CRASH_AT = "aria.crash-at";

    @TempDir(factory = InMemory.class)
    Path folder;

    @AfterEach
    void noMoreCrashes() {
        System.clearProperty(CRASH_AT);
    }

    @Test
    void killed_before_any_step_it_is_all_or_nothing_after_the_next_run() {
        Map<String, String> expected = expected();
        boolean rolledBack = false;
        boolean rolledForward = false;
        for (int step = 1; ; step++) {
            Layout layout = project(step);
            Map<String, String> before = Scenario.look(layout);
            if (!crashes(step, () -> commit(layout))) {
                assertThat(step).as("steps of a transaction").isGreaterThan(40);
                break;
            }
            Recovery recovery = Interrupted.recover(layout, Optional.empty());

            Map<String, String> after = Scenario.look(layout);
            assertThat(after).as("killed before step " + step).isIn(before, expected);
            rolledBack |= after.equals(before);
            rolledForward |= after.equals(expected);
            if (recovery.action() != Recovery.Action.NOTHING) {
                assertThat(recovery.action() == Recovery.Action.ROLLED_FORWARD)
                        .as("says so, step " + step)
                        .isEqualTo(after.equals(expected));
            }
            assertThat(Interrupted.unfinished(layout)).isEmpty();
            commit(layout);
            assertThat(Scenario.look(layout)).as("completed after step " + step).isEqualTo(expected);
            assertClean(layout);
        }
        assertThat(rolledBack && rolledForward).isTrue();
    }

    @Test
    void a_recovery_that_is_killed_itself_is_finished_by_the_one_after() {
        Map<String, String> expected = expected();
        int middle = steps() / 2;
        for (int step = 1; ; step++) {
            Layout layout = project(step);
            assertThat(crashes(middle, () -> commit(layout))).isTrue();
            assertThat(Interrupted.unfinished(layout)).isPresent();

            boolean crashed = crashes(step, () -> Interrupted.recover(layout, Optional.empty()));
            Interrupted.recover(layout, Optional.empty());

            assertThat(Scenario.look(layout))
                    .as("recovery killed before step " + step)
                    .isEqualTo(expected);
            assertClean(layout);
            if (!crashed) {
                break;
            }
        }
    }

    @Test
    void a_process_that_is_really_killed_leaves_what_can_be_finished() throws Exception {
        Map<String, String> expected = expected();
        int steps = steps();
        for (int step = 1; step <= steps; step += steps / 8) {
            Layout layout = project(step);
            Map<String, String> before = Scenario.look(layout);
            Process child = ChildJvm.start(
                    null,
                    List.of("-D" + CRASH_AT + "=" + step),
                    Commit.class,
                    layout.root().toString());

            assertThat(child.waitFor())
                    .as(new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(137);
            Interrupted.recover(layout, Optional.empty());

            assertThat(Scenario.look(layout)).as("killed before step " + step).isIn(before, expected);
            commit(layout);
            assertClean(layout);
        }
    }

    @Test
    void ctrl_c_and_sigterm_in_the_middle_leave_what_can_be_finished() throws Exception {
        int middle = CommitMany.FILES * 2;
        for (Map.Entry<String, Integer> signal : Map.of("INT", 130, "TERM", 143).entrySet()) {
            Path root = Files.createDirectory(folder.resolve(signal.getKey()));
            Layout layout = Layout.of(root);
            Process child = ChildJvm.start(
                    null, List.of("-D" + CRASH_AT + "=" + middle + ":stop"), CommitMany.class, root.toString());
            assertThat(child.getInputStream().read())
                    .as("it stands in the middle")
                    .isEqualTo('S');
            assertThat(new ProcessBuilder("kill", "-" + signal.getKey(), Long.toString(child.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();

            assertThat(child.exitValue()).isEqualTo(signal.getValue());
            assertThat(files(root))
                    .as("some are written")
                    .contains(true)
                    .as("not all are written")
                    .contains(false);
            assertThat(Interrupted.recover(layout, Optional.empty()).action())
                    .isEqualTo(Recovery.Action.ROLLED_FORWARD);
            assertThat(Scenario.look(layout)).hasSize(CommitMany.FILES);
            assertClean(layout);
        }
    }

    private static List<Boolean> files(Path root) {
        return IntStream.range(0, CommitMany.FILES)
                .mapToObj(i -> Files.exists(root.resolve("file" + i)))
                .toList();
    }

    @Test
    void a_file_that_somebody_changed_meanwhile_is_left_alone_and_the_rest_is_done() throws IOException {
        Layout left = project(0);
        for (int step = 1; !layoutHasRecord(left); step++) {
            Layout next = project(step);
            crashes(step, () -> commit(next));
            left = next;
        }
        Path compose = left.root().resolve("compose.yml");
        Files.writeString(compose, "services: {}\n");
        Layout layout = left;

        assertThatThrownBy(() -> Interrupted.recover(layout, Optional.empty()))
                .isInstanceOf(PartialFailureException.class)
                .hasMessageContaining("compose.yml")
                .hasMessageContaining("stays as it is");

        assertThat(compose).hasContent("services: {}\n");
        assertThat(left.serviceKey("db")).hasContent("new key");
        assertThat(AuditEntry.of(left.auditLog()))
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry.fields()).containsEntry("result", "changed by others, and left: compose.yml"));
        assertThat(Interrupted.recover(left, Optional.empty())).isEqualTo(Recovery.NOTHING);
    }

    @Test
    void notes_that_were_not_written_in_this_place_are_refused() throws IOException {
        Layout layout = interrupted();
        Path planted = folder.resolve("clone");
        copy(layout.root(), planted);
        Layout clone = Layout.of(planted);
        Map<String, String> before = Scenario.look(clone);

        assertThatThrownBy(() -> Interrupted.recover(clone, Optional.empty()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("delete it");

        assertThat(Scenario.look(clone)).isEqualTo(before);
    }

    @Test
    void damaged_notes_are_refused() throws IOException {
        for (String damage : List.of("", "{}", "[]", "{\"schema\":\"aria.apply/1\",\"place\":1,\"tasks\":[{}]}")) {
            Layout layout = interrupted();
            Files.writeString(staging(layout).resolve("record.json"), damage);

            assertThatThrownBy(() -> Interrupted.recover(layout, Optional.empty()))
                    .isInstanceOf(RefusedException.class);
        }
        Layout layout = interrupted();
        Files.writeString(staging(layout).resolve("contents"), "short");

        assertThatThrownBy(() -> Interrupted.recover(layout, Optional.empty())).isInstanceOf(RefusedException.class);
    }

    @Test
    void a_command_that_only_reads_tells_of_the_interrupted_run_and_leaves_it() throws IOException {
        Layout layout = interrupted();
        Map<String, String> before = Scenario.lookClosely(layout.root());

        assertThat(Interrupted.unfinished(layout)).isPresent();

        assertThat(Scenario.lookClosely(layout.root())).isEqualTo(before);
    }

    /** Run in a process of its own, to be killed. */
    static final class Commit {
        public static void main(String... args) {
            commit(Layout.of(Path.of(args[0])));
        }
    }

    /** Stops where the property says, says so, and stays there until a signal ends it. More than one thread writes. */
    static final class CommitMany {
        static final int FILES = 210;

        public static void main(String... args) throws InterruptedException {
            Path root = Path.of(args[0]);
            List<FileOperation> steps = Stream.iterate(0, i -> i + 1)
                    .limit(FILES)
                    .<FileOperation>map(
                            i -> Scenario.fresh(FileWrite.open(root.resolve("file" + i), Scenario.bytes("x" + i))))
                    .toList();
            new Thread(() -> Transaction.commit(Layout.of(root), steps, AuditLog.of(Layout.of(root)))).start();
            while (!"0:stop".equals(System.getProperty(CRASH_AT))) {
                Thread.sleep(1);
            }
            System.out.println("S");
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    private static void commit(Layout layout) {
        // After a roll-forward the project is no longer what the steps were planned for, and there is nothing to do.
        if (Files.notExists(layout.serviceKey("db"))) {
            Scenario.commit(layout, Scenario.steps(layout).toArray(FileOperation[]::new));
        }
    }

    private Layout project(int number) {
        return Scenario.create(folder.resolve("project" + number + "-" + System.nanoTime()));
    }

    private Map<String, String> expected() {
        Layout layout = project(0);
        commit(layout);
        return Scenario.look(layout);
    }

    private int steps() {
        Layout layout = project(0);
        System.setProperty(CRASH_AT, "1000000:throw");
        commit(layout);
        int left = Integer.parseInt(System.getProperty(CRASH_AT).split(":")[0]);
        System.clearProperty(CRASH_AT);
        return 1_000_000 - left;
    }

    private Layout interrupted() {
        Layout layout = project(0);
        assertThat(crashes(steps() / 2, () -> commit(layout))).isTrue();
        assertThat(layoutHasRecord(layout)).isTrue();
        return layout;
    }

    private static boolean crashes(int step, Runnable run) {
        System.setProperty(CRASH_AT, step + ":throw");
        try {
            run.run();
            return false;
        } catch (Error crash) {
            assertThat(crash.getClass().getSimpleName()).isEqualTo("Crashed");
            return true;
        } finally {
            System.clearProperty(CRASH_AT);
        }
    }

    private static boolean layoutHasRecord(Layout layout) {
        return Interrupted.unfinished(layout)
                .filter(line -> line.contains("finishes"))
                .isPresent();
    }

    private static Path staging(Layout layout) {
        try (Stream<Path> folders = Files.list(layout.applyFolder())) {
            return folders.findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertClean(Layout layout) {
        assertThat(Interrupted.unfinished(layout)).isEmpty();
        assertThat(Scenario.lookClosely(layout.root()).keySet()).noneMatch(path -> path.endsWith(".aria-tmp"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
