package aria.testing;

import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.discovery.ClassNameFilter;

/**
 * The tests in parts, each run by a JVM of its own beside the others: tests set system properties, so that threads would not do.
 * The first takes longest, and waits for half of its time: the others use the processors meanwhile.
 */
enum Part {
    /** Whole stacks, and commands as the pages have them. These see what runs on the engine, so nothing else starts stacks. */
    STACKS("docker|docs|live"),
    /** The launcher in homes of its own, and attacks on folders. */
    LAUNCHES("apply|attacks|launcher|stackfiles"),
    /** All others. */
    COMPUTES("");

    private final String packages;

    Part(String packages) {
        this.packages = packages;
    }

    private String pattern() {
        return "aria\\.(" + packages + ")\\..*";
    }

    ClassNameFilter filter() {
        return this == COMPUTES
                ? ClassNameFilter.excludeClassNamePatterns(
                        Stream.of(STACKS, LAUNCHES).map(Part::pattern).toArray(String[]::new))
                : ClassNameFilter.includeClassNamePatterns(pattern());
    }

    /** Those that run beside the JVM which was started, {@link #COMPUTES} being its own. */
    static List<Part> others() {
        return List.of(STACKS, LAUNCHES);
    }
}
