package aria.testing;

import org.junit.platform.engine.discovery.ClassNameFilter;

/**
 * The tests in two halves that take about as long as each other, to be run by two JVMs side by side: tests set system properties, so
 * that two threads would not do.
 */
enum Half {
    /** Waits for containers, and for commands as people type them, and what makes both as long. They have the engine for themselves. */
    WAITS,
    /** All others. */
    COMPUTES;

    private static final String WAITING = "aria\\.(apply|attacks|docker|docs|live|stackfiles)\\..*";

    ClassNameFilter filter() {
        return this == WAITS
                ? ClassNameFilter.includeClassNamePatterns(WAITING)
                : ClassNameFilter.excludeClassNamePatterns(WAITING);
    }
}
