package aria.testing;

import com.google.gson.Gson;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM that runs the tests which wait. It prints its lines to the same place, and ends with this one. */
public final class OtherHalf implements AutoCloseable {
    private final Process process;
    private final Path outcome;
    private final Thread end;

    /** @param outcome an empty file, which the process writes when it is done */
    OtherHalf(Process process, Path outcome) {
        this.process = process;
        this.outcome = outcome;
        this.end = new Thread(this::kill);
        Runtime.getRuntime().addShutdownHook(end);
    }

    static OtherHalf start() throws IOException {
        Path outcome = Files.createTempFile("aria-tests", ".json");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), OtherHalf.class.getName(), outcome.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        return new OtherHalf(builder.start(), outcome);
    }

    /** Waits for it; a failure when it died, so that a crash is never taken for tests that passed. */
    TestReport.Outcome outcome() throws IOException, InterruptedException {
        int exit = process.waitFor();
        TestReport.Outcome told = new Gson().fromJson(Files.readString(outcome), TestReport.Outcome.class);
        return told != null
                ? told
                : new TestReport.Outcome(
                        List.of("  the JVM of the tests that wait ended with " + exit + " and no outcome"),
                        List.of(),
                        0,
                        0);
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
     * Runs the half that waits.
     *
     * @param arguments the file for the outcome
     * @throws Exception when the file can't be written
     */
    public static void main(String... arguments) throws Exception {
        Path classes = Path.of(OtherHalf.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        TestReport.Outcome outcome = new TestRun(classes, List.of(), List.of(), System.out).execute(Half.WAITS);
        Files.writeString(Path.of(arguments[0]), new Gson().toJson(outcome));
        System.exit(0);
    }
}
