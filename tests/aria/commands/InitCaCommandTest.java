package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code init-ca} as a person meets it. */
class InitCaCommandTest {
    private static final String CA_JSON = "config/step-ca/ca.json";

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void makeProject() {
        project = Project.empty(folder);
    }

    @Test
    void says_what_it_made_and_the_second_time_that_it_is_there() {
        Session session = new Session(project);
        session.run("init-ca");
        Map<String, String> first = project.state();
        session.run("init-ca");
        session.run("init-ca", "--check");
        assertThat(project.state()).as("not one mtime changes").isEqualTo(first);
        session.assertGolden("init-ca-twice");
    }

    @Test
    void a_dry_run_shows_the_plan_and_writes_nothing() {
        Session session = new Session(project);
        session.run("init-ca", "--dry-run");
        session.run("init-ca", "--check");
        assertThat(project.contents()).containsOnlyKeys("");
        session.assertGolden("init-ca-dry-run");
    }

    @Test
    void force_makes_another_ca_and_keeps_the_old_one_in_a_dated_backup() throws Exception {
        project.run("init-ca");
        String old = project.contents().get("config/step-ca/pki/root_ca.crt");
        Session session = new Session(project);
        session.run("init-ca", "--force");
        session.assertGolden("init-ca-force");
        assertThat(project.contents().get("config/step-ca/pki/root_ca.crt")).isNotEqualTo(old);
        assertThat(project.contents())
                .as("the old root, outside of what step-ca mounts")
                .anySatisfy((path, hash) -> assertThat(List.of(path.startsWith("config/step-ca/"), hash))
                        .isEqualTo(List.of(false, old)));
    }

    @Test
    void the_roots_key_can_be_discarded() {
        assertThat(project.run("init-ca", "--root-key", "discard").exit()).isZero();
        assertThat(project.contents().keySet()).noneMatch(path -> path.contains("root_ca_key"));
    }

    @Test
    void the_roots_key_can_go_to_a_folder_that_is_named_from_the_projects() throws Exception {
        Files.createDirectory(project.root.resolve("stick"));
        project.mode("stick", "rwx------");
        assertThat(project.run("init-ca", "--root-key", "stick").exit()).isZero();
        try (Stream<Path> stick = Files.list(project.root.resolve("stick"))) {
            assertThat(stick.map(path -> path.getFileName().toString())).contains("root_ca_key");
        }
        assertThat(project.has("config/root-ca/root_ca_key")).isFalse();
    }

    @Test
    void settings_of_the_users_own_in_ca_json_stay() {
        project.file(CA_JSON, """
                {
                  "address": ":8443",
                  "dnsNames": ["ca.example.org"],
                  "logger": {"format": "json"},
                  "myOwn": {"b": 1, "a": [true, null]},
                  "authority": {"claims": {"maxTLSCertDuration": "48h", "defaultTLSCertDuration": "24h"}}
                }
                """);
        assertThat(project.run("init-ca").exit()).isZero();
        JsonObject after = JsonParser.parseString(project.text(CA_JSON)).getAsJsonObject();
        assertThat(after.get("address").getAsString()).isEqualTo(":8443");
        assertThat(after.get("dnsNames").toString()).contains("ca.example.org");
        assertThat(after.get("logger")).hasToString("{\"format\":\"json\"}");
        assertThat(after.get("myOwn")).hasToString("{\"b\":1,\"a\":[true,null]}");
        JsonObject authority = after.getAsJsonObject("authority");
        assertThat(authority.getAsJsonObject("claims").get("maxTLSCertDuration").getAsString())
                .isEqualTo("48h");
        assertThat(authority.getAsJsonArray("provisioners").toString()).contains("\"admin\"");
    }

    @Test
    void json_is_one_object_that_says_what_became_of_the_ca() {
        JsonObject planned = json("--dry-run");
        JsonObject made = json();
        JsonObject there = json();
        assertThat(planned.get("schema").getAsString()).isEqualTo("aria.init-ca/1");
        assertThat(Stream.of(planned, made, there)
                        .map(answer ->
                                answer.getAsJsonObject("result").get("state").getAsString()))
                .containsExactly("planned", "made", "present");
        assertThat(made.getAsJsonObject("result").getAsJsonArray("files").toString())
                .contains("config/step-ca/pki/root_ca.crt");
        assertThat(there.getAsJsonObject("result").getAsJsonArray("files")).isEmpty();
    }

    @Test
    void json_names_the_place_in_a_ca_json_that_is_none() {
        project.file(CA_JSON, "{\n  \"address\": oops\n}\n");
        Project.Ran ran = project.run("init-ca", "--json");
        assertThat(ran.exit()).isEqualTo(3);
        JsonObject problem = JsonParser.parseString(ran.out())
                .getAsJsonObject()
                .getAsJsonArray("problems")
                .get(0)
                .getAsJsonObject();
        assertThat(problem.get("file").getAsString() + ":" + problem.get("line") + ":" + problem.get("column"))
                .isEqualTo(CA_JSON + ":2:14");
        assertThat(problem.get("message").getAsString()).doesNotContain(CA_JSON);
    }

    private JsonObject json(String... more) {
        Project.Ran ran = project.run(
                "init-ca", Stream.concat(Stream.of("--json"), Stream.of(more)).toArray(String[]::new));
        assertThat(ran.out().lines()).hasSize(1);
        JsonObject answer = JsonParser.parseString(ran.out()).getAsJsonObject();
        assertThat(answer.get("exit").getAsInt()).isEqualTo(ran.exit()).isZero();
        return answer;
    }

    @Test
    void wrong_options_are_wrong_usage_in_one_line() {
        Session session = new Session(project);
        List<List<String>> wrong = List.of(
                List.of("--db", "mysql"),
                List.of("--key-type", "DSA"),
                List.of("--root-validity", "ten"),
                List.of("--root-validity", "0d"),
                List.of("--permit-domain", "no/domain"),
                List.of("--dns", "a_b c"),
                List.of("--address", "nowhere"),
                List.of("--address", ":70000"),
                List.of("--name", ""),
                List.of("--root-key", "discrad"),
                List.of("extra"),
                List.of("-C", "nowhere"));
        for (List<String> words : wrong) {
            assertThat(session.run("init-ca", words.toArray(String[]::new)).exit())
                    .as(words.toString())
                    .isEqualTo(2);
        }
        assertThat(project.contents()).containsOnlyKeys("");
        session.assertGolden("init-ca-wrong-usage");
    }

    @Test
    void an_intermediate_that_would_outlive_its_root_ends_with_it_and_that_is_said() {
        assertThat(project.run("init-ca", "--root-validity", "1y").err())
                .contains("warning: the intermediate cannot outlive the root");
    }
}
