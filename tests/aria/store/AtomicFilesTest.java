package aria.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.RefusedException;
import aria.testing.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

class AtomicFilesTest {

    @TempDir
    Path folder;

    @Test
    void a_new_file_has_exactly_the_wanted_mode_in_folders_of_the_wanted_mode() {
        Path key = folder.resolve("a/b/x.key");

        AtomicFiles.write(FileWrite.secret(key, bytes("secret")));

        assertThat(mode(key)).isEqualTo("rw-------");
        assertThat(mode(key.getParent())).isEqualTo("rwx------");
        assertThat(mode(folder.resolve("a"))).isEqualTo("rwx------");
        assertThat(key).hasContent("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "077", "277", "777"})
    void the_mode_does_not_depend_on_the_umask(String umask) throws Exception {
        if (umask.equals("777")) {
            Needs.root(); // nobody else can open what has no permissions, and Java changes them on what is open
        }
        assertThat(ChildJvm.run(umask, WriteBoth.class, folder.toString())).isEqualTo(new ChildJvm.Ended(0, ""));

        assertThat(mode(folder.resolve("open/ca.crt"))).isEqualTo("rw-r--r--");
        assertThat(mode(folder.resolve("open"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(folder.resolve("keys/x.key"))).isEqualTo("rw-------");
        assertThat(mode(folder.resolve("keys"))).isEqualTo("rwx------");
    }

    /** Looks on while it is written: what is created open and closed afterwards is seen, sooner or later. */
    @Test
    void a_secret_has_its_mode_from_the_first_moment() throws Exception {
        Path keys = Files.createDirectory(folder.resolve("keys"));
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Set<String>> seen = CompletableFuture.supplyAsync(() -> {
            Set<String> modes = new HashSet<>();
            while (!done.get()) {
                for (String file : Objects.requireNonNullElse(keys.toFile().list(), new String[0])) {
                    try {
                        modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve(file))));
                    } catch (IOException renamed) {
                        modes.add("rw-------");
                    }
                }
            }
            return modes;
        });
        for (int i = 0; i < 300; i++) {
            AtomicFiles.write(FileWrite.secret(keys.resolve("x.key"), bytes("x" + i)));
        }
        done.set(true);
        assertThat(seen.get(10, TimeUnit.SECONDS)).containsExactly("rw-------");
    }

    @Test
    void a_users_file_keeps_its_mode_and_a_new_one_can_be_read_by_all() throws IOException {
        Path old = Files.writeString(folder.resolve("old.yml"), "old");
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-rw-r-x"));

        AtomicFiles.write(FileWrite.ofUser(old, bytes("new")));
        AtomicFiles.write(FileWrite.ofUser(folder.resolve("fresh.yml"), bytes("new")));

        assertThat(mode(old)).isEqualTo("rw-rw-r-x");
        assertThat(mode(folder.resolve("fresh.yml"))).isEqualTo("rw-r--r--");
    }

    @Test
    void a_users_file_keeps_its_owner_and_group() throws IOException {
        Path old = Files.writeString(folder.resolve("old.yml"), "old");
        UserPrincipal nobody =
                old.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        try {
            Files.setOwner(old, nobody);
        } catch (FileSystemException e) {
            throw new TestAbortedException("only root may give files away", e);
        }

        FileOwner.requireKept(old, folder);
        AtomicFiles.write(FileWrite.ofUser(old, bytes("new")));

        assertThat(old).hasContent("new");
        assertThat(Files.getOwner(old)).isEqualTo(nobody);
        assertThat(names(folder)).containsExactly("old.yml");
    }

    @Test
    void a_users_link_is_followed_and_stays_a_link() throws IOException {
        Files.createDirectories(folder.resolve("shared/deep"));
        Path real = Files.writeString(folder.resolve("shared/real.yml"), "old");
        Files.createSymbolicLink(folder.resolve("shared/deep/hop.yml"), Path.of("../real.yml"));
        Files.createSymbolicLink(folder.resolve("linked"), Path.of("shared/deep"));
        Path link = Files.createSymbolicLink(folder.resolve("compose.yml"), Path.of("linked/hop.yml"));

        AtomicFiles.write(FileWrite.ofUser(link, bytes("new")));

        assertThat(real).hasContent("new");
        assertThat(link).isSymbolicLink();
    }

    @Test
    void a_link_in_the_place_of_a_generated_file_is_replaced_not_followed() throws IOException {
        Path outside = Files.writeString(folder.resolve("outside"), "untouched");
        Path planted = Files.createSymbolicLink(folder.resolve("x.key"), outside);

        AtomicFiles.write(FileWrite.secret(planted, bytes("secret")));

        assertThat(outside).hasContent("untouched");
        assertThat(planted).isRegularFile().hasContent("secret");
        assertThat(Files.isSymbolicLink(planted)).isFalse();
    }

    @Test
    void a_circle_of_links_is_refused() throws IOException {
        Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));

        assertThatThrownBy(() -> AtomicFiles.write(FileWrite.ofUser(folder.resolve("a"), bytes("x"))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("too many symbolic links");
    }

    @Test
    void a_failed_write_leaves_the_old_file_and_nothing_else() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("taken"));
        Files.writeString(taken.resolve("inside"), "kept");

        assertThatThrownBy(() -> AtomicFiles.write(FileWrite.open(taken, bytes("x"))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith(taken + " cannot be written: ");

        assertThat(taken.resolve("inside")).hasContent("kept");
        assertThat(names(folder)).containsExactly("taken");
    }

    @Test
    void without_a_folder_mode_the_folder_must_be_there() {
        Path file = folder.resolve("missing/file");

        assertThatThrownBy(() -> AtomicFiles.write(
                        new FileWrite(file, bytes("x"), Optional.of(FileMode.PUBLIC), Optional.empty())))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("does not exist");
        assertThat(folder.resolve("missing")).doesNotExist();
    }

    @Test
    void an_existing_folder_keeps_its_mode() throws IOException {
        Path there = Files.createDirectory(folder.resolve("there"));
        Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rwxrwxr-x"));

        AtomicFiles.createFolders(there, FileMode.SECRET_DIR);

        assertThat(mode(there)).isEqualTo("rwxrwxr-x");
    }

    @Test
    void a_key_folder_that_others_can_write_is_refused() throws IOException {
        Path keys = Files.createDirectory(folder.resolve("keys"));
        AtomicFiles.requireSafeKeyFolder(folder.resolve("not-yet"));
        for (String unsafe : new String[] {"rwxrwx---", "rwx----w-"}) {
            Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString(unsafe));
            assertThatThrownBy(() -> AtomicFiles.requireSafeKeyFolder(keys))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining(unsafe)
                    .hasMessageContaining("chmod go-w");
        }
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rwxr-xr-x"));
        AtomicFiles.requireSafeKeyFolder(keys);
    }

    @Test
    void a_move_never_overwrites() throws IOException {
        Path from = Files.writeString(folder.resolve("from"), "1");
        Path to = Files.writeString(folder.resolve("to"), "2");

        assertThatThrownBy(() -> AtomicFiles.move(from, to)).hasMessageContaining("is already there");
        assertThat(from).hasContent("1");
        assertThat(to).hasContent("2");

        AtomicFiles.move(from, folder.resolve("free"));
        assertThat(folder.resolve("free")).hasContent("1");
        assertThat(from).doesNotExist();
    }

    @Test
    void leftovers_of_one_file_are_deleted_and_no_others() throws IOException {
        Files.writeString(folder.resolve(".x.key.1a.aria-tmp"), "");
        Files.writeString(folder.resolve(".y.key.1a.aria-tmp"), "");
        Files.writeString(folder.resolve(".x.key.tmp"), "");

        AtomicFiles.deleteLeftovers(folder.resolve("x.key"));

        assertThat(names(folder)).containsExactlyInAnyOrder(".y.key.1a.aria-tmp", ".x.key.tmp");
    }

    /** Run with another umask. */
    static final class WriteBoth {
        public static void main(String... args) {
            Path project = Path.of(args[0]);
            AtomicFiles.write(FileWrite.open(project.resolve("open/ca.crt"), bytes("x")));
            AtomicFiles.write(FileWrite.secret(project.resolve("keys/x.key"), bytes("x")));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).toList();
        }
    }

    /** Another user puts a link there between the look at the folder and the step. */
    @Test
    void a_folder_that_is_exchanged_while_it_is_held_is_the_one_that_is_written() throws IOException {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path held = Files.createDirectory(shared.resolve("held"));
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path moved = shared.resolve("moved");
        try (HeldFolder handle = HeldFolder.open(held.toRealPath())) {
            Files.move(held, moved);
            Files.createSymbolicLink(held, outside);
            handle.createFolder(
                    held.resolve("made"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            handle.createLink(held.resolve("link"), Path.of("made"));
            assertThat(handle.has(held.resolve("link"))).isTrue();
        }
        assertThat(outside).isEmptyDirectory();
        assertThat(moved.resolve("made")).isDirectory();
        assertThat(moved.resolve("link")).isSymbolicLink();
    }

    /** Opened by name, the first folder is exchanged back before anybody looks. */
    @Test
    void the_part_of_a_path_that_others_can_exchange_is_not_firm() throws IOException {
        Path top = folder.toRealPath();
        Path deep = Files.createDirectories(top.resolve("mine/theirs/deep"));
        assertThat(FirmPath.of(deep)).isEqualTo(deep);
        Files.setPosixFilePermissions(top.resolve("mine"), PosixFilePermissions.fromString("rwxrwxr-x"));
        assertThat(FirmPath.of(deep)).isEqualTo(top.resolve("mine"));
        Files.setAttribute(top.resolve("mine"), "unix:mode", 01777);
        assertThat(FirmPath.of(deep)).isEqualTo(deep);
    }
}
