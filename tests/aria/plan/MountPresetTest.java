package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.compose.ComposeProject;
import aria.compose.FileEdit;
import aria.compose.ProjectFiles;
import aria.edit.yaml.PlainYaml;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.FindingText;
import aria.preset.Presets;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.stack.StackService.Owner;
import aria.store.Layout;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The preset {@code mount} for every service: certificate and key are delivered, and nothing of the user's is replaced. */
class MountPresetTest {
    private static final String COMPLETED = "service_completed_successfully";

    @TempDir
    Path folder;

    @Test
    void a_list_of_dependencies_stays_a_list_and_waits_for_a_service_that_waits() throws IOException {
        FileEdit edit = patched("""
                services:
                  web:
                    image: web:1
                    depends_on:
                      - db   # first
                  db:
                    image: db:1
                """);
        assertThat(edit.edit().pureInsertion()).isTrue();
        ComposeProject after = load();
        assertThat(after.services().get("web").dependsOn())
                .isEqualTo(Map.of("db", "service_started", "web-mtls-ready", "service_started"));
        assertThat(after.services().get("web-mtls-ready").dependsOn()).isEqualTo(Map.of("web-mtls-init", COMPLETED));
        assertThat(after.services().get("db").dependsOn()).isEqualTo(Map.of("db-mtls-init", COMPLETED));
        assertThat(after.services()).doesNotContainKey("db-mtls-ready");
    }

    @Test
    void a_second_run_has_nothing_to_do_and_sees_none_of_ours_as_the_users() throws IOException {
        patched("services:\n  web:\n    image: web:1\n    depends_on: [db]\n  db:\n    image: db:1\n");
        Stack stack = stack();
        assertThat(stack.services()).extracting(service -> service.name()).containsExactly("web", "db");
        assertThat(plan(stack).edits()).isEmpty();
    }

    @Test
    void a_dependency_named_by_a_variable_stays_an_item_because_compose_replaces_no_variables_in_keys()
            throws IOException {
        FileEdit edit = patched("""
                services:
                  web:
                    image: web:1
                    depends_on:
                      - "${ENGINE:-db}"
                  db:
                    image: db:1
                """);
        assertThat(edit.edit().after().text()).contains("- \"${ENGINE:-db}\"\n      - \"web-mtls-ready\"");
    }

    @Test
    void empty_brackets_are_filled_not_replaced() throws IOException {
        FileEdit edit = patched("services:\n  web:\n    image: web:1\n    volumes: []\nvolumes: {}\n");
        assertThat(edit.edit().pureInsertion()).isTrue();
        assertThat(edit.edit().after().text())
                .contains("volumes: [\"web-mtls:/etc/certs:ro\"]")
                .contains("volumes: {web-mtls: null}");
    }

    @Test
    void a_service_and_the_one_that_extends_it_both_get_their_own() throws IOException {
        patched("services:\n  web:\n    image: web:1\n  twin:\n    extends: web\n");
        ComposeProject after = load();
        assertThat(after.services().get("twin").dependsOn())
                .isEqualTo(Map.of("web-mtls-init", COMPLETED, "twin-mtls-init", COMPLETED));
        assertThat(after.services().get("twin").mounts())
                .extracting(mount -> mount.source())
                .containsExactly("twin-mtls");
        assertThat(after.services().get("web").mounts())
                .extracting(mount -> mount.source())
                .containsExactly("web-mtls");
    }

    @Test
    void a_base_whose_profile_its_extender_does_not_have_is_edited_beside() throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), """
                services:
                  base:
                    image: web:1
                    profiles: [never]
                  web:
                    extends: base
                    profiles: [here]
                """);
        StackPlan plan = plan(stack());
        assertThat(plan.secured()).containsExactly("base", "web");
        assertThat(plan.findings())
                .filteredOn(finding -> finding.id().equals("override-file"))
                .extracting(Finding::service)
                .containsExactly(Optional.of("base"));
        assertThat(plan.edits())
                .extracting(edit -> edit.file().getFileName().toString())
                .containsExactly("compose.yaml", "compose.mtls.yaml");
    }

    @Test
    void a_json_file_stays_json() throws IOException {
        Files.writeString(
                folder.resolve("compose.yaml"),
                "{\n  \"services\": {\n    \"web\": {\"image\":\"x\", \"volumes\": [], \"depends_on\": [\"db\"]},\n"
                        + "    \"db\": {\n      \"image\": \"y\"\n    }\n  },\n  \"volumes\": {}\n}\n");
        String text = plan(stack()).edits().get(0).edit().after().text();
        assertThat(new Gson()
                        .getAdapter(JsonElement.class)
                        .fromJson(text)
                        .getAsJsonObject()
                        .getAsJsonObject("services")
                        .keySet())
                .contains("web", "db", "web-mtls-init", "web-mtls-ready", "db-mtls-init");
    }

    @Test
    void one_service_of_those_that_share_a_mapping_is_refused_for_no_fault_of_another() throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), """
                services:
                  taken:
                    image: web:1
                    volumes: ["./mine:/etc/certs"]
                  web: &web
                    image: web:1
                    volumes:
                      - data:/data
                  twin:
                    <<: *web
                volumes:
                  data:
                """);
        StackPlan plan = plan(stack());
        assertThat(plan.secured()).containsExactly("web", "twin");
        assertThat(plan.edits().get(0).edit().pureInsertion()).isTrue();
    }

    /** The order: the service's user, the choice, the image's on this machine, what an earlier plan wrote. */
    @Test
    void the_key_is_delivered_for_the_user_that_the_service_runs_as() throws IOException {
        Map<String, String> image = Map.of(StackOptions.IMAGE_USER, "1001:1002");
        assertThat(delivered("user: \"1000\"", image, "5")).isEqualTo("1000:0");
        assertThat(delivered("user: node", image, "5:6")).isEqualTo("5:6");
        assertThat(delivered("", image, "5:6")).isEqualTo("5:6");
        assertThat(delivered("", image, "")).isEqualTo("1001:1002");
        assertThat(delivered("", Map.of(StackOptions.IMAGE_USER, ""), "")).isEqualTo("0:0");
        patched("services:\n  web:\n    image: web:1\n    user: \"1000\"\n");
        Files.writeString(
                folder.resolve("compose.yaml"),
                Files.readString(folder.resolve("compose.yaml")).replace("    user: \"1000\"\n", ""));
        assertThat(plan(stack()).edits()).as("on a machine without the image").isEmpty();
    }

    @Test
    void a_user_that_nobody_knows_is_asked_for_until_it_is_written_down() throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), "services:\n  web:\n    image: web:1\n");
        assertThat(keyOwners(Map.of(), ""))
                .hasSize(1)
                .first()
                .satisfies(finding -> assertThat(FindingText.IN_CHECKOUT.line(finding))
                        .contains("rite `services: {web: {user: UID:GID}}` into aria.yaml", "--entrypoint id web:1"));
        assertThat(keyOwners(Map.of(StackOptions.IMAGE_USER, "node"), ""))
                .as("a name")
                .hasSize(1);
        assertThat(keyOwners(Map.of(), "1000:1000")).isEmpty();
        assertThat(keyOwners(Map.of(StackOptions.IMAGE_USER, "1000"), "")).isEmpty();
    }

    private List<Finding> keyOwners(Map<String, String> image, String chosen) {
        return StackPlanner.plan(stack(), options(image, chosen)).findings().stream()
                .filter(finding -> finding.is(FindingId.KEY_OWNER))
                .toList();
    }

    private String delivered(String user, Map<String, String> image, String chosen) throws IOException {
        Path file = folder.resolve("compose.yaml");
        Files.writeString(file, "services:\n  web:\n    image: web:1\n    " + user + "\n");
        String after = StackPlanner.plan(stack(), options(image, chosen))
                .edits()
                .get(0)
                .edit()
                .after()
                .text();
        return after.replaceAll("(?s).*init.sh\", \"web\", \"([0-9:]+)\".*", "$1");
    }

    private StackOptions options(Map<String, String> image, String chosen) {
        StackOptions options = new StackOptions(Layout.of(folder), StackOptions.REQUIRE, false)
                .withImages(reference -> reference.equals("web:1") ? image : Map.of());
        return Owner.parse(chosen)
                .map(owner -> options.withOwners(Map.of("web", owner)))
                .orElse(options);
    }

    private FileEdit patched(String text) throws IOException {
        Path file = folder.resolve("compose.yaml");
        Files.writeString(file, text);
        List<FileEdit> edits = plan(stack()).edits();
        assertThat(edits).hasSize(1);
        Files.writeString(file, edits.get(0).edit().after().text());
        return edits.get(0);
    }

    private StackPlan plan(Stack stack) {
        return StackPlanner.plan(stack, new StackOptions(Layout.of(folder), StackOptions.REQUIRE, false));
    }

    private Stack stack() {
        Selection mount = new Selection(Set.of(), Map.of("*", Selection.MOUNT), true, Map.of());
        return Stack.of(load(), Presets.builtIn(PlainYaml::load), mount);
    }

    private ComposeProject load() {
        return ComposeProject.load(new ProjectFiles(folder, List.of(folder.resolve("compose.yaml")), "test"), Map.of());
    }
}
