package aria.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbsentTest {
    @TempDir
    Path folder;

    @Test
    void a_file_whose_folders_are_not_there_is_absent() {
        assertThat(Absent.withItsFolder(folder.resolve("a/b/c"))).isTrue();
        assertThat(Digest.ofFile(folder.resolve("a/b/c"))).isEmpty();
    }

    @Test
    void of_a_file_in_a_folder_that_is_there_nothing_is_said() throws IOException {
        assertThat(Absent.withItsFolder(folder.resolve("missing"))).isFalse();
        assertThat(Absent.withItsFolder(Files.writeString(folder.resolve("there"), "")))
                .isFalse();
    }

    @Test
    void nor_of_one_below_a_file() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        assertThat(Absent.withItsFolder(file.resolve("below"))).isFalse();
        assertThat(Absent.withItsFolder(file.resolve("below/it"))).isFalse();
    }

    @Test
    void a_folder_behind_a_link_that_leads_nowhere_is_not_there() throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));
        assertThat(Absent.withItsFolder(folder.resolve("link/file"))).isTrue();
        assertThat(Digest.ofFile(folder.resolve("link/file"))).isEmpty();
    }
}
