package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file system on which everything is open to everybody, as a Windows drive is in WSL, is no place for keys. */
class NoPermissionsTest {
    @TempDir
    Path folder;

    /** Null where it cannot be mounted. */
    private Path drive;

    private Path behind;

    @BeforeEach
    void mount() throws IOException {
        Path mountPoint = Files.createDirectory(folder.resolve("drive"));
        behind = Files.createDirectory(folder.resolve("behind"));
        Needs.mountedWithoutModes(behind, mountPoint);
        drive = mountPoint;
    }

    @AfterEach
    void unmount() throws Exception {
        if (drive != null) {
            assertThat(new ProcessBuilder("umount", "-l", drive.toString())
                            .start()
                            .waitFor())
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"init-ca --no-input", "bootstrap --no-input --yes"})
    void nothing_secret_is_written_there(String command) throws IOException {
        Project.Ran ran = Project.at(drive)
                .file("compose.yaml", "services:\n  db:\n    image: postgres:18\n")
                .run(command.split(" "));
        assertThat(ran.exit()).as(ran.err()).isEqualTo(3);
        assertThat(ran.errors())
                .singleElement()
                .asString()
                .contains("others can write to the folder, which holds keys (rwxrwxrwx)", "in WSL");
        try (Stream<Path> all = Files.walk(behind)) {
            assertThat(all.filter(Files::isRegularFile)
                            .map(file -> behind.relativize(file).toString())
                            .toList())
                    .containsExactlyInAnyOrder("compose.yaml", "data/mtls/.gitignore", "data/mtls/lock");
        }
    }
}
