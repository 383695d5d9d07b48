package aria.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a main class of the tests in a process of its own, for what one process cannot show about itself. */
public final class ChildJvm {

    private static final long SIGINT = 1L << 1;

    private ChildJvm() {}

    /** How it ended, and all it printed. */
    public record Ended(int exit, String output) {}

    /** Runs {@code main} to its end under the given umask (octal), or under this process's when that is null. */
    public static Ended run(String umask, Class<?> main, String... args) throws IOException, InterruptedException {
        Process process = start(umask, List.of(), main, args);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    /** What a shell starts in its background ignores Ctrl-C, and so would its children. */
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGINT) != 0);
    }

    /** Starts {@code main}; its standard error is in its output. */
    public static Process start(String umask, List<String> options, Class<?> main, String... args) throws IOException {
        return start(umask, options, Map.of(), main.getName(), args);
    }

    /** As {@link #start(String, List, Class, String...)}, with more in its environment. */
    public static Process start(
            String umask, List<String> options, Map<String, String> environment, Class<?> main, String... args)
            throws IOException {
        return start(umask, options, environment, main.getName(), args);
    }

    /** The same for a main class that its options put on the class path. */
    public static Process start(
            String umask, List<String> options, Map<String, String> environment, String main, String... args)
            throws IOException {
        List<String> command = new ArrayList<>();
        if (ignoresInterrupts()) {
            command.addAll(List.of("env", "--default-signal=INT"));
        }
        if (umask != null) {
            command.addAll(List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The tests share a small machine with the children they start; these two options halve a child's start.
        command.addAll(
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(main);
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }
}
