package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.preset.TemplateVariables;
import aria.preset.UnfitValueException;
import aria.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{(\\w+) ([^}|]+)(?:\\|[^}]*)?}}");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^A-Za-z0-9/._=+:$-]+");

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

    /** In each format of a generated file, a value that is let in is one word on its line, or the rest of a comment. */
    @Test
    void no_template_of_a_generated_file_lets_a_value_be_more_than_one() throws IOException {
        Map<String, String> harmless =
                Map.of("word", "w", "clause", "c", "port", "1", "path", "/p", "comment", "# c", "directive", "");
        String alphabet = "a1/.-_=# \"'\n\r\t,;:{}()[]$\\\u00a0\u2028\u202e";
        Random random = new Random(9);
        List<Path> templates = templates();
        assertThat(templates).hasSizeGreaterThan(5);
        for (Path template : templates) {
            String text = Files.readString(template);
            Map<String, String> types = new TreeMap<>();
            VARIABLE.matcher(text).results().forEach(found -> types.put(found.group(2), found.group(1)));
            List<String> planned = filled(text, types, harmless, "", "").lines().toList();
            for (String name : types.keySet()) {
                for (int i = 0; i < 200; i++) {
                    StringBuilder value = new StringBuilder(types.get(name).equals("comment") ? "# " : "");
                    for (int length = 1 + random.nextInt(5); length > 0; length--) {
                        value.append(alphabet.charAt(random.nextInt(i % 3 == 0 ? 6 : alphabet.length())));
                    }
                    try {
                        List<String> lines = filled(text, types, harmless, name, value.toString())
                                .lines()
                                .toList();
                        assertThat(lines).as(template + " " + value).hasSameSizeAs(planned);
                        for (int line = 0; line < lines.size(); line++) {
                            assertThat(words(lines.get(line)))
                                    .as(lines.get(line))
                                    .isEqualTo(words(planned.get(line)));
                        }
                    } catch (UnfitValueException refused) {
                        assertThat(value).isNotEmpty();
                    }
                }
            }
        }
    }

    private static String filled(
            String text, Map<String, String> types, Map<String, String> harmless, String name, String value) {
        Map<String, String> values = new HashMap<>();
        types.forEach((each, type) -> values.put(each, each.equals(name) ? value : harmless.get(type)));
        return new TemplateVariables(
                        values.entrySet().stream()
                                .filter(each -> !each.getKey().startsWith("env."))
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                        variable -> values.get("env." + variable))
                .fillFile(text);
    }

    /** How many words a line has in any of the formats; a comment is one. */
    private static int words(String line) {
        return line.strip().startsWith("#")
                ? 1
                : (int) BETWEEN_WORDS.splitAsStream(line).count();
    }

    private static List<Path> templates() throws IOException {
        try (Stream<Path> all = Files.walk(Checkout.root().resolve("templates/services/files"))) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
