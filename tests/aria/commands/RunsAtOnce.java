package aria.commands;

import aria.store.ChildJvm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Runs commands in one project at the same time, in threads of several processes. Every line of standard input is one of them;
 * they begin together, when there are no more lines. What each ended with is a line of standard output.
 */
final class RunsAtOnce {
    private static final int PROCESSES = 2;
    /** Another run held the lock, or changed what this one had read. */
    private static final Set<Integer> TRY_AGAIN = Set.of(3, 5);

    private static final int TRIES = 500;

    private RunsAtOnce() {}

    /**
     * @return what each ended with, in no order
     * @throws IllegalStateException when a process did not answer for all of its commands
     */
    static List<Integer> once(Project project, List<String> commands) throws IOException, InterruptedException {
        return start(project, "1", commands);
    }

    /** As {@link #once}; who finds another at work, or its files changed, tries again. */
    static List<Integer> untilDone(Project project, List<String> commands) throws IOException, InterruptedException {
        return start(project, "" + TRIES, commands);
    }

    private static List<Integer> start(Project project, String tries, List<String> commands)
            throws IOException, InterruptedException {
        List<Process> children = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            children.add(ChildJvm.start(
                    null, List.of("-cp", Scripts.classPath()), RunsAtOnce.class, project.root.toString(), tries));
        }
        for (int i = 0; i < commands.size(); i++) {
            children.get(i % PROCESSES)
                    .getOutputStream()
                    .write((commands.get(i) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        for (Process child : children) {
            try (OutputStream end = child.getOutputStream()) {
                end.flush();
            }
        }
        List<Integer> exits = new ArrayList<>();
        for (Process child : children) {
            String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            child.waitFor();
            exits.addAll(said.lines().map(RunsAtOnce::number).toList());
        }
        return exits;
    }

    private static Integer number(String said) {
        if (!said.matches("\\d+")) {
            throw new IllegalStateException(said);
        }
        return Integer.valueOf(said);
    }

    public static void main(String... arguments) throws IOException, InterruptedException {
        Project project = Project.at(Path.of(arguments[0]));
        List<String> commands = new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        project.run("init-ca", "--check"); // what the commands need is loaded before they begin
        CountDownLatch begin = new CountDownLatch(1);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> System.out.println(failure.getMessage()));
        List<Thread> runs = commands.stream()
                .map(command -> new Thread(() -> {
                    try {
                        begin.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return;
                    }
                    System.out.println(run(project, command, Integer.parseInt(arguments[1])));
                }))
                .toList();
        runs.forEach(Thread::start);
        begin.countDown();
        for (Thread run : runs) {
            run.join();
        }
    }

    private static int run(Project project, String command, int tries) {
        Project.Ran ran = project.run(command.split(" "));
        if (ran.exit() != 0 && !TRY_AGAIN.contains(ran.exit())) {
            throw new IllegalStateException(command + " ended with " + ran.exit() + ": " + ran.err());
        }
        return tries > 1 && TRY_AGAIN.contains(ran.exit()) ? run(project, command, tries - 1) : ran.exit();
    }
}
