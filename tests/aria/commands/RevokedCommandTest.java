package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a revoked certificate, and the command that gives another one in its place. */
class RevokedCommandTest {
    private static final Pattern COMMAND = Pattern.compile("Run \\./jbangw (\\S+)@aria ?(.*)");

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void prepare() {
        project = Project.empty(folder).file("compose.yaml", "services:\n  db: {image: \"postgres:18\"}\n");
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
    }

    /** For all but services of the compose files, {@code rotate-certs} found nothing to do. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "db",
                "api --san api.example.org --san 10.0.0.1",
                "printer --type server --key-type P-384",
                "backup --type client --san b.example.org --validity 10d",
                "carol --type person",
                "away --out elsewhere"
            })
    void the_command_that_is_named_gives_another_one_for_the_same_names(String made) {
        String name = made.split(" ", 2)[0];
        String shown = made.contains("--out") ? "elsewhere/" + name + ".crt" : name;
        if (!name.equals("db")) {
            project.run("pki-cert", words("create " + made));
        }
        JsonObject before = inspected(shown);
        Project.Ran revoked = project.run("pki-cert", "revoke", shown);
        assertThat(revoked.exit()).as(revoked.err()).isZero();
        Project.Ran renewed = project.run("pki-cert", "renew", shown);
        assertThat(renewed.exit()).as(renewed.out()).isEqualTo(3);
        assertThat(command(renewed.err())).isEqualTo(command(revoked.err()));

        List<String> named = command(revoked.err());
        Project.Ran ran =
                project.run(named.get(0), named.subList(1, named.size()).toArray(String[]::new));
        assertThat(ran.exit()).as(named + ran.err()).isZero();

        JsonObject after = inspected(shown);
        assertThat(after.get("serial")).isNotEqualTo(before.get("serial"));
        for (String same : List.of("commonName", "dns", "ips", "purpose", "key")) {
            assertThat(after.get(same)).as(same).isEqualTo(before.get(same));
        }
        assertThat(project.run("pki-cert", "verify", shown).exit()).isZero();
    }

    @Test
    void the_list_shows_it_as_revoked_and_fails() {
        project.run("pki-cert", "create", "api");
        assertThat(project.run("pki-cert", "list").exit()).isZero();
        project.run("pki-cert", "revoke", "api");

        Project.Ran listed = project.run("pki-cert", "list");
        assertThat(listed.exit()).isEqualTo(1);
        assertThat(listed.out()).containsPattern("× api +revoked 2\\S+Z, by ").containsPattern("√ db +\\d+ days left");
        Project.Ran json = project.run("pki-cert", "list", "--json");
        assertThat(json.exit()).isEqualTo(1);
        assertThat(JsonParser.parseString(json.out())
                        .getAsJsonObject()
                        .getAsJsonObject("result")
                        .getAsJsonArray("certificates"))
                .filteredOn(each -> !each.getAsJsonObject().get("revoked").isJsonNull())
                .extracting(each -> each.getAsJsonObject().get("file").getAsString())
                .containsExactly("data/certs/api/api.crt");
    }

    /** Any of them may be revoked then. */
    @Test
    void a_list_that_cannot_be_read_is_no_list_without_entries() throws Exception {
        project.file("data/certs/aria.crl", "nonsense");
        Project.Ran listed = project.run("pki-cert", "list");
        assertThat(listed.exit()).isEqualTo(1);
        assertThat(listed.err()).contains("aria.crl");
    }

    private JsonObject inspected(String name) {
        return JsonParser.parseString(
                        project.run("pki-cert", "inspect", name, "--json").out())
                .getAsJsonObject()
                .getAsJsonArray("result")
                .get(0)
                .getAsJsonObject();
    }

    private static List<String> command(String said) {
        Matcher command = COMMAND.matcher(said);
        assertThat(command.find()).as(said).isTrue();
        List<String> words = new ArrayList<>(List.of(command.group(1)));
        words.addAll(List.of(words(command.group(2))));
        return words;
    }

    private static String[] words(String text) {
        return Arrays.stream(text.split(" ", -1))
                .filter(word -> !word.isBlank())
                .toArray(String[]::new);
    }
}
