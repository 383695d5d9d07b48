package aria.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import aria.testing.Needs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The checksums that jbangw compares: those of all libraries, and of no others. */
class JarSumsTest {
    @Test
    void every_library_of_these_tests_and_of_the_program_is_listed() throws Exception {
        List<String> listed = Files.readAllLines(Checkout.root().resolve("scripts/launcher/jars.sha256"));
        for (Path library : libraries()) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(library));
            assertThat(listed)
                    .as("run tests/jar-sums")
                    .contains(HexFormat.of().formatHex(digest) + "  " + library.getFileName());
        }
    }

    /** What is built from sources lies in a folder that is named after one. */
    private static List<Path> libraries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(file -> file.toString().endsWith(".jar"))
                .filter(file -> !file.getParent().getFileName().toString().contains(".java."))
                .toList();
    }

    @Test
    void the_list_is_what_the_command_would_write() throws IOException, InterruptedException {
        Needs.program("mvn");
        assertThat(new ProcessBuilder("sh", "tests/jar-sums", "--check")
                        .directory(Checkout.root().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();
    }
}
