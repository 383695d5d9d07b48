package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.Finding;
import aria.finding.FindingId;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack 9: what a compose file says becomes configuration. A value stays a value, or its service is refused. */
class ValuesStayValuesTest {
    private static final String STACK = """
            services:
              db:
                image: postgres:18
                environment:
                  POSTGRES_PASSWORD: x
                  POSTGRES_HOST_AUTH_METHOD: VALUE
            """;
    private static final List<List<String>> NETWORK_LINES = List.of(
            List.of("hostssl", "all", "all", "all"),
            List.of("hostssl", "replication", "all", "all"),
            List.of("hostnossl", "all", "all", "all", "reject"),
            List.of("hostnossl", "replication", "all", "all", "reject"));

    @TempDir
    Path folder;

    private StackPlan plan(String value) {
        String yaml =
                "\"" + value.chars().mapToObj(c -> String.format("\\u%04x", c)).reduce("", String::concat) + "\"";
        return new PlannedProject(folder, STACK.replace("VALUE", yaml.replace("\\u0024", "$$"))).plan();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trust #",
                "trust\nhost all all all trust",
                "trust\rhost all all all trust",
                "md5 map=x",
                "\"trust\"",
                "a,b",
                "@f"
            })
    void what_would_mean_more_is_refused_at_its_place(String value) {
        StackPlan plan = plan(value);
        assertThat(plan.secured()).isEmpty();
        assertThat(plan.edits()).isEmpty();
        Finding refused = plan.findings().get(0);
        assertThat(refused.is(FindingId.VALUE_UNFIT)).isTrue();
        assertThat(refused.service()).contains("db");
        assertThat(refused.place())
                .hasValueSatisfying(place -> assertThat(place.line()).isEqualTo(6));
    }

    /** Whatever the value, PostgreSQL reads the lines that were meant, each with its condition, or there is no file. */
    @Test
    void the_generated_file_has_the_planned_structure_for_any_value() {
        String alphabet = "tru5-_ #\"'\n\r\t,@+=/\\{}$\u00a0\u2028\u202e";
        Random random = new Random(9);
        int written = 0;
        for (int i = 0; i < 120; i++) {
            StringBuilder value = new StringBuilder();
            for (int length = 1 + random.nextInt(6); length > 0; length--) {
                value.append(alphabet.charAt(random.nextInt(i % 3 == 0 ? 6 : alphabet.length())));
            }
            StackPlan plan = plan(value.toString());
            if (!plan.secured().isEmpty()) {
                written++;
                assertStructure(PlannedProject.generated(plan, "db/pg_hba.conf"), value.toString());
            }
        }
        assertThat(written).isBetween(20, 110);
    }

    private static void assertStructure(String hba, String value) {
        List<List<String>> lines = hbaLines(hba).stream()
                .filter(line -> !line.get(0).equals("local"))
                .toList();
        assertThat(lines).as(value).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(lines.get(i)).as(value).startsWith(NETWORK_LINES.get(i).toArray(String[]::new));
            assertThat(lines.get(i).get(lines.get(i).size() - 1)).isEqualTo(i < 2 ? "clientcert=verify-ca" : "reject");
            assertThat(lines.get(i)).hasSize(i < 2 ? 6 : 5);
        }
    }

    /** As next_token of hba.c: blanks and commas separate, # ends the line outside quotes, quotes and @ are refused here. */
    private static List<List<String>> hbaLines(String text) {
        assertThat(text).doesNotContain("\r", "\"", "\\", "@");
        return text.lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .map(line -> List.of(line.split("[ \\t,]+")))
                .toList();
    }
}
