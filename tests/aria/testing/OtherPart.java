package aria.testing;

import com.google.gson.Gson;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM that runs another part of the tests. It prints its lines to the same place, and ends with this one. */
public final class OtherPart implements AutoCloseable {
    private final Process process;
    private final Path outcome;
    private final Thread end;

    /** @param outcome an empty file, which the process writes when it is done */
    OtherPart(Process process, Path outcome) {
        this.process = process;
        this.outcome = outcome;
        this.end = new Thread(this::kill);
        Runtime.getRuntime().addShutdownHook(end);
    }

    /** Starts it. */
    static OtherPart start(Part part) throws IOException {
        Path outcome = Files.createTempFile("aria-tests", ".json");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                OtherPart.class.getName(),
                part.name(),
                outcome.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        return new OtherPart(builder.start(), outcome);
    }

    /** Waits for it; a failure when it died, so that a crash is never taken for tests that passed. */
    TestReport.Outcome outcome() throws IOException, InterruptedException {
        int exit = process.waitFor();
        TestReport.Outcome told = new Gson().fromJson(Files.readString(outcome), TestReport.Outcome.class);
        return told != null
                ? told
                : new TestReport.Outcome(
                        List.of("  a JVM of other tests ended with " + exit + " and no outcome"), List.of(), 0, 0);
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    @Override
    public void close() throws IOException {
        kill();
        Runtime.getRuntime().removeShutdownHook(end);
        Files.delete(outcome);
    }

    /**
     * Runs a part.
     *
     * @param arguments its name, and the file for the outcome
     * @throws Exception when the file can't be written
     */
    public static void main(String... arguments) throws Exception {
        Path classes = Path.of(OtherPart.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        TestReport.Outcome outcome =
                new TestRun(classes, List.of(), List.of(), System.out).execute(Part.valueOf(arguments[0]));
        Files.writeString(Path.of(arguments[1]), new Gson().toJson(outcome));
        System.exit(0);
    }
}
