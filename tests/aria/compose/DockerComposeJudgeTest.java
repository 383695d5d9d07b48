package aria.compose;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import aria.testing.Needs;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Docker Compose itself says what a project is before and after a change. */
class DockerComposeJudgeTest {
    @TempDir
    Path folder;

    private ComposeFolder here;

    @BeforeEach
    void setUp() {
        Needs.compose();
        here = new ComposeFolder(folder);
    }

    static List<String> cases() throws IOException {
        try (Stream<Path> cases = Files.list(Checkout.root().resolve("tests/golden/compose"))) {
            return cases.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static void sameAsDockerCompose(ComposeProject project, Map<String, JsonObject> judged) {
        assertThat(project.services().keySet()).containsExactlyInAnyOrderElementsOf(judged.keySet());
        project.services()
                .forEach((name, service) -> assertThat(DockerCompose.facts(service))
                        .as(name)
                        .isEqualTo(DockerCompose.facts(judged.get(name))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sees_the_wanted_change_and_no_other(String name) {
        Map<String, String> texts =
                GoldenTest.read(Checkout.root().resolve("tests/golden/compose/" + name + "/before"), text -> text);
        texts.forEach(here::write);
        List<String> files =
                texts.keySet().stream().filter(file -> !file.contains("/")).toList();
        ComposeProject project = here.load(files.toArray(String[]::new));
        Map<String, JsonObject> before = DockerCompose.services(folder, files);
        sameAsDockerCompose(project, before);

        List<FileEdit> edits = ComposeEditor.apply(project, UsualChanges.of(project));
        edits.forEach(edit -> here.write(
                project.files().label(edit.file()), edit.edit().after().text()));

        Map<String, JsonObject> after = DockerCompose.services(folder, files);
        sameAsDockerCompose(here.load(files.toArray(String[]::new)), after);
        assertThat(after.get("db")).isEqualTo(before.get("db"));
        JsonObject init = after.remove("web-mtls-init");
        assertThat(DockerCompose.facts(init)).containsEntry("command", List.of("sh", "/mtls/init.sh", "$1"));
        assertThat(after.keySet()).isEqualTo(before.keySet());
        JsonObject web = after.get("web");
        assertThat(web.get("volumes").toString()).contains("\"target\":\"/etc/certs\"");
        assertThat(mount(web, folder.resolve("data/mtls/web"))).doesNotContain("\"create_host_path\":true");
        for (String changed : Set.of("command", "environment", "volumes", "depends_on", "healthcheck")) {
            web.remove(changed);
            before.get("web").remove(changed);
        }
        assertThat(web).isEqualTo(before.get("web"));
    }

    private static String mount(JsonObject service, Path source) {
        return service.getAsJsonArray("volumes").asList().stream()
                .map(JsonElement::toString)
                .filter(mount -> mount.contains("\"" + source + "\""))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void reads_files_as_this_room_does() {
        here.write(".env", "TAG=1.27\nEMPTY=\nQUOTED='a $b'\n")
                .write("app.env", "A=file\nB=$TAG\n")
                .write("compose.yaml", """
                        x-env: &env {LOG: info, N: 5, ON: yes}
                        include: [parts/db.yaml]
                        services:
                          web:
                            image: nginx:${TAG}
                            command: run "a b" --x='$$HOME' ${QUOTED} ${EMPTY:-none} c\\ d
                            env_file: app.env
                            environment: {<<: *env, A: own, C: "${MISSING-fallback}"}
                            ports: ["80:8080/udp", "127.0.0.1:3000-3001:4000-4001", "9", {target: 7, published: "70"}]
                            volumes: [./a:/a:ro, named:/n/, /anonymous, {type: tmpfs, target: /t}]
                            depends_on: [db]
                            networks: {back: {aliases: [w]}, default: }
                            healthcheck: {test: wget -q x}
                          worker:
                            extends: web
                            entrypoint: /bin/sh -c "x y"
                            command: [one]
                            ports: !reset []
                            healthcheck: {disable: true}
                            networks: {default: {aliases: [x]}}
                            depends_on: {db: {condition: service_healthy}}
                            profiles: [later]
                          side: {image: x, network_mode: "none", user: "1:1", hostname: h, container_name: c}
                        volumes: {named: }
                        networks: {back: }
                        """)
                .write("parts/.env", "PGTAG=17\n")
                .write("parts/db.yaml", "services:\n  db: {image: \"postgres:${PGTAG}\", volumes: [\"./d:/d\"]}\n")
                .write("over.yaml", """
                        services:
                          web:
                            image: nginx:edge
                            environment: [A=over, NEW=1]
                            volumes: [./b:/a]
                            ports: ["81:81"]
                          db: {command: [postgres, -c, x=1]}
                        """);
        List<String> files = List.of("compose.yaml", "over.yaml");
        Map<String, JsonObject> judged = new TreeMap<>(DockerCompose.services(folder, files));
        sameAsDockerCompose(here.load("compose.yaml", "over.yaml"), judged);
    }
}
