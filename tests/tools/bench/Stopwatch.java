package tools.bench;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Measures whole processes, as whoever waits for them does.
 *
 * @param folder where their output goes
 * @param runs   how often each is measured
 */
public record Stopwatch(Path folder, int runs) {
    private static final long LOOK_MILLIS = 10;
    private static final String PEAK = "VmHWM:";

    /** One or more processes, one after the other, that together are one measured thing. */
    public record Job(Path directory, List<List<String>> commands, List<Integer> goodExits) {
        /** One process that has to end with 0. */
        public static Job of(Path directory, List<String> command) {
            return new Job(directory, List.of(command), List.of(0));
        }
    }

    /**
     * Measures a job as often as asked.
     *
     * @param prepared makes everything ready for one run, which is not measured, and says what is to be run
     * @throws UncheckedIOException when a process ends otherwise than it should; its last words are in the message
     */
    public Sample measure(Supplier<Job> prepared) {
        List<Double> seconds = new ArrayList<>();
        long peak = 0;
        for (int run = 0; run < runs; run++) {
            Job job = prepared.get();
            long start = System.nanoTime();
            for (List<String> command : job.commands()) {
                peak = Math.max(peak, run(job, command));
            }
            seconds.add((System.nanoTime() - start) / 1e9);
        }
        return new Sample(seconds, peak);
    }

    /**
     * Runs one process to its end.
     *
     * @return the most memory it had, in KiB; 0 where the system doesn't say
     */
    private long run(Job job, List<String> command) {
        Path output = folder.resolve("output");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(job.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile())
                    .start();
            long peak = 0;
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, peak(process.pid()));
            }
            if (!job.goodExits().contains(process.exitValue())) {
                String said = Files.readString(output, StandardCharsets.UTF_8).strip();
                throw new IOException(String.join(" ", command.subList(0, Math.min(3, command.size()))) + " ended with "
                        + process.exitValue() + ": " + said.substring(said.lastIndexOf('\n') + 1));
            }
            return peak;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("interrupted"));
        } catch (IOException e) {
            throw new UncheckedIOException("a measured process failed: " + e.getMessage(), e);
        }
    }

    /** Of a process that is gone already there is nothing more to learn. */
    private static long peak(long pid) {
        Path status = Path.of("/proc/" + pid + "/status");
        try {
            return !Files.exists(status)
                    ? 0
                    : Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith(PEAK))
                            .mapToLong(line -> Long.parseLong(line.substring(PEAK.length())
                                    .replace("kB", "")
                                    .strip()))
                            .findFirst()
                            .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }
}
