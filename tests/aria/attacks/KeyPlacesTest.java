package aria.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of ours in a folder that a container gets, and files of ours in a service's data. */
class KeyPlacesTest {
    private static final Pattern HOME = Pattern.compile("Use (--home \\S+)");
    private static final String DB = "services:\n  db:\n    image: postgres:17\n";
    private static final String ROOT_MOUNTED = DB + "  app:\n    image: example/app:1\n    volumes: [\".:/srv/app\"]\n";

    @TempDir
    Path folder;

    private Project project;

    private Project project(String compose) {
        project = Project.empty(folder).file("compose.yaml", compose);
        return project;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "    volumes: [\"./data:/var/lib/postgresql/data\"]\n",
                "    volumes: [\"./config:/etc/x:ro\"]\n",
                "    volumes: [\"${WHERE:-./data/certs}:/x\"]\n",
                "    volumes: [\"./link:/x\"]\n",
                "    volumes: [\"./data/certs/another:/x\"]\n",
                "    volumes: [\"./config/step-ca/pki:/x\"]\n",
                "    volumes: [\"./dangling/pki:/x\"]\n",
                "    volumes: [\"./config/step-ca/secrets/password.txt:/x\"]\n",
                "    volumes: [\"named:/x\"]\nvolumes: {named: {driver_opts: {type: none, o: bind, device: \"ROOT/data\"}}}\n",
                "    volumes: [\"named:/x\"]\nvolumes: {named: {driver_opts: {type: overlay, device: overlay, "
                        + "o: \"lowerdir=ROOT/other:ROOT/config\"}}}\n",
                "    secrets: [s]\nsecrets: {s: {file: ./config}}\n",
                "    secrets: [{source: s}]\nsecrets: {s: {file: ./config/root-ca/root_ca_password.txt}}\n",
                "    configs: [c]\nconfigs: {c: {file: ./data}}\n",
                "    build: {context: x, secrets: [s]}\nsecrets: {s: {file: config/step-ca/pki/intermediate_ca_key}}\n",
                "    build: x\n    develop: {watch: [{action: sync+restart, path: ./config, target: /app}]}\n",
                "    volumes_from: [\"other:ro\"]\n  other: {image: example/other:1, volumes: [\"./data:/x\"]}\n"
            })
    void a_folder_that_a_service_mounts_gets_nothing(String mount) throws IOException {
        project("");
        Files.createSymbolicLink(project.root.resolve("link"), Path.of("config"));
        Files.createSymbolicLink(project.root.resolve("dangling"), Path.of("config/step-ca"));
        Files.createDirectories(project.root.resolve("config"));
        String before = DB + mount.replace("ROOT", project.layout.root().toString());
        project.file("compose.yaml", before);
        assertHidden("db mounts ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "config", "data/certs/mine.crt", "data/mtls/x"})
    void what_is_in_the_way_stays_as_it_is(String file) {
        project(DB).file(file, "mine\n");
        assertHidden(file.matches("data/.*") ? "holds files of something else" : "is a file");
    }

    /** Any of them may have come with a clone, and the first key would follow it into the container. */
    @ParameterizedTest
    @ValueSource(strings = {"data/certs/.gitignore", "data/mtls/audit.log", "data/mtls/lock"})
    void a_file_by_one_of_our_names_does_not_let_the_first_keys_into_a_mounted_folder(String marker) {
        project(DB + "    volumes: [\"./config:/x\", \"./data:/y\"]\n").file(marker, "*\n");
        Map<String, String> before = project.contents();
        Project.Ran refused = project.run("bootstrap", "--yes");
        assertThat(refused.exit()).as(refused.out()).isEqualTo(3);
        assertThat(refused.err()).contains("db mounts config, so keys are not put into data", "--home ");
        assertThat(project.contents()).isEqualTo(before);
    }

    private void assertHidden(String reason) {
        Project.Ran ran = project.run("bootstrap", "--dry-run", "--diff", "-");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out() + ran.err()).containsPattern("home: \\.aria, because .*" + Pattern.quote(reason));
        assertThat(ran.out()).contains("source: ./.aria/certs/db").doesNotContain("source: ./data", "source: ./config");
    }

    @Test
    void everything_is_in_one_folder_then_and_stays_there() {
        project(DB + "    volumes: [\"./data:/var/lib/postgresql/data\"]\n");
        String before = project.text("compose.yaml");
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        Map<String, String> after = project.contents();
        assertThat(after).containsKeys(".aria/certs/db/db.key", ".aria/root-ca/root_ca_key", ".aria/mtls/init/init.sh");
        assertThat(after.keySet()).noneMatch(file -> file.matches("(data|config).*"));
        for (List<String> command :
                List.of(List.of("bootstrap", "--yes"), List.of("init-ca"), List.of("verify-mtls-setup"))) {
            Project.Ran later = project.run(
                    command.get(0), command.subList(1, command.size()).toArray(String[]::new));
            assertThat(later.exit()).as(later.out() + later.err()).isZero();
        }
        assertThat(project.contents()).isEqualTo(after);
        assertThat(project.run("bootstrap", "--undo", "--yes").exit()).isZero();
        assertThat(project.text("compose.yaml")).isEqualTo(before);
        assertThat(project.has("aria.yaml")).isFalse();
    }

    @Test
    void a_project_whose_root_is_mounted_is_refused_with_a_remedy_that_works() {
        project(ROOT_MOUNTED);
        Map<String, String> before = project.contents();
        Project.Ran refused = project.run("bootstrap", "--yes");
        for (String command : List.of("patch-compose --yes", "init-ca", "generate-service-certs", "bootstrap --yes")) {
            String[] words = command.split(" ", 2);
            refused = project.run(words[0], words.length == 1 ? new String[0] : new String[] {words[1]});
            if (refused.exit() != 1) { // generate-service-certs wants a CA first
                assertThat(refused.errors())
                        .as(command)
                        .singleElement()
                        .asString()
                        .contains("compose.yaml:4: app mounts the project's folder");
                assertThat(refused.exit()).isEqualTo(3);
            }
            assertThat(project.contents()).as(command).isEqualTo(before);
        }
        Matcher home = HOME.matcher(refused.err());
        assertThat(home.find()).as(refused.err()).isTrue();
        Project.Ran ran = project.run("bootstrap", ("--yes " + home.group(1)).split(" "));
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(folder.resolve("project-aria/certs/db/db.key")).exists();
        assertThat(project.contents().keySet()).containsExactlyInAnyOrder("", "compose.yaml", "aria.yaml");
        assertThat(project.text("compose.yaml")).contains("source: ../project-aria/certs/db");
        Map<String, String> after = project.contents();
        for (String command :
                List.of("verify-mtls-setup", "init-ca", "generate-service-certs", "patch-compose --check")) {
            String[] words = command.split(" ", 2);
            Project.Ran later = project.run(words[0], words.length == 1 ? new String[0] : new String[] {words[1]});
            assertThat(later.exit()).as(command + later.out() + later.err()).isZero();
        }
        assertThat(project.contents()).isEqualTo(after);
        assertThat(project.run("bootstrap", "--undo", "--yes").exit()).isZero();
        assertThat(project.contents()).isEqualTo(before);
    }

    @Test
    void a_mounted_folder_above_the_project_is_refused_with_a_home_outside_of_it() {
        project(ROOT_MOUNTED.replace(".:/srv", "..:/srv"));
        Project.Ran refused = project.run("bootstrap", "--yes");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err())
                .contains("app mounts " + folder)
                .containsPattern("Use --home \\.\\./\\.\\./\\S+-aria");
        assertThat(project.contents().keySet()).containsExactly("", "compose.yaml");
    }

    @Test
    void a_mount_of_the_whole_machine_is_a_warning_until_its_service_cannot_read_keys() {
        String exporter = "  exporter:\n    image: example/exporter:1\n    volumes: [\"/:/host:ro,rslave\"]\n";
        project(DB + exporter);
        Project.Ran plan = project.run("bootstrap", "--dry-run");
        assertThat(plan.exit()).isZero();
        assertThat(plan.out() + plan.err())
                .contains("exporter", "mounts the whole machine", "config/root-ca, ", "data/certs");
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        Project.Ran verified = project.run("verify-mtls-setup", "--only", "secrets");
        assertThat(verified.exit()).isZero();
        assertThat(verified.out()).contains("exporter: it mounts the whole machine");
        assertThat(project.run("verify-mtls-setup", "--only", "secrets.machine", "--fail-on", "warning")
                        .exit())
                .isEqualTo(1);
        project.file("aria.yaml", "version: 1\nprofile: production\n");
        assertThat(project.run("verify-mtls-setup", "--only", "secrets.machine").exit())
                .isEqualTo(1);
        String patched = project.text("compose.yaml");
        for (String user : List.of("0", "root", "node:node")) {
            project.file("compose.yaml", patched.replace("exporter:1\n", "exporter:1\n    user: \"" + user + "\"\n"));
            assertThat(project.run("verify-mtls-setup", "--only", "secrets.machine")
                            .exit())
                    .as(user)
                    .isEqualTo(1);
        }
        project.file("compose.yaml", patched.replace("exporter:1\n", "exporter:1\n    user: \"65534:65534\"\n"));
        assertThat(project.run("verify-mtls-setup", "--only", "secrets.machine").exit())
                .isZero();
    }

    @Test
    void a_project_alone_cannot_have_its_keys_written_outside() throws IOException {
        project(DB).file("aria.yaml", "version: 1\nhome: ../victim\n");
        Path victim = Files.createDirectories(folder.resolve("victim"));
        for (String command : List.of("bootstrap", "init-ca", "verify-mtls-setup")) {
            Project.Ran ran = project.run(command);
            assertThat(ran.exit()).as(command).isEqualTo(3);
            assertThat(ran.errors()).singleElement().asString().contains("aria.yaml:2:1: home: '../victim' leads out");
        }
        assertThat(victim).isEmptyDirectory();
        assertThat(project.run("bootstrap", "--yes", "--home", "../victim").exit())
                .isZero();
        assertThat(project.run("verify-mtls-setup").exit()).isZero();
        Files.writeString(victim.resolve("project"), "../another\n");
        assertThat(project.run("verify-mtls-setup").exit()).isEqualTo(3);
    }

    @Test
    void keys_that_are_there_stay_and_a_mount_that_comes_later_is_an_error() {
        project(DB);
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        String app = "services:\n  app: {image: example/app:1, secrets: [s]}\n"
                + "  helper: {image: example/app:1, labels: {aria.role: init}, volumes: [\"./config:/x\"]}\n";
        project.file(
                "compose.yaml",
                project.text("compose.yaml")
                                .replace("services:\n", app)
                                .replace("volumes:\n      -", "volumes:\n      - ./data:/x\n      -")
                        + "\nsecrets: {s: {file: ./config/root-ca/root_ca_password.txt}}\n");
        Project.Ran ran = project.run("verify-mtls-setup");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out())
                .contains(
                        "helper: it mounts config, and can read the keys in it",
                        "db, db-mtls-init: it mounts data, and can read the keys in it",
                        "app: it mounts config/root-ca/root_ca_password.txt, and can read the keys in it");
        Project.Ran plan = project.run("bootstrap", "--dry-run");
        assertThat(plan.out()).doesNotContain(".aria");
        assertThat(plan.out() + plan.err()).contains("db", "it mounts data, and can read the keys in it");
    }

    @Test
    void a_build_leaves_keys_out_and_its_file_is_taken_back_to_the_byte() throws IOException {
        project(DB + "  app:\n    build: .\n  web:\n    build: {context: here, dockerfile: web.file}\n")
                .file(".dockerignore", "*.log\r\n!data")
                .file("web.file.dockerignore", "node_modules\n");
        Files.createSymbolicLink(project.root.resolve("here"), Path.of("."));
        String before = project.text("compose.yaml");
        assertThat(project.run("bootstrap", "--dry-run", "--diff", "-").out())
                .contains("+config/root-ca\r", "+data/certs\n");
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        assertThat(project.text(".dockerignore")).startsWith("*.log\r\n!data\r\nconfig/step-ca/pki\r\n");
        assertThat(project.run("verify-mtls-setup", "--only", "secrets").exit()).isZero();
        project.file("web.file.dockerignore", project.text("web.file.dockerignore") + "dist\n");
        assertThat(project.run("bootstrap", "--undo", "--yes").exit()).isZero();
        assertThat(project.text(".dockerignore")).isEqualTo("*.log\r\n!data");
        assertThat(project.text("web.file.dockerignore")).isEqualTo("node_modules\ndist\n");
        assertThat(project.text("compose.yaml")).isEqualTo(before);
    }

    @Test
    void a_build_that_takes_keys_along_is_an_error_that_names_their_kinds() throws IOException {
        project(DB);
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        project.file("compose.yaml", project.text("compose.yaml") + "\n")
                .file(
                        "compose.override.yaml",
                        "services:\n  app: {build: {additional_contexts: {all: .}, context: app}}\n");
        Project.Ran red = project.run("verify-mtls-setup", "--only", "secrets.context");
        assertThat(red.exit()).isEqualTo(1);
        assertThat(red.out())
                .contains(
                        "the root's key and its password (config/root-ca)",
                        "the CA's key (config/step-ca/pki)",
                        "services' keys (data/certs)",
                        "people's keys (data/people)",
                        "Run ./jbangw bootstrap@aria");
        Project.Ran mended = project.run("bootstrap", "--yes");
        assertThat(mended.exit()).as(mended.err()).isZero();
        assertThat(project.run("verify-mtls-setup", "--only", "secrets.context").exit())
                .isZero();
        assertThat(project.run("bootstrap", "--undo", "--yes").exit()).isZero();
        assertThat(project.has(".dockerignore")).isFalse();
    }

    @Test
    void a_build_whose_file_leads_elsewhere_is_refused() throws IOException {
        project(DB + "  app:\n    build: .\n");
        Path target = Files.writeString(folder.resolve("target"), "mine\n");
        Files.createSymbolicLink(project.root.resolve(".dockerignore"), target);
        Project.Ran refused = project.run("bootstrap", "--yes");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("whose .dockerignore cannot be extended", "--home ../project-aria");
        assertThat(target).hasContent("mine\n");
        assertThat(project.has("data")).isFalse();
    }
}
