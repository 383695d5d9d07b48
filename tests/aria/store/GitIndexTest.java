package aria.store;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The index as git itself lists it, in all its forms. */
class GitIndexTest {
    /** What follows it shares less with it than one byte of a version 4 index can say. */
    private static final String LONG = "long/" + "x".repeat(200);

    @TempDir
    Path folder;

    private Path tree;

    @BeforeEach
    void makeTree() throws IOException {
        tree = folder.resolve("tree");
        for (String name :
                List.of("a", "compose.yaml", "data/certs/db/db.key", "data/certs/db/db.crt", LONG, "über/x y")) {
            Files.createDirectories(tree.resolve(name).getParent());
            Files.writeString(tree.resolve(name), name);
        }
    }

    @ParameterizedTest
    @CsvSource({"sha1, 2", "sha1, 4", "sha256, 2", "sha256, 4"})
    void each_version_and_digest_is_read(String format, String version) throws Exception {
        git("init", "-q", "--object-format=" + format);
        git("config", "index.version", version);
        git("add", "-A");
        assertSameAsGit(tree);
        assertSameAsGit(tree.resolve("data"));
        // An entry that is only announced makes version 3 of version 2.
        Files.writeString(tree.resolve("later"), "");
        git("add", "-N", "later");
        assertSameAsGit(tree);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha1", "sha256"})
    void an_index_without_a_digest_is_read(String format) throws Exception {
        git("init", "-q", "--object-format=" + format);
        git("config", "index.skipHash", "true");
        git("add", "-A");
        assertSameAsGit(tree);
    }

    @Test
    void a_second_work_tree_has_its_own_index() throws Exception {
        git("init", "-q");
        git("add", "-A");
        git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "x");
        git("worktree", "add", "-q", folder.resolve("second").toString());
        assertSameAsGit(folder.resolve("second"));
        assertThat(GitIndex.covers(folder.resolve("second/data"))).isTrue();
    }

    @Test
    void a_tree_in_which_nothing_was_added_tracks_nothing() throws Exception {
        assertThat(GitIndex.covers(tree)).isFalse();
        assertThat(GitIndex.below(tree)).isEqualTo(new GitIndex(List.of(), Optional.empty()));
        git("init", "-q");
        assertThat(GitIndex.covers(tree.resolve("data"))).isTrue();
        assertThat(GitIndex.below(tree)).isEqualTo(new GitIndex(List.of(), Optional.empty()));
    }

    @Test
    void a_split_index_is_said_to_be_one() throws Exception {
        git("init", "-q");
        git("config", "core.splitIndex", "true");
        git("add", "-A");
        assertThat(GitIndex.below(tree).problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("split in two"));
    }

    @Test
    void a_damaged_index_is_said_to_be_one() throws Exception {
        git("init", "-q");
        git("add", "-A");
        Path index = tree.resolve(".git/index");
        byte[] whole = Files.readAllBytes(index);
        for (int length = 0; length < whole.length; length++) {
            Files.write(index, Arrays.copyOf(whole, length));
            assertThat(GitIndex.below(tree).problem()).as(length + " bytes").isPresent();
            // With zeros for a digest nothing but the form tells.
            Files.write(index, Arrays.copyOf(Arrays.copyOf(whole, length), length + 32));
            assertThat(GitIndex.below(tree).files()).allMatch(file -> file.startsWith(tree));
        }
    }

    private void assertSameAsGit(Path below) throws Exception {
        List<Path> listed = Arrays.stream(output(below, "ls-files", "-z").split("\0"))
                .map(below::resolve)
                .toList();
        assertThat(listed).isNotEmpty();
        assertThat(GitIndex.below(below).problem()).isEmpty();
        assertThat(GitIndex.below(below).files()).containsExactlyElementsOf(listed);
    }

    private void git(String... words) throws Exception {
        output(tree, words);
    }

    private static String output(Path in, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(Needs.program("git").toString()));
        command.addAll(List.of(words));
        Process git = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).isZero();
        return said;
    }
}
