package aria.docker;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.UnavailableException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One run of a program with a time limit. After the limit, the program and its children are killed. That ends their
 * output, so a reader never hangs.
 *
 * @param command   program and arguments
 * @param directory working directory; null for this process's own
 */
public record ProcessRun(List<String> command, Path directory) {

    /** The output of a program, and its end. */
    public record Captured(int exitCode, String stdout, String stderr) {
        /** Returns the last line of its errors, else its exit code in words. */
        public String lastErrorLine() {
            return lastLine(stderr.lines().toList())
                    .orElse("exit code " + exitCode)
                    .strip();
        }
    }

    /** Returns the last of the lines that is not blank, as it stands; empty when there is none. */
    public static Optional<String> lastLine(List<String> lines) {
        return lines.stream().filter(line -> !line.isBlank()).reduce((first, second) -> second);
    }

    /**
     * Runs the program and passes on each line of its output.
     *
     * @return its exit code
     * @throws UnavailableException when it cannot be started or the limit passes
     */
    int stream(Duration limit, Consumer<String> line) {
        Process process = startOrFail(true);
        CompletableFuture<Process> end = killedAfter(process, limit);
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String next = reader.readLine(); next != null; next = reader.readLine()) {
                line.accept(next);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the output of " + command.get(0), e);
        }
        return exitCode(end, limit);
    }

    /** Runs the program and keeps what it printed; throws as {@link #stream}. */
    Captured capture(Duration limit) {
        return captured(startOrFail(false), limit, StandardCharsets.UTF_8);
    }

    /** As {@link #capture}; empty when there is no such program. */
    public Optional<Captured> captureIfPresent(Duration limit) {
        return captureIfPresent(limit, StandardCharsets.UTF_8);
    }

    /** The same, of a program that prints in another encoding. */
    public Optional<Captured> captureIfPresent(Duration limit, Charset output) {
        try {
            return Optional.of(captured(start(false), limit, output));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Captured captured(Process process, Duration limit, Charset output) {
        CompletableFuture<Process> end = killedAfter(process, limit);
        CompletableFuture<String> stderr = CompletableFuture.supplyAsync(() -> all(process.getErrorStream(), output));
        String stdout = all(process.getInputStream(), output);
        return new Captured(exitCode(end, limit), stdout, stderr.join());
    }

    private Process startOrFail(boolean merged) {
        try {
            return start(merged);
        } catch (IOException e) {
            throw new UnavailableException(
                    Finding.error(FindingId.ENGINE_FAILED, "cannot start " + command.get(0) + ": " + e.getMessage()),
                    e);
        }
    }

    private Process start(boolean merged) throws IOException {
        File folder = directory == null ? null : directory.toFile();
        Process process = new ProcessBuilder(command)
                .directory(folder)
                .redirectErrorStream(merged)
                .start();
        process.getOutputStream().close();
        return process;
    }

    private static CompletableFuture<Process> killedAfter(Process process, Duration limit) {
        return process.onExit()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((ended, problem) -> {
                    if (problem != null) {
                        process.descendants().forEach(ProcessHandle::destroyForcibly);
                        process.toHandle()
                                .destroyForcibly(); // Process's own would also close the streams under their readers
                    }
                });
    }

    private int exitCode(CompletableFuture<Process> end, Duration limit) {
        try {
            return end.join().exitValue();
        } catch (CompletionException e) {
            throw new UnavailableException(
                    Finding.error(
                            FindingId.ENGINE_FAILED,
                            String.join(" ", command.subList(0, Math.min(2, command.size()))) + " did not end within "
                                    + limit.toSeconds() + " s and was stopped"),
                    e);
        }
    }

    private static String all(InputStream stream, Charset charset) {
        try (stream) {
            return new String(stream.readAllBytes(), charset);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read a program's output", e);
        }
    }
}
