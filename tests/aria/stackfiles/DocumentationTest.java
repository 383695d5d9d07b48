package aria.stackfiles;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.PlainYaml;
import aria.preset.Templates;
import aria.testing.Checkout;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/MTLS_SETUP.md}: what the hints of the checks lead to, and what people paste. */
class DocumentationTest {
    private static final Path ROOT = Checkout.root();
    private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\">");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern LINK = Pattern.compile("]\\(#([^)]+)\\)");
    private static final Pattern ALIAS = Pattern.compile("jbangw ([a-z-]+)@aria");
    private static final Pattern MENTION = Pattern.compile("`?\\b((?:compose|docs|templates)/[\\w./-]+\\.(?:yml|md|sh|example))\\b");

    @Test
    void every_check_has_one_paragraph_and_every_such_paragraph_a_check() throws IOException {
        assertThat(found(ANCHOR)).containsExactlyInAnyOrderElementsOf(checkIds().map(id -> id.replace('.', '-')).toList());
    }

    @Test
    void links_within_the_page_lead_somewhere() throws IOException {
        List<String> headings = found(HEADING).stream().map(text -> text.toLowerCase().replaceAll("[^a-z0-9 -]", "").replace(' ', '-')).toList();
        assertThat(Stream.concat(headings.stream(), found(ANCHOR).stream()).toList()).containsAll(found(LINK));
    }

    @Test
    void every_command_to_paste_is_in_the_catalog() throws IOException {
        Set<String> aliases = JsonParser.parseString(Files.readString(ROOT.resolve("jbang-catalog.json")))
                .getAsJsonObject().getAsJsonObject("aliases").keySet();
        assertThat(found(ALIAS)).isNotEmpty().allMatch(aliases::contains);
    }

    @Test
    void files_of_the_repository_that_it_names_are_there() throws IOException {
        assertThat(found(MENTION)).isNotEmpty().allMatch(path -> Files.isRegularFile(ROOT.resolve(path)));
    }

    private static List<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(ROOT.resolve("docs/MTLS_SETUP.md"))).results().map(match -> match.group(1)).toList();
    }

    private static Stream<String> checkIds() {
        List<?> categories = (List<?>) PlainYaml.load("checks.yaml", Templates.read("checks/checks.yaml"));
        return categories.stream().flatMap(category -> ((List<?>) ((Map<?, ?>) category).get("checks")).stream())
                .map(check -> (String) ((Map<?, ?>) check).get("id"));
    }
}
