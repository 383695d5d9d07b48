package aria.verify.report;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Browser;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page, in a browser. With {@code -Daria.pictures=DIR} every page looked at is left there as PNG. */
class HtmlReportTest {
    private static Browser browser;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    private Path open(String kind) throws IOException {
        Path file = folder.resolve(kind + ".html");
        Function<Path, byte[]> page = switch (kind) {
            case "mixed" -> Pages::mixed;
            case "empty" -> Pages::empty;
            case "hostile" -> Pages::hostile;
            case "large" -> path -> Pages.large(path, 20);
            default -> path -> Pages.large(path, Integer.parseInt(kind));
        };
        Files.write(file, page.apply(file));
        browser.console();
        browser.requests();
        browser.open(file);
        return file;
    }

    private static void keepPicture(String name) throws IOException {
        String folder = System.getProperty("aria.pictures");
        if (folder != null) {
            Files.write(Files.createDirectories(Path.of(folder)).resolve(name + ".png"), browser.picture());
        }
    }

    private static List<String> texts(String selector) {
        JsonArray texts = browser.run("return [...document.querySelectorAll(" + quoted(selector)
                        + ")].map(e => e.textContent.trim())")
                .getAsJsonArray();
        return texts.asList().stream().map(JsonElement::getAsString).toList();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "\\'") + "'";
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixed", "empty", "hostile", "large"})
    void it_asks_the_network_for_nothing_and_the_console_stays_silent(String kind) throws IOException {
        Path file = open(kind);
        assertThat(browser.requests())
                .filteredOn(url -> !url.startsWith("data:"))
                .containsExactly(file.toUri().toString());
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void the_verdict_is_the_title_and_the_first_heading() throws IOException {
        open("mixed");
        assertThat(browser.run("return document.title").getAsString()).startsWith("6 checks failed: mutual TLS of ");
        assertThat(texts("h1")).containsExactly("6 checks failed");
        assertThat(texts(".counts li"))
                .anyMatch(text -> text.matches("(?s)✗\\s+6\\s+failed"))
                .anyMatch(text -> text.matches("(?s)!\\s+2\\s+warnings"));
    }

    @Test
    void every_listener_is_a_row_and_every_client_a_cell_with_a_mark_and_a_word() throws IOException {
        open("mixed");
        assertThat(texts(".matrix tbody th"))
                .extracting(text -> text.split("\n")[0].replaceAll("main.*", ""))
                .containsExactly("web", "db", "cache", "queue");
        assertThat(texts(".matrix tbody td")).hasSize(4 * 7);
        assertThat(texts(".matrix tbody tr:nth-child(1) td")).first().isEqualTo("✓got in");
        assertThat(texts(".matrix tbody tr:nth-child(2) td")).element(1).isEqualTo("✗let in");
        assertThat(texts(".matrix tbody tr:nth-child(3) td")).element(1).isEqualTo("!let in");
        assertThat(texts(".matrix tbody tr:nth-child(4) td")).startsWith("✗shut out", "–not tried");
    }

    @Test
    void the_picture_shows_what_running_servers_answered_before_what_files_say() throws IOException {
        open("mixed");
        assertThat(texts(".stack g title"))
                .contains(
                        "web, kind of web: mTLS; published on the host :8443",
                        "db, kind of db: TLS",
                        "cache, kind of cache: plaintext",
                        "queue, kind of queue: unknown",
                        "migrations, busybox:1.37: client",
                        "web calls db over TLS",
                        "db calls web over mTLS",
                        "web calls cache over plaintext");
        assertThat(texts(".calls tbody td")).contains("anybody on the network can read along");
    }

    @Test
    void what_one_command_mends_is_under_that_command() throws IOException {
        open("mixed");
        assertThat(texts(".remedy h3 code"))
                .as("to be pasted, and nothing else")
                .containsExactly(
                        "git rm --cached data/certs/db,old/db.key",
                        "chmod 600 'my keys/a.key'",
                        "docker compose up -d prometheus-mtls-init");
        assertThat(texts(".remedy strong"))
                .startsWith("data/certs/db,old/db.key is tracked by git", "my keys/a.key has mode 644");
        assertThat(texts(".remedy .todo"))
                .as("beside a command, or instead of one")
                .containsExactly(
                        "Then replace the secret, because the history keeps it",
                        "Or delete it",
                        "Then wait up to two minutes until prometheus reads the files by itself",
                        "Move config/root-ca to a safe place");
    }

    @Test
    void certificates_that_are_due_or_have_expired_say_so_in_words() throws IOException {
        open("mixed");
        assertThat(texts(".bars .left"))
                .containsExactly("✓ 300 days left", "✗ 5 days left, renew it now", "✗ expired 5 days ago");
    }

    @Test
    void nothing_breaks_out_of_the_text() throws IOException {
        open("hostile");
        assertThat(browser.run(
                                "return window.pwned === undefined && document.querySelectorAll('script, img').length === 0")
                        .getAsBoolean())
                .isTrue();
        assertThat(texts(".remedy strong"))
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text)
                        .contains("<script>window.pwned=1</script>", "{{title}}&amp;")
                        .doesNotContain("\u202E", "\u0007"));
        assertThat(texts(".stack .name").get(0)).startsWith("\"><script>win…").hasSize(27);
    }

    @ParameterizedTest
    @CsvSource({"mixed,light", "mixed,dark", "hostile,light", "empty,dark", "large,light", "large,dark"})
    void axe_finds_nothing_that_shuts_a_reader_out(String kind, String scheme) throws IOException {
        browser.look(1280, 900, scheme);
        open(kind);
        keepPicture(kind + "-" + scheme);
        try (InputStream axe = HtmlReportTest.class.getResourceAsStream("/axe.min.js")) {
            browser.run(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        browser.run("document.querySelectorAll('details').forEach(e => e.open = true)");
        JsonArray found = browser.await(
                        "const r = await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']});"
                                + "return r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).slice(0, 3).join(' | '))")
                .getAsJsonArray();
        assertThat(found).isEmpty();
        assertThat(browser.await("return (await axe.run(document, {runOnly: ['color-contrast']})).passes.length")
                        .getAsInt())
                .as("contrast was judged")
                .isEqualTo(1);
    }

    @Test
    void both_schemes_have_colours_of_their_own() throws IOException {
        open("mixed");
        browser.look(1280, 900, "light");
        String light = browser.run("return getComputedStyle(document.body).backgroundColor")
                .getAsString();
        browser.look(1280, 900, "dark");
        assertThat(browser.run("return getComputedStyle(document.body).backgroundColor")
                        .getAsString())
                .isNotEqualTo(light);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixed", "empty", "hostile", "large"})
    void a_telephone_needs_no_sideways_scrolling(String kind) throws IOException {
        browser.look(360, 740, "light");
        open(kind);
        keepPicture(kind + "-telephone");
        assertThat(browser.run("return document.scrollingElement.scrollWidth").getAsInt())
                .isLessThanOrEqualTo(360);
    }

    @Test
    void what_scrolls_can_be_reached_with_the_keyboard() throws IOException {
        open("mixed");
        assertThat(browser.run(
                                "return [...document.querySelectorAll('.scroll')].every(e => e.tabIndex === 0 && e.getAttribute('aria-label'))")
                        .getAsBoolean())
                .isTrue();
        assertThat(browser.run(
                                "return document.querySelector('a').getAttribute('href') === '#main' && !!document.getElementById('main')")
                        .getAsBoolean())
                .isTrue();
    }

    @Test
    void it_prints_on_light_paper_whatever_the_screen() throws IOException {
        browser.look(1280, 900, "dark");
        open("mixed");
        byte[] pdf = browser.print();
        assertThat(new String(pdf, 0, 5, StandardCharsets.ISO_8859_1)).isEqualTo("%PDF-");
        String document = new String(pdf, StandardCharsets.ISO_8859_1);
        assertThat(document.split("/Type /Page\\b", -1).length - 1).as("pages").isBetween(1, 5);
        String folder = System.getProperty("aria.pictures");
        if (folder != null) {
            Files.write(Path.of(folder, "mixed.pdf"), pdf);
        }
    }

    @Test
    void a_page_about_a_project_links_to_its_documentation_from_wherever_the_page_is() throws IOException {
        Files.createDirectories(folder.resolve("docs"));
        Files.writeString(folder.resolve("docs/TROUBLESHOOTING.md"), "");
        open("mixed");
        assertThat(browser.run("return document.querySelector('.remedy a').getAttribute('href')")
                        .getAsString())
                .isEqualTo("docs/TROUBLESHOOTING.md#secrets-untracked");
    }

    @Test
    void more_services_than_fit_a_picture_are_a_table() throws IOException {
        open("61");
        assertThat(texts(".stack")).isEmpty();
        assertThat(browser.run("return document.querySelector('details').open").getAsBoolean())
                .isTrue();
        assertThat(texts(".calls tbody tr")).hasSizeGreaterThan(60);
    }
}
