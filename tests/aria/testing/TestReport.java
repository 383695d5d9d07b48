package aria.testing;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * What people read of a test run: one line a class while it goes, then each skip with its reason, each failure with its
 * cause, and {@code N passed, N failed, N skipped}. System properties and the environment are never printed.
 */
final class TestReport implements TestExecutionListener {
    private static final int FRAMES = 15;

    /**
     * What came of the tests of one process.
     *
     * @param failures each test that failed, with its causes
     * @param skips    each test that was skipped, with the reason
     */
    record Outcome(List<String> failures, List<String> skips, long passed, long skipped) {}

    private final PrintStream out;
    private final List<String> failures = new ArrayList<>();
    private final List<String> skips = new ArrayList<>();
    private final Map<String, Instant> started = new HashMap<>();
    private TestPlan plan;
    private long passed;
    private long skipped;

    TestReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        plan = testPlan;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        started.put(test.getUniqueId(), Instant.now());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        skip(test, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Status status = result.getStatus();
        if (status == Status.FAILED) {
            failures.add(
                    failure(title(test), result.getThrowable().orElseGet(() -> new AssertionError("no cause given"))));
        } else if (status == Status.ABORTED) {
            skip(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
        } else if (test.isTest()) {
            passed++;
        }
        if (test.getSource().filter(ClassSource.class::isInstance).isPresent()) {
            double seconds = Duration.between(started.get(test.getUniqueId()), Instant.now())
                            .toMillis()
                    / 1000.0;
            out.printf("%7.1f s  %s%n", seconds, title(test));
        }
    }

    Outcome outcome() {
        return new Outcome(failures, skips, passed, skipped);
    }

    /** Counts what another process ran. */
    void add(Outcome other) {
        failures.addAll(other.failures());
        skips.addAll(other.skips());
        passed += other.passed();
        skipped += other.skipped();
    }

    /** Prints the end of the report; true when at least one test passed and none failed. */
    boolean finish() {
        heading("skipped", skips.size());
        skips.forEach(out::println);
        heading("failed", failures.size());
        failures.forEach(out::println);
        out.println();
        out.printf("%d passed, %d failed, %d skipped%n", passed, failures.size(), skipped);
        out.flush();
        return failures.isEmpty() && passed + skipped > 0;
    }

    private void heading(String title, int count) {
        if (count > 0) {
            out.printf("%n%s:%n", title);
        }
    }

    /** A class that is skipped as a whole counts as many as it has tests. */
    private void skip(TestIdentifier test, String reason) {
        long tests = test.isTest()
                ? 1
                : Math.max(
                        1,
                        plan.getDescendants(test).stream()
                                .filter(TestIdentifier::isTest)
                                .count());
        skipped += tests;
        skips.add("  " + title(test) + (test.isTest() ? "" : " (" + tests + ")") + ": " + reason);
    }

    private static String failure(String test, Throwable thrown) {
        StringBuilder text = new StringBuilder("  " + test);
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            text.append('\n').append(indented(cause.toString())).append('\n');
            text.append(Arrays.stream(cause.getStackTrace())
                    .takeWhile(frame -> !frame.getClassName().startsWith("jdk.internal.reflect")
                            && !frame.getClassName().equals("java.lang.reflect.Method"))
                    .filter(frame -> !frame.getClassName().startsWith("org.junit"))
                    .limit(FRAMES)
                    .map(frame -> "        at " + frame)
                    .collect(Collectors.joining("\n")));
        }
        return text.toString();
    }

    private static String indented(String text) {
        return text.lines().map(line -> "      " + line).collect(Collectors.joining("\n"));
    }

    /** One run of a parameterized test is told apart by its display name. */
    private String title(TestIdentifier test) {
        String name = TestRun.nameOf(test).orElse(test.getDisplayName());
        boolean oneOfMany = plan.getParent(test)
                .flatMap(TestIdentifier::getSource)
                .filter(MethodSource.class::isInstance)
                .isPresent();
        return oneOfMany ? name + " " + test.getDisplayName() : name;
    }
}
