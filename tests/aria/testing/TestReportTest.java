package aria.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class TestReportTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final TestReport report = new TestReport(new PrintStream(printed, true, StandardCharsets.UTF_8));

    @Test
    void ends_with_the_counts_alone_on_the_last_line() {
        assertThat(run(MixedSample.class)).isFalse();

        assertThat(text().lines().reduce((earlier, last) -> last)).hasValue("2 passed, 2 failed, 2 skipped");
    }

    @Test
    void names_every_skip_with_its_reason() {
        run(MixedSample.class);

        assertThat(text())
                .contains("skipped:\n")
                .contains("  TestReportTest$MixedSample.needs: no such program\n")
                .contains("  TestReportTest$MixedSample.disabled: not yet\n");
    }

    @Test
    void shows_the_cause_of_every_failure_and_which_run_of_a_parameterized_test_it_was() {
        run(MixedSample.class);

        assertThat(text())
                .contains("  TestReportTest$MixedSample.fails\n      java.lang.IllegalStateException: outer\n")
                .contains("java.lang.IllegalArgumentException: inner\n")
                .contains("  TestReportTest$MixedSample.odd [2] ")
                .doesNotContain("org.junit.platform");
    }

    @Test
    void counts_every_test_of_a_class_that_is_skipped_as_a_whole() {
        assertThat(run(SkippedSample.class)).isTrue();

        assertThat(text())
                .contains("  TestReportTest$SkippedSample (2): no engine")
                .endsWith("0 passed, 0 failed, 2 skipped\n");
    }

    @Test
    void no_test_at_all_is_a_failure() {
        assertThat(run(String.class)).isFalse();
    }

    private boolean run(Class<?> tests) {
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(tests))
                                .build(),
                        report);
        return report.finish();
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    static class MixedSample {
        @Test
        void passes() {}

        @Test
        void fails() {
            throw new IllegalStateException("outer", new IllegalArgumentException("inner"));
        }

        @Test
        void needs() {
            abort("no such program");
        }

        @Test
        @Disabled("not yet")
        void disabled() {}

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void odd(int number) {
            if (number % 2 == 0) {
                fail("even");
            }
        }
    }

    static class SkippedSample {
        @BeforeAll
        static void engine() {
            abort("no engine");
        }

        @Test
        void one() {}

        @Test
        void two() {}
    }
}
