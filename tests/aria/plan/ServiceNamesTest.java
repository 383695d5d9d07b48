package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.SourceText;
import aria.edit.yaml.YamlDocument;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Names that a certificate must not have, or cannot have, and files that are too large. */
class ServiceNamesTest {
    @TempDir
    Path folder;

    private StackPlan plan(String services) {
        return new PlannedProject(folder, "services:\n" + services + "networks: {n: {}}\n").plan();
    }

    private static List<String> names(StackPlan plan, String service) {
        return plan.need(service).orElseThrow().names().all();
    }

    @Test
    void a_wildcard_alias_and_one_that_the_linter_rejects_are_left_out_and_said() {
        StackPlan plan = plan(
                "  db:\n    image: postgres:18\n    networks: {n: {aliases: [\"*.example.org\", \"-bad.example\", good.example]}}\n");
        assertThat(names(plan, "db")).contains("good.example").doesNotContain("*.example.org", "-bad.example");
        assertThat(plan.findings())
                .filteredOn(finding -> finding.is(FindingId.NAME_LEFT_OUT))
                .hasSize(2);
    }

    @Test
    void services_that_differ_only_in_case_and_hopeless_names_are_refused_and_the_others_go_on() {
        String longName = "a".repeat(126);
        StackPlan plan =
                plan("  db:\n    image: postgres:18\n  Upper:\n    image: postgres:18\n  upper:\n    image: redis:8\n"
                        + "  " + longName + ":\n    image: postgres:18\n");
        assertThat(plan.secured()).containsExactly("db");
        assertThat(plan.needs()).extracting(CertificateNeed::service).containsExactly("db");
        assertThat(plan.findings())
                .filteredOn(finding -> finding.is(FindingId.NAME_UNFIT))
                .extracting(finding -> finding.service().orElseThrow())
                .containsExactlyInAnyOrder("Upper", "upper", longName);
    }

    /** Attack 14: with localhost in every certificate each service can pose as any other on a published port. */
    @Test
    void localhost_is_in_a_certificate_only_where_it_is_called_by_that_name() {
        StackPlan plan = plan("  inside:\n    image: postgres:18\n"
                + "  published:\n    image: postgres:18\n    ports: [\"127.0.0.1:5433:5432\"]\n"
                + "  checked:\n    image: postgres:18\n    healthcheck: {test: [CMD, psql, -h, localhost]}\n"
                + "  itself:\n    image: redis:8\n");
        for (String service : List.of("inside")) {
            assertThat(names(plan, service)).as(service).doesNotContain("localhost", "127.0.0.1", "::1");
        }
        for (String service : List.of("published", "checked", "itself")) {
            assertThat(names(plan, service)).as(service).contains("localhost", "127.0.0.1", "::1");
        }
    }

    @Test
    @Timeout(20)
    void six_hundred_thousand_variables_are_refused_at_once() {
        String text = "services:\n  db:\n    image: postgres:18\n    environment:\n"
                + IntStream.range(0, 600_000)
                        .mapToObj(i -> "      V" + i + ": x\n")
                        .collect(Collectors.joining());
        SourceText source = SourceText.of("compose.yaml", text.getBytes(StandardCharsets.UTF_8));
        long start = System.nanoTime();
        RefusedException refused =
                Assertions.catchThrowableOfType(RefusedException.class, () -> YamlDocument.parse(source));
        assertThat(refused.finding().is(FindingId.LIMIT)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
}
