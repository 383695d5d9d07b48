package aria.testing;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** One run of the tests below a jar or a folder of classes. */
public final class TestRun {
    /** Tests on servers that take minutes to compile. */
    private static final String FULL = "full";
    /** Classes that only the tests of this package run, because they fail and skip on purpose. */
    private static final String SAMPLES = "aria\\.testing\\..*Sample";
    /** Warns of every symbolic link that a test leaves in its temporary folder, and many do so on purpose. */
    private static final Logger TEMPORARY_FOLDERS =
            Logger.getLogger("org.junit.jupiter.engine.extension.TempDirectory$CloseablePath");

    private final Launcher launcher = LauncherFactory.create();
    private final Path classes;
    private final List<String> names;
    private final List<String> tags;
    private final PrintStream out;

    /**
     * @param classes the jar or folder to look for tests in
     * @param names parts of {@code Class} or {@code Class.method}: a test runs when one of them fits; empty for all
     * @param tags a test runs when it carries one of them; empty for all
     */
    public TestRun(Path classes, List<String> names, List<String> tags, PrintStream out) {
        this.classes = classes;
        this.names = List.copyOf(names);
        this.tags = List.copyOf(tags);
        this.out = out;
    }

    /** Prints the tests that would run; true when there is one. */
    public boolean list() {
        TestPlan plan = launcher.discover(request());
        List<String> found = plan.getRoots().stream()
                .flatMap(root -> plan.getDescendants(root).stream())
                .map(TestRun::nameOf)
                .flatMap(Optional::stream)
                .filter(name -> name.contains("."))
                .distinct()
                .sorted()
                .toList();
        found.forEach(out::println);
        return !found.isEmpty();
    }

    /** Runs the tests and reports on them; true when at least one ran and none failed. */
    public boolean execute() throws IOException, InterruptedException {
        TestReport report = new TestReport(out);
        if (names.isEmpty() && tags.isEmpty() && Runtime.getRuntime().availableProcessors() > 1) {
            try (OtherHalf other = OtherHalf.start()) {
                run(report, Half.COMPUTES.filter());
                report.add(other.outcome());
            }
        } else {
            run(report);
        }
        if (!isFull()) {
            out.println("left out: tests on servers that take minutes to compile (ARIA_TEST_FULL is not 1)");
        }
        return report.finish();
    }

    /** Runs one half; prints a line a class and no end of a report. */
    TestReport.Outcome execute(Half half) {
        TestReport report = new TestReport(out);
        run(report, half.filter());
        return report.outcome();
    }

    private void run(TestReport report, Filter<?>... more) {
        TEMPORARY_FOLDERS.setLevel(Level.SEVERE);
        launcher.execute(request(more), report);
    }

    private LauncherDiscoveryRequest request(Filter<?>... more) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(classes)))
                .filters(filters().toArray(Filter<?>[]::new))
                .filters(more)
                .configurationParameter(
                        "junit.jupiter.testclass.order.default", "org.junit.jupiter.api.ClassOrderer$ClassName")
                .configurationParameters(FuzzSettings.parameters(names))
                .build();
    }

    private List<Filter<?>> filters() {
        List<Filter<?>> filters = new ArrayList<>();
        filters.add((PostDiscoveryFilter) this::fits);
        filters.add(ClassNameFilter.excludeClassNamePatterns(SAMPLES));
        if (!names.isEmpty() && names.stream().allMatch(name -> name.contains("."))) {
            filters.add(ClassNameFilter.includeClassNamePatterns(
                    names.stream().map(TestRun::classOf).toArray(String[]::new)));
        }
        if (!tags.isEmpty()) {
            filters.add(TagFilter.includeTags(tags));
        }
        if (!isFull()) {
            filters.add(TagFilter.excludeTags(FULL));
        }
        return filters;
    }

    /** So that no other class is loaded to be looked at, and instrumented where tests are fuzzed. */
    private static String classOf(String name) {
        return ".*" + Pattern.quote(name.substring(0, name.indexOf('.'))) + "(\\$.*)?";
    }

    private static boolean isFull() {
        return "1".equals(System.getenv("ARIA_TEST_FULL"));
    }

    private FilterResult fits(TestDescriptor test) {
        Optional<String> name = test.getSource().flatMap(TestRun::nameOf);
        return FilterResult.includedIf(names.isEmpty()
                || name.isEmpty()
                || names.stream().anyMatch(part -> name.get().contains(part)));
    }

    static Optional<String> nameOf(TestIdentifier test) {
        return test.getSource().flatMap(TestRun::nameOf);
    }

    /** {@code Class} or {@code Class.method}, without the package. */
    private static Optional<String> nameOf(TestSource source) {
        if (source instanceof MethodSource method) {
            return Optional.of(simple(method.getClassName()) + "." + method.getMethodName());
        }
        if (source instanceof ClassSource type) {
            return Optional.of(simple(type.getClassName()));
        }
        return Optional.empty();
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
