package aria.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnifiedDiffTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"a\\nb\\n, a\\nx\\nb\\n", "a\\nb, a\\nb\\nx", "a\\nb, a\\nb\\n", "a\\nb\\n, a\\nb",
        "a\\r\\nb\\r\\n, a\\r\\nx\\r\\nb\\r\\n", "'', a\\n", "a\\n, ''", "a\\na\\na\\nb\\n, a\\na\\nb\\na\\n"})
    void git_applies_it(String before, String after) throws IOException, InterruptedException {
        SourceText old = source(unescape(before));
        SourceText now = source(unescape(after));
        Path file = folder.resolve("a file.yml");
        if (!old.text().isEmpty()) {
            Files.write(file, old.bytes());
        }
        Files.writeString(folder.resolve("change.diff"), UnifiedDiff.of("a file.yml", old, now));

        Process git = new ProcessBuilder("git", "apply", "--whitespace=nowarn", "change.diff")
                .directory(folder.toFile()).inheritIO().start();

        assertThat(git.waitFor()).isZero();
        assertThat(Files.exists(file) ? Files.readAllBytes(file) : new byte[0]).isEqualTo(now.bytes());
    }

    @Test
    void equal_texts_have_no_difference() {
        assertThat(UnifiedDiff.of("f", source("a\n"), source("a\n"))).isEmpty();
    }

    private static String unescape(String text) {
        return text.replace("\\n", "\n").replace("\\r", "\r");
    }

    private static SourceText source(String text) {
        return SourceText.of("f", text.getBytes(StandardCharsets.UTF_8));
    }
}
