package lint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The Java files of a checkout: those that git tracks, and new ones that it does not ignore.
 *
 * @param files relative to the checkout, sorted
 */
public record Sources(List<Path> files) {

    /**
     * Asks git for them.
     *
     * @throws IOException when git cannot be run or fails
     */
    public static Sources of(Path checkout) throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "ls-files", "-z", "-co", "--exclude-standard", "--", "*.java")
                .directory(checkout.toAbsolutePath().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String listed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0) {
            throw new IOException("git ls-files failed");
        }
        return new Sources(Stream.of(listed.split("\0"))
                .map(checkout::resolve)
                .filter(Files::isRegularFile)
                .sorted()
                .toList());
    }
}
