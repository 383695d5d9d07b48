package aria.docs;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people paste from README and docs works: every block is run here, or says who runs it, or why nobody does. */
class DocumentedCommandsTest {
    private static final List<String> LANGUAGES =
            List.of("sh", "yaml", "json", "mermaid", "sql", "text", "python", "javascript", "go", "ini", "nginx");
    /** The tests are running already. */
    private static final String TESTS = "(?m)^\\./jbangw test@aria( +#.*)?$";

    @TempDir
    static Path folder;

    private static Clone clone;

    @BeforeAll
    static void cloneIt() throws IOException {
        clone = new Clone(folder);
    }

    @AfterEach
    void anew() {
        clone.reset();
    }

    static Stream<String> pages() {
        return Checkout.pages().stream()
                .filter(page -> DocBlock.of(page).stream().anyMatch(DocumentedCommandsTest::isOurs));
    }

    private static boolean isOurs(DocBlock block) {
        return block.isCommands()
                && (block.comment().isEmpty() || block.comment("run after:").isPresent());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_block_of_a_page_runs_one_after_the_other(String page) {
        for (DocBlock block : DocBlock.of(page).stream()
                .filter(DocumentedCommandsTest::isOurs)
                .toList()) {
            block.comment("run after:").ifPresent(before -> clone.ok(before));
            String commands = block.commands().replaceAll(TESTS, "./jbangw test@aria --list");
            clone.assertRuns(block, commands, 0);
        }
    }

    @Test
    void every_block_has_a_language_and_its_comment_a_meaning() throws IOException {
        assertThat(DocBlock.all()).hasSizeGreaterThan(30).allSatisfy(block -> {
            assertThat(block.language()).as(block.toString()).isIn(LANGUAGES);
            assertThat(block.comment())
                    .as(block.toString())
                    .matches(
                            "|not run: \\w.{10,}|run by \\w+Test|run after: .+|run with the stack(, ends with \\d|, last after: .+)?|(?!run|not).*");
        });
        for (DocBlock block : DocBlock.all().stream()
                .filter(block -> block.comment("run by").isPresent())
                .toList()) {
            assertRunElsewhere(block, block.comment("run by").orElseThrow());
        }
    }

    /** A test that reads the pages runs the block itself; another one has at least every command and option of it. */
    private static void assertRunElsewhere(DocBlock block, String test) throws IOException {
        try (Stream<Path> all = Files.walk(Checkout.root().resolve("tests/aria"))) {
            Path source = all.filter(file -> file.endsWith(test + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(block + ": there is no " + test));
            String text = Files.readString(source);
            if (!text.contains("DocBlock") && !text.contains(block.page())) {
                assertThat(text)
                        .as("%s is run by %s", block, test)
                        .contains(Stream.of(block.commands().split("[\\s=]+"))
                                .filter(word -> word.startsWith("--") || word.endsWith("@aria"))
                                .map(word -> word.replaceAll("^\\./jbangw$|@aria$", ""))
                                .distinct()
                                .toList());
            }
        }
    }

    @Test
    void nothing_to_paste_stands_outside_of_fences() {
        for (String page : Checkout.pages()) {
            assertThat(String.join("\n", DocBlock.text(page)).replaceAll("(?s)\n *```.*?\n *```", ""))
                    .as(page)
                    .doesNotContainPattern("\n\n    (\\$|\\./jbangw|jbang|docker|git|cp|find|[a-z-]+ --)");
        }
    }

    @Test
    void every_JSON_block_is_JSON() {
        assertThat(DocBlock.all())
                .filteredOn(block -> block.language().equals("json"))
                .allSatisfy(block -> assertThat(JsonParser.parseString(String.join("\n", block.lines()))
                                .isJsonObject())
                        .isTrue());
    }
}
