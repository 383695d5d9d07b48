package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.docker.ComposeCommand;
import aria.docker.ComposeFiles;
import aria.testing.Needs;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --override}: for people whose compose files are not to be touched. */
class OverrideCommandTest {
    private static final String FILE = "compose/docker-compose.yml";
    private static final String OVERRIDE = "compose/mtls.yaml";

    @TempDir
    Path folder;

    @Test
    void the_aria_stack_means_the_same_to_docker_compose_whether_edited_or_overridden() {
        Needs.compose();
        Project project = Project.aria(folder);
        Map<String, String> shipped = composeFiles(project);

        Project.Ran ran = project.run("bootstrap", "--yes", "--override", OVERRIDE);
        assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out()).as("nothing is refused").contains("All checks passed!", "edited: " + OVERRIDE);
        assertThat(ran.err())
                .contains(
                        "  docker compose -f compose/docker-compose.yml -f compose/mtls.yaml up -d\n",
                        "COMPOSE_FILE=compose/docker-compose.yml:compose/mtls.yaml\n",
                        "include: [{path: [compose/docker-compose.yml, compose/mtls.yaml]}]\n",
                        "with Docker Compose 2.24.4 or newer because of !override");
        Map<String, String> overridden = composeFiles(project);
        overridden.remove(OVERRIDE);
        assertThat(overridden.remove("compose/aria.yaml"))
                .as("the choice is remembered")
                .isNotNull();
        assertThat(overridden).isEqualTo(shipped);
        JsonElement beside = model(project, FILE, OVERRIDE);

        Map<String, String> state = project.state();
        assertThat(project.run("bootstrap", "--yes", "--override", OVERRIDE).exit())
                .isZero();
        assertThat(project.state()).as("the second run writes nothing").isEqualTo(state);
        assertThat(project.run("verify-mtls-setup", "--no-live", "-f", FILE, "-f", OVERRIDE)
                        .exit())
                .isZero();

        assertThat(project.run("bootstrap", "--undo", "--yes").exit()).isZero();
        assertThat(composeFiles(project)).as("undone").isEqualTo(shipped);
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        assertThat(beside).isEqualTo(model(project, FILE));
    }

    @Test
    void bootstrap_says_what_to_start_with_and_what_takes_it_back() {
        Project project = Project.empty(folder).file("compose.yaml", PatchComposeCommandTest.DB_AND_APP);
        Session session = new Session(project);
        assertThat(session.run("bootstrap", "--override", "compose.mtls.yaml", "--yes")
                        .exit())
                .isZero();
        session.show("compose.mtls.yaml");
        assertThat(session.run("bootstrap", "--override", "compose.mtls.yaml", "--undo", "--yes")
                        .exit())
                .isZero();
        assertThat(project.has("compose.mtls.yaml")).isFalse();
        assertThat(session.run("patch-compose", "--override", "compose.override.yaml", "--yes")
                        .exit())
                .isZero();
        assertThat(session.run("verify-mtls-setup", "--no-live", "--only", "compose")
                        .exit())
                .isZero();
        session.assertGolden("override");
    }

    @Test
    void servers_and_callers_with_proxies_mean_the_same_to_docker_compose_whether_edited_or_overridden() {
        Needs.compose();
        String file = """
                services:
                  app:
                    image: redis:8
                    command: [sleep, infinity]
                    environment: {DATABASE_URL: "postgres://db/app", CACHE: "redis://cache", API: "http://api:8080"}
                    depends_on: [db]
                    networks: [back]
                  db:
                    image: postgres:18
                    networks: {back: {aliases: [data]}}
                    ports: ["5432:5432"]
                  api:
                    image: example.org/api:1
                    environment: {PORT: "8080"}
                    networks: [back, front]
                  cache:
                    image: redis:8
                    networks: [back]
                networks: {back: , front: }
                """;
        Project project = Project.empty(folder)
                .file("compose/docker-compose.yml", file)
                .file(
                        "compose/aria.yaml",
                        "version: 1\nservices: {db: {via: proxy, published: loopback}, api: {via: proxy}}\n");
        Project.Ran ran = project.run("bootstrap", "--yes", "--override", OVERRIDE, "-f", FILE);
        assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
        assertThat(project.text(FILE)).isEqualTo(file);
        assertThat(project.text(OVERRIDE))
                .contains("  db:\n    networks: !override\n", "  api:\n    networks: !override\n");
        JsonElement beside = model(project, FILE, OVERRIDE);
        assertThat(project.run("bootstrap", "--check", "-f", FILE).exit()).isZero();

        assertThat(project.run("bootstrap", "--undo", "--yes", "-f", FILE).exit())
                .isZero();
        assertThat(project.has(OVERRIDE)).isFalse();
        project.file("compose/aria.yaml", project.text("compose/aria.yaml").replace("override: mtls.yaml\n", ""));
        assertThat(project.run("bootstrap", "--yes", "-f", FILE).exit()).isZero();
        assertThat(beside).isEqualTo(model(project, FILE));
    }

    /** It ended with "there is no such file": of the override file that nothing had to be put into. */
    @Test
    void a_stack_that_was_edited_in_place_needs_no_override_file() {
        Project project = Project.empty(folder).file("compose.yaml", PatchComposeCommandTest.DB_AND_APP);
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        Project.Ran again = project.run("bootstrap", "--override", "compose.mtls.yaml", "--yes");
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.err()).doesNotContain("Start it with");
        assertThat(project.has("compose.mtls.yaml")).isFalse();
    }

    private static JsonElement model(Project project, String... files) {
        ComposeFiles named = new ComposeFiles(
                project.root.resolve("compose"),
                Stream.of(files).map(project.root::resolve).toList(),
                Optional.empty());
        return JsonParser.parseString(
                ComposeCommand.search().command().orElseThrow().configJsonOfAllProfiles(named));
    }

    private static Map<String, String> composeFiles(Project project) {
        Map<String, String> files = new TreeMap<>(project.contents());
        files.keySet().removeIf(file -> !file.matches("compose/[^/]*\\.ya?ml"));
        return files;
    }
}
