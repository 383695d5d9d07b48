package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
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
import java.util.regex.Matcher;
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

    private static final Map<String, String> HARMLESS =
            Map.of("word", "w", "clause", "c", "port", "1", "path", "/p", "comment", "# c", "directive", "");

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

    /** In each format, by a reader of its own, a value that is let in is read back as it is, where it was put. */
    @Test
    void no_template_of_a_generated_file_lets_a_value_be_more_than_one() throws IOException {
        Map<String, String> marks = Map.of(
                "word", "QZQ", "clause", "QZQ", "port", "64999", "path", "/QZQ", "comment", "# c", "directive", "");
        String alphabet = "a1/.-_=# \"'\n\r\t,;:{}()[]<>`$\\\u00a0\u2028\u202e";
        Random random = new Random(9);
        List<Path> templates = templates();
        assertThat(templates).hasSizeGreaterThan(5);
        for (Path template : templates) {
            var reader = FormatReaders.BY_FOLDER.get(
                    template.getParent().getFileName().toString());
            assertThat(reader).as("a reader of " + template).isNotNull();
            String text = Files.readString(template);
            Map<String, String> types = new TreeMap<>();
            VARIABLE.matcher(text).results().forEach(found -> types.put(found.group(2), found.group(1)));
            for (String name : types.keySet()) {
                String type = types.get(name);
                String mark = marks.get(type);
                // The others are not the mark, so that only the one that is tried is replaced.
                List<List<String>> planned = reader.apply(filled(text, types, HARMLESS, name, mark));
                for (int i = 0; i < 300; i++) {
                    StringBuilder value = new StringBuilder(type.equals("comment") ? "# " : "");
                    for (int length = 1 + random.nextInt(5); length > 0; length--) {
                        value.append(alphabet.charAt(random.nextInt(i % 3 == 0 ? 6 : alphabet.length())));
                    }
                    try {
                        List<List<String>> read = reader.apply(filled(text, types, HARMLESS, name, value.toString()));
                        List<List<String>> expected = mark.isEmpty() || type.equals("comment")
                                ? planned
                                : planned.stream()
                                        .map(words -> words.stream()
                                                .map(word -> word.replace(mark, value))
                                                .toList())
                                        .toList();
                        assertThat(read).as(template + " " + value).isEqualTo(expected);
                    } catch (UnfitValueException refused) {
                        assertThat(value).isNotEmpty();
                    }
                }
            }
        }
    }

    /** A reader that overlooks what an attacker writes would prove nothing. */
    @Test
    void the_readers_see_what_an_unchecked_value_would_do() throws IOException {
        Map<String, List<String>> attacks = Map.of(
                "caddy/Caddyfile", List.of("certs", "/c /k\n\t}\n\trespond ok\n\ttls /c"),
                "nginx/nginx.conf", List.of("certs", "/c; ssl_verify_client off; #"),
                "postgres/pg_hba.conf", List.of("env.POSTGRES_HOST_AUTH_METHOD", "trust #"),
                "prometheus/web.yml", List.of("web_auth", "x\n  client_auth_type: NoClientCert"),
                "rabbitmq/zz-mtls.conf", List.of("insist", "false # "),
                "temporal/base.yaml", List.of("header", "x: y"));
        attacks.forEach((file, attack) -> {
            String text = Checkout.text("templates/services/files/" + file);
            var reader = FormatReaders.BY_FOLDER.get(file.split("/", 2)[0]);
            String pasted = VARIABLE.matcher(text)
                    .replaceAll(found -> Matcher.quoteReplacement(
                            found.group(2).equals(attack.get(0)) ? attack.get(1) : HARMLESS.get(found.group(1))));
            String planned =
                    VARIABLE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(HARMLESS.get(found.group(1))));
            boolean noticed;
            try {
                noticed = !shape(reader.apply(pasted)).equals(shape(reader.apply(planned)))
                        || reader.apply(pasted).stream()
                                .flatMap(List::stream)
                                .noneMatch(word -> word.contains(attack.get(1)));
            } catch (RefusedException | IndexOutOfBoundsException unreadable) {
                noticed = true;
            }
            assertThat(noticed).as(file).isTrue();
        });
    }

    private static List<Integer> shape(List<List<String>> statements) {
        return statements.stream().map(List::size).toList();
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

    private static List<Path> templates() throws IOException {
        try (Stream<Path> all = Files.walk(Checkout.root().resolve("templates/services/files"))) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
