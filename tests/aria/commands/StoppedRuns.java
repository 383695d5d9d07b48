package aria.commands;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Runs commands that stop at a point each, and stands there until it is killed. Every line of standard input is one of them:
 * the point, the project's folder and the command, with tabs between. Another thread runs each, after the one before has
 * stopped; so one process stands at many points, and starting one for each of them is saved.
 */
final class StoppedRuns {
    /** What it says when all have stopped or ended. */
    static final String READY = "ready";

    private static final String CRASH_AT = "aria.crash-at";
    private static final String STOPPED = "0:stop";

    private StoppedRuns() {}

    /** The line that asks for a run. */
    static String line(int point, Path root, String command) {
        return point + "\t" + root + "\t" + command + "\n";
    }

    public static void main(String... none) throws IOException, InterruptedException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] parts = line.split("\t");
            System.setProperty(CRASH_AT, parts[0] + ":stop");
            Thread run = new Thread(() -> Project.at(Path.of(parts[1])).run(parts[2].split(" ")));
            run.start();
            while (run.isAlive() && !STOPPED.equals(System.getProperty(CRASH_AT))) {
                Thread.sleep(1);
            }
            System.clearProperty(CRASH_AT);
        }
        System.out.println(READY);
        Thread.sleep(Long.MAX_VALUE);
    }
}
