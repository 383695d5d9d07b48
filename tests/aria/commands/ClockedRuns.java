package aria.commands;

import aria.store.ChildJvm;
import aria.testing.Needs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Commands, one after the other, in a process whose clock can be set: libfaketime stands between it and the kernel's. Each
 * setting of the clock is a process of its own, for the library would otherwise read a file whenever it is asked for the time.
 * Only what the calendar says is another: with its remedy for waiting threads a JVM takes ten times as long.
 */
final class ClockedRuns implements AutoCloseable {
    private static final String END = "\u0000";

    private final Project project;
    private final String library;
    private Process child;
    private BufferedReader says;

    /** The clock is right until it is set. */
    ClockedRuns(Project project) {
        this.project = project;
        try {
            library = output(Needs.program("faketime").toString(), "-f", "+0", "printenv", "LD_PRELOAD");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        set("+0");
    }

    /**
     * Sets the clock.
     *
     * @param time as faketime takes it: {@code +400d}, {@code -2y}, {@code +0}, or a time at which it stands still
     */
    void set(String time) {
        close();
        try {
            child = ChildJvm.start(
                    null,
                    List.of("-cp", Scripts.classPath()),
                    Map.of(
                            "LD_PRELOAD",
                            library,
                            "FAKETIME",
                            time,
                            "NO_FAKE_STAT",
                            "1",
                            "DONT_FAKE_MONOTONIC",
                            "1",
                            "FAKETIME_FORCE_MONOTONIC_FIX",
                            "0",
                            "FAKETIME_DISABLE_SHM",
                            "1"),
                    ClockedRuns.class,
                    project.root.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        says = child.inputReader(StandardCharsets.UTF_8);
    }

    /** Runs a command; its standard output and error are one text. */
    Project.Ran run(String command) {
        try {
            child.outputWriter(StandardCharsets.UTF_8)
                    .append(command)
                    .append('\n')
                    .flush();
            StringBuilder said = new StringBuilder();
            for (String line = says.readLine(); !END.equals(line); line = says.readLine()) {
                if (line == null) {
                    throw new IllegalStateException("it went down: " + said);
                }
                said.append(line).append('\n');
            }
            return new Project.Ran(Integer.parseInt(says.readLine()), said.toString(), said.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process ends by itself when there are no more commands. */
    @Override
    public void close() {
        if (child == null) {
            return;
        }
        try {
            child.getOutputStream().close();
            child.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            child.destroyForcibly();
        }
    }

    private static String output(String... command) throws IOException {
        return new String(new ProcessBuilder(command).start().getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip();
    }

    public static void main(String... arguments) throws IOException {
        Project project = Project.at(Path.of(arguments[0]));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Project.Ran ran = project.run(line.split(" "));
            System.out.print(ran.out() + ran.err() + "\n" + END + "\n" + ran.exit() + "\n");
        }
    }
}
