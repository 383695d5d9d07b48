package aria.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateKeyTest {
    @TempDir
    Path folder;

    private RealUser me;

    @BeforeEach
    void whoAmI() {
        me = RealUser.of(Map.of("HOME", folder.toString()));
    }

    @Test
    void the_first_place_that_is_named_counts() {
        List<Map.Entry<String, String>> places = List.of(
                Map.entry("ARIA_STATE_DIR", "/a"),
                Map.entry("STATE_DIRECTORY", "/b:/c"),
                Map.entry("XDG_STATE_HOME", "/d"),
                Map.entry("HOME", folder.toString()));
        List<String> expected = List.of("/a", "/b", "/d/aria", folder + "/.local/state/aria");
        for (int i = 0; i < places.size(); i++) {
            Map<String, String> environment = new HashMap<>();
            places.subList(i, places.size()).forEach(place -> environment.put(place.getKey(), place.getValue()));
            assertThat(StateKey.of(environment, me).file())
                    .contains(Path.of(expected.get(i)).resolve("record.key"));
        }
        assertThat(StateKey.of(Map.of("XDG_STATE_HOME", "relative"), me).file().orElseThrow())
                .startsWithRaw(folder);
    }

    @Test
    void it_is_made_for_its_owner_alone_and_found_again() throws IOException {
        StateKey key = StateKey.of(Map.of(), me);
        assertThat(key.code("x")).isEmpty();
        assertThat(folder.resolve(".local")).doesNotExist();
        String code = key.codeToKeep("x").orElseThrow();
        assertThat(StateKey.of(Map.of(), me).code("x")).contains(code);
        assertThat(key.code("y")).isPresent().isNotEqualTo(Optional.of(code));
        Path file = key.file().orElseThrow();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void no_two_are_alike() throws IOException {
        String mine = StateKey.of(Map.of(), me).codeToKeep("x").orElseThrow();
        Path home = Files.createDirectory(folder.resolve("neighbour"));
        RealUser neighbour = RealUser.of(Map.of("HOME", home.toString()));
        String theirs = StateKey.of(Map.of(), neighbour).codeToKeep("x").orElseThrow();
        assertThat(StateKey.equal(mine, theirs)).isFalse();
        assertThat(StateKey.equal(mine, String.valueOf(mine.toCharArray()))).isTrue();
    }

    @Test
    void one_that_others_can_read_or_replace_is_none() throws IOException {
        StateKey key = StateKey.of(Map.of(), me);
        key.codeToKeep("x");
        Path file = key.file().orElseThrow();
        for (Path open : List.of(file, file.getParent())) {
            var before = Files.getPosixFilePermissions(open);
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
            assertThat(key.code("x")).isEmpty();
            assertThat(key.codeToKeep("x")).isEmpty();
            assertThat(key.problem()).isPresent();
            Files.setPosixFilePermissions(open, before);
        }
        assertThat(key.code("x")).isPresent();
        Path moved = Files.move(file, folder.resolve("moved"));
        Files.createSymbolicLink(file, moved);
        assertThat(key.code("x")).isEmpty();
    }

    @Test
    void one_of_another_user_is_none() {
        StateKey.of(Map.of(), me).codeToKeep("x");
        RealUser other = new RealUser(false, Set.of(4_000_000_000L), Optional.of(folder));
        assertThat(StateKey.of(Map.of(), other).code("x")).isEmpty();
        assertThat(other.owns(folder, folder.getParent())).isFalse();
        assertThat(me.owns(folder, folder)).isTrue();
    }

    @Test
    void without_a_home_none_is_kept_and_it_is_said() {
        StateKey none = StateKey.of(Map.of(), new RealUser(false, Set.of(0L), Optional.empty()));
        assertThat(none.codeToKeep("x")).isEmpty();
        assertThat(none.problem()).contains("the user has no home folder");
    }

    @Test
    void under_sudo_it_is_that_of_the_user_who_called_it() throws IOException {
        Path passwords = Files.writeString(
                folder.resolve("passwd"), "root:x:0:0::/root:/bin/sh\nada:x:1234:1234::" + folder + ":/bin/sh\n");
        RealUser ada = RealUser.of(0, Map.of("SUDO_UID", "1234", "HOME", "/root"), passwords);
        assertThat(ada).isEqualTo(new RealUser(true, Set.of(0L, 1234L), Optional.of(folder)));
        // Who is not root cannot say so.
        assertThat(RealUser.of(77, Map.of("SUDO_UID", "1234", "HOME", "/root"), passwords)
                        .trusted())
                .containsExactlyInAnyOrder(0L, 77L);
    }

    @Test
    void runs_that_start_at_once_agree_on_one() {
        ConcurrentLinkedQueue<String> codes = new ConcurrentLinkedQueue<>();
        IntStream.range(0, 32)
                .parallel()
                .forEach(
                        i -> codes.add(StateKey.of(Map.of(), me).codeToKeep("x").orElse("none")));
        assertThat(Set.copyOf(codes)).hasSize(1).doesNotContain("none");
    }
}
