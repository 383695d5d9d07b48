package aria.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherHalfTest {
    @TempDir
    Path folder;

    @Test
    void a_process_that_died_counts_as_a_failure() throws Exception {
        assertThat(outcomeOf("exit 3").failures()).singleElement().asString().contains("ended with 3");
    }

    @Test
    void what_it_ran_is_counted_with_the_others() throws Exception {
        TestReport.Outcome outcome = outcomeOf(
                "echo '{\"failures\":[\"  A.b\"],\"skips\":[\"  C.d: why\"],\"passed\":7,\"skipped\":1}' > \"$0\"");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        TestReport report = new TestReport(new PrintStream(printed, true, StandardCharsets.UTF_8));
        report.add(outcome);

        assertThat(report.finish()).isFalse();

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualTo("\nskipped:\n  C.d: why\n\nfailed:\n  A.b\n\n7 passed, 1 failed, 1 skipped\n");
    }

    @Test
    void the_halves_have_no_class_in_common_and_leave_none_out() {
        for (String name : List.of(
                "aria.live.OneTest", "aria.docs.OneTest", "aria.docker.OneTest", "aria.pki.OneTest", "aria.OneTest")) {
            assertThat(Half.WAITS.filter().apply(name).included())
                    .isNotEqualTo(Half.COMPUTES.filter().apply(name).included());
        }
    }

    private TestReport.Outcome outcomeOf(String script) throws Exception {
        Path outcome = Files.createFile(folder.resolve("outcome.json"));
        Process process = new ProcessBuilder("sh", "-c", script, outcome.toString()).start();
        try (OtherHalf half = new OtherHalf(process, outcome)) {
            return half.outcome();
        }
    }
}
