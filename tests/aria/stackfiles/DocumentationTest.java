package aria.stackfiles;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.yaml.PlainYaml;
import aria.preset.Templates;
import aria.testing.Checkout;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages: what the hints of the checks lead to, what they link to, and what people paste. */
class DocumentationTest {
    private static final Path ROOT = Checkout.root();
    private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\">");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]*)(?:#([^)]+))?\\)");
    private static final Pattern ALIAS = Pattern.compile("jbangw ([a-z-]+)@aria");
    private static final Pattern MENTION = Pattern.compile("(?<![\\w./-])"
            + "((?:\\.github|compose|docs|scripts|templates|tests)/[\\w./-]+\\.(?:ya?ml|json|md|sh|java|example))\\b");

    private static final Pattern PAGE = Pattern.compile("\\b(docs/[\\w/]+\\.md)\\b");

    @Test
    void every_check_has_one_paragraph_and_every_such_paragraph_a_check() throws IOException {
        assertThat(found(ANCHOR, ROOT.resolve("docs/TROUBLESHOOTING.md")))
                .containsExactlyInAnyOrderElementsOf(
                        checkIds().map(id -> id.replace('.', '-')).toList());
    }

    @Test
    void links_lead_somewhere() throws IOException {
        for (Path page : pages()) {
            for (MatchResult link :
                    LINK.matcher(Files.readString(page)).results().toList()) {
                Path target = link.group(1).isEmpty()
                        ? page
                        : page.resolveSibling(link.group(1)).normalize();
                assertThat(target)
                        .as("%s: %s", page.getFileName(), link.group())
                        .exists();
                if (link.group(2) != null) {
                    assertThat(anchors(target))
                            .as("%s: %s", page.getFileName(), link.group())
                            .contains(link.group(2));
                }
            }
        }
    }

    @Test
    void every_command_to_paste_is_in_the_catalog() throws IOException {
        Set<String> aliases = JsonParser.parseString(Files.readString(ROOT.resolve("jbang-catalog.json")))
                .getAsJsonObject()
                .getAsJsonObject("aliases")
                .keySet();
        for (Path page : pages()) {
            assertThat(found(ALIAS, page)).as(page.toString()).allMatch(aliases::contains);
        }
    }

    @Test
    void files_of_the_repository_that_it_names_are_there() throws IOException {
        for (Path page : pages()) {
            assertThat(found(MENTION, page))
                    .as(page.toString())
                    .allMatch(path -> Files.isRegularFile(ROOT.resolve(path)));
        }
    }

    @Test
    void pages_that_code_and_templates_name_are_there() throws IOException {
        for (String top : List.of("scripts", "templates", "config", "compose", "jbangw")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(top))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(found(PAGE, file))
                            .as(file.toString())
                            .allMatch(page -> Files.isRegularFile(ROOT.resolve(page)));
                }
            }
        }
    }

    private static List<Path> pages() {
        return Checkout.pages().stream().map(ROOT::resolve).toList();
    }

    private static List<String> anchors(Path page) throws IOException {
        Stream<String> headings = found(HEADING, page).stream()
                .map(text -> text.toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'));
        return Stream.concat(headings, found(ANCHOR, page).stream()).toList();
    }

    private static List<String> found(Pattern pattern, Path page) throws IOException {
        return pattern.matcher(Files.readString(page))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static Stream<String> checkIds() {
        List<?> categories = (List<?>) PlainYaml.load("checks.yaml", Templates.read("checks/checks.yaml"));
        return categories.stream()
                .flatMap(category -> ((List<?>) ((Map<?, ?>) category).get("checks")).stream())
                .map(check -> (String) ((Map<?, ?>) check).get("id"));
    }
}
