package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.apply.Interrupted;
import aria.apply.SealedCopy;
import aria.store.ChildJvm;
import aria.store.Digest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Kills a command at points between the steps it takes on the disk, looks at what is left, runs it again and looks once more.
 * A point is before the step of that number, and so behind the one before it; the last is behind the last step.
 */
final class KillSweep {
    private static final String CRASH_AT = "aria.crash-at";
    private static final int MANY = 1_000_000;
    /** The first steps of all make the record. */
    private static final int RECORD = 16;

    private final KillScenario scenario;
    private final Project template;
    private final Map<String, String> before = new LinkedHashMap<>();
    private final Map<String, String> after = new LinkedHashMap<>();
    private final int points;
    private final Map<Path, Map<String, String>> worthBefore = new LinkedHashMap<>();
    private final Map<Integer, Project> stopped = new TreeMap<>();
    private int rolledBack;
    private int completed;

    /**
     * Runs the command once to its end, to see what it does and in how many steps.
     *
     * @param folder gets the projects
     */
    KillSweep(KillScenario scenario, Path folder) {
        this.scenario = scenario;
        template = Project.empty(folder);
        scenario.prepare(template);
        Project whole = another(folder.resolve("whole"));
        System.setProperty(CRASH_AT, MANY + ":throw");
        try {
            Project.Ran ran = whole.run(scenario.command().split(" "));
            assertThat(ran.exit()).as(scenario.name() + ": " + ran.err()).isZero();
            points = MANY - Integer.parseInt(System.getProperty(CRASH_AT).split(":")[0]) + 1;
        } finally {
            System.clearProperty(CRASH_AT);
        }
        assertThat(points).as(scenario.name() + " has something to do").isGreaterThan(2);
        KillScenario.usersFiles(template).forEach(file -> before.put(file, template.text(file)));
        KillScenario.usersFiles(whole).forEach(file -> after.put(file, whole.text(file)));
    }

    /** Every point. */
    List<Integer> all() {
        return IntStream.rangeClosed(1, points).boxed().toList();
    }

    /**
     * Four points: one while the record is made, two while it is carried out, the last.
     *
     * @param shift another number for each scenario, so that together they stand at many points
     */
    List<Integer> some(int shift) {
        int third = points / 3;
        return Stream.of(1 + shift % RECORD, third + shift % third, 2 * third + shift % third, points)
                .map(point -> Math.min(point, points))
                .distinct()
                .toList();
    }

    /** What {@link StoppedRuns} has to be told to stand at these points. */
    String lines(List<Integer> at) {
        StringBuilder lines = new StringBuilder();
        for (int point : at) {
            Project project = another(template.root.resolveSibling("point" + point));
            stopped.put(point, project);
            lines.append(StoppedRuns.line(point, project.root, scenario.command()));
        }
        return lines.toString();
    }

    /**
     * Stops the runs in a process of their own, and ends it.
     *
     * @param signal as kill(1) names it
     * @return what the process ended with
     */
    static int kill(String lines, String signal) throws IOException, InterruptedException {
        Process child = ChildJvm.start(null, List.of("-cp", Scripts.classPath()), StoppedRuns.class);
        try (BufferedReader says = child.inputReader(StandardCharsets.UTF_8);
                OutputStream asks = child.getOutputStream()) {
            asks.write(lines.getBytes(StandardCharsets.UTF_8));
            asks.close();
            List<String> said = new ArrayList<>();
            for (String line = says.readLine(); !StoppedRuns.READY.equals(line); line = says.readLine()) {
                assertThat(line)
                        .as("it went down before it was killed: " + said)
                        .isNotNull();
                said.add(line);
            }
            assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(child.waitFor(1, TimeUnit.MINUTES))
                    .as("%s ends it", signal)
                    .isTrue();
            return child.exitValue();
        } finally {
            child.destroyForcibly();
        }
    }

    /** Judges every project that was stopped. */
    void judge() {
        stopped.forEach(
                (point, project) -> judge(project, scenario.name() + ", killed at point " + point + " of " + points));
    }

    /** A project like the one before, and what the command is run with in it. */
    Project another(Path root) {
        Project copy = template.copyTo(root);
        SealedCopy.seal(copy.layout);
        worthBefore.put(root, worth(copy));
        return copy;
    }

    /** Looks at what an interrupted run left, runs the command again and looks once more. */
    void judge(Project project, String where) {
        boolean goesBack = goesBack(project, where);
        rolledBack += goesBack ? 1 : 0;
        completed += goesBack ? 0 : 1;
        KeyFiles.assertPairs(project, where);
        assertWhole(project, where);

        Project.Ran again = project.run(scenario.command().split(" "));
        assertThat(again.exit()).as(where + ", run again: " + again.err()).isIn(scenario.again());
        assertThat(goesBack && again.exit() != 0)
                .as(where + ": what never happened is done")
                .isFalse();
        KeyFiles.assertPairs(project, where + " and run again");
        KeyFiles.assertCa(project, where + " and run again");
        assertThat(users(project)).as(where + " and run again").containsExactlyEntriesOf(settledFiles(project));
        assertThat(project.contents().keySet())
                .as(where + ": nothing is left over")
                .noneMatch(file -> file.matches(".*(\\.aria-tmp|/apply/.+)"));
        Project.Ran settled = project.run(scenario.settled().split(" "));
        assertThat(settled.exit())
                .as(where + ", then " + scenario.settled() + ": " + settled.out() + settled.err())
                .isZero();
        if (!scenario.undo().isEmpty()) {
            Project.Ran undone = project.run(scenario.undo().split(" "));
            assertThat(undone.exit())
                    .as(where + ", taken back: " + undone.err())
                    .isZero();
            assertThat(users(project)).as(where + ", taken back").containsExactlyEntriesOf(before);
        }
    }

    /** Whether nothing of it will have happened: there is no record, or none that is complete. */
    private boolean goesBack(Project project, String where) {
        Optional<String> unfinished = Interrupted.unfinished(project.layout);
        if (unfinished.filter(line -> line.contains("finishes")).isPresent()) {
            return false;
        }
        Map<String, String> now = worth(project);
        Map<String, String> was = worthBefore.get(project.root);
        assertThat(unfinished.isEmpty() || now.equals(was) || scenario.inSteps())
                .as(where + ": what is to be taken back has not begun")
                .isTrue();
        return now.equals(was);
    }

    /** What every name says, whether or not a link of a generation leads there; without the notes. */
    private static Map<String, String> worth(Project project) {
        Map<String, String> all = project.contents();
        all.keySet()
                .removeIf(file -> file.equals("data")
                        || file.contains("/..")
                        || file.matches("data/mtls(/(apply|lock|audit\\.log|\\.gitignore|\\..*tmp).*)?"));
        all.replaceAll((file, content) -> content.equals("folder")
                ? content
                : Digest.ofFile(project.root.resolve(file)).orElse("gone"));
        return all;
    }

    /** A file of the user's is what it was, or what it is to be, and nothing between. */
    private void assertWhole(Project project, String where) {
        users(project).forEach((file, text) -> {
            if (!file.matches(".*\\.aria-tmp") && !text.equals(before.get(file)) && !text.equals(after.get(file))) {
                assertThat(file).as(where + ": " + text).isIn("config/step-ca/ca.json", "config/step-ca/defaults.json");
                KeyFiles.assertJson(text, where + ": " + file);
            }
        });
    }

    private static Map<String, String> users(Project project) {
        Map<String, String> files = new LinkedHashMap<>();
        KillScenario.usersFiles(project).forEach(file -> files.put(file, project.text(file)));
        return files;
    }

    /** As after a run that was left alone, but for the key and fingerprint of a CA, which are random. */
    private Map<String, String> settledFiles(Project project) {
        Map<String, String> expected = new LinkedHashMap<>(after);
        expected.replaceAll((file, text) ->
                file.startsWith("config/step-ca/") && !text.equals(before.get(file)) ? project.text(file) : text);
        return expected;
    }

    /** The line of the table. */
    String row() {
        return "| `" + scenario.name() + "` | " + stopped.size() + " | " + rolledBack + " | " + completed + " | 0 |";
    }
}
