package aria.docs;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.FindingId;
import aria.testing.Checkout;
import aria.verify.check.Check;
import aria.verify.check.CheckCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Scripts rely on the ids of findings and checks, and read in one page what they mean. */
class FindingIdsTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\| ([^|]+) \\|$");

    @Test
    void the_page_lists_every_id_with_its_meaning_and_nothing_else() throws IOException {
        Map<String, String> listed = ROW.matcher(text("docs/reference/FINDINGS.md"))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1), row -> row.group(3), (first, twice) -> first + twice, TreeMap::new));
        assertThat(listed).isEqualTo(meanings());
    }

    @Test
    void the_page_gives_checks_their_severity_and_other_ids_a_severity_or_an_exit_code() throws IOException {
        Map<String, String> severities = CheckCatalogue.all().stream()
                .collect(Collectors.toMap(
                        Check::id, check -> check.severity().name().toLowerCase(Locale.ROOT)));
        assertThat(ROW.matcher(text("docs/reference/FINDINGS.md")).results().toList())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.group(2))
                        .as(row.group(1))
                        .matches(severities.getOrDefault(row.group(1), "note|warning|error|1|2|3|4|5|6|70|130")));
    }

    @Test
    void no_released_id_is_renamed_or_gone() throws IOException {
        List<String> released = text("tests/golden/released-ids.txt").lines().toList();
        assertThat(released).hasSizeGreaterThan(70);
        assertThat(meanings().keySet()).containsAll(released);
    }

    private static Map<String, String> meanings() {
        Map<String, String> meanings = new TreeMap<>(
                Arrays.stream(FindingId.values()).collect(Collectors.toMap(FindingId::text, FindingId::meaning)));
        CheckCatalogue.all().forEach(check -> meanings.put(check.id(), check.title()));
        return meanings;
    }

    private static String text(String file) throws IOException {
        return Files.readString(Checkout.root().resolve(file));
    }
}
