package aria.edit;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UnifiedDiffTest {
    @TempDir
    Path folder;

    static Stream<Arguments> texts() {
        return Stream.of(
                        "a\nb\n|a\nx\nb\n",
                        "a\nb|a\nb\nx",
                        "a\nb|a\nb\n",
                        "a\nb\n|a\nb",
                        "a\r\nb\r\n|a\r\nx\r\nb\r\n",
                        "a\r\nb|a\r\nb\r\nx",
                        "|a\n",
                        "a\n|",
                        "a\na\na\nb\n|a\na\nb\na\n",
                        "\uFEFFa\nb\n|\uFEFFa\nx\nb\n",
                        "a\rb\n|a\rb\nx\n",
                        "a\u2028b\u0085c\n|a\u2028b\u0085c\nx\n",
                        "- a\n-- b\n+ c\n|- a\n-- b\n--- x\n+++ y\n+ c\n",
                        "\n\n\n|\n\nx\n\n",
                        "\ta\n b \n|\ta\n b \n\t\n")
                .map(pair -> Arguments.of(pair.substring(0, pair.indexOf('|')), pair.substring(pair.indexOf('|') + 1)));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void git_applies_it(String before, String after) throws IOException, InterruptedException {
        applied(before, after, "git", "apply", "--whitespace=nowarn", "change.diff");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void patch_applies_it(String before, String after) throws IOException, InterruptedException {
        applied(
                before,
                after,
                Needs.program("patch").toString(),
                "-p1",
                "--quiet",
                "--no-backup-if-mismatch",
                "--fuzz=0",
                "-i",
                "change.diff");
    }

    private void applied(String before, String after, String... command) throws IOException, InterruptedException {
        SourceText old = source(before);
        SourceText now = source(after);
        Path file = folder.resolve("a file.yml");
        if (!old.text().isEmpty()) {
            Files.write(file, old.bytes());
        }
        Files.writeString(folder.resolve("change.diff"), UnifiedDiff.of("a file.yml", old, now));

        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(Files.exists(file) ? Files.readAllBytes(file) : new byte[0]).isEqualTo(now.bytes());
    }

    @Test
    void equal_texts_have_no_difference() {
        assertThat(UnifiedDiff.of("f", source("a\n"), source("a\n"))).isEmpty();
    }

    private static SourceText source(String text) {
        return SourceText.of("f", text.getBytes(StandardCharsets.UTF_8));
    }
}
