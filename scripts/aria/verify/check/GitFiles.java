package aria.verify.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What git tracks below a folder.
 *
 * @param files   absolute
 * @param problem why it could not be found out; empty when it was
 */
record GitFiles(List<Path> files, Optional<String> problem) {
    private static final long LIMIT_SECONDS = 20;

    static GitFiles tracked(Path folder) {
        try {
            Process git = new ProcessBuilder("git", "ls-files", "-z")
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            CompletableFuture<Process> unused =
                    git.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).whenComplete((end, late) -> endLate(git));
            String listed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (git.waitFor() != 0) {
                return unknown("git ls-files failed");
            }
            return new GitFiles(
                    Arrays.stream(listed.split("\0"))
                            .filter(name -> !name.isEmpty())
                            .map(name -> folder.resolve(name).normalize())
                            .toList(),
                    Optional.empty());
        } catch (IOException e) {
            return unknown("git is not there");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unknown("interrupted");
        }
    }

    /** Ending one that has ended by itself would close its output before it is read. */
    private static void endLate(Process git) {
        if (git.isAlive()) {
            git.destroyForcibly();
        }
    }

    private static GitFiles unknown(String problem) {
        return new GitFiles(List.of(), Optional.of(problem));
    }
}
