package aria.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeProjectTest {
    @TempDir
    Path folder;

    private ComposeFolder here;

    @BeforeEach
    void setUp() {
        here = new ComposeFolder(folder);
    }

    @Test
    void reads_every_form_of_a_service() {
        Service web = here.web("""
                name: Shop_1
                services:
                  # the front
                  web:
                    image: nginx:${TAG:-1.27}
                    command: nginx -g 'daemon off;'
                    entrypoint: [/entry, now]
                    container_name: front
                    hostname: www
                    user: "101:101"
                    environment: [A=1, B, "C=x=y"]
                    volumes:
                      - ./a:/a:ro
                      - {type: volume, source: db, target: /db}
                    tmpfs: /run
                    ports: ["80:8080", {target: 9, published: "90", host_ip: 127.0.0.1, protocol: udp}]
                    networks: {front: {aliases: [www.local]}, back: }
                    depends_on: [db]
                    healthcheck: {test: curl -f http://localhost}
                    profiles: [dev]
                """);
        assertThat(web.image()).contains("nginx:1.27");
        assertThat(web.command()).containsExactly("nginx", "-g", "daemon off;");
        assertThat(web.commandForm()).isEqualTo(CommandForm.STRING);
        assertThat(web.entrypoint()).containsExactly("/entry", "now");
        assertThat(web.containerName()).contains("front");
        assertThat(web.hostname()).contains("www");
        assertThat(web.user()).contains("101:101");
        assertThat(web.environment()).containsExactly(entry("A", "1"), entry("C", "x=y"));
        assertThat(web.mounts())
                .containsExactly(
                        new Mount("tmpfs", "", "/run", false),
                        new Mount("bind", "./a", "/a", true),
                        new Mount("volume", "db", "/db", false));
        assertThat(web.ports()).extracting(Port::shortForm).containsExactly("80:8080", "127.0.0.1:90:9/udp");
        assertThat(web.networks()).containsExactly(entry("front", List.of("www.local")), entry("back", List.of()));
        assertThat(web.dependsOn()).containsExactly(entry("db", "service_started"));
        assertThat(web.healthcheck()).containsExactly("CMD-SHELL", "curl -f http://localhost");
        assertThat(web.profiles()).containsExactly("dev");
        assertThat(web.line()).isEqualTo(4);
        assertThat(web.hostPath(web.mounts().get(1))).isEqualTo(folder.resolve("a"));
        assertThat(here.load("compose.yaml").name()).isEqualTo("shop_1");
    }

    @Test
    void what_is_not_said_is_empty_and_the_network_is_the_default_one() {
        Service web = here.web("services:\n  web:\n    image: x\n    command:\n");
        assertThat(web.commandForm()).isEqualTo(CommandForm.ABSENT);
        assertThat(web.healthcheck()).isEmpty();
        assertThat(web.networks()).containsOnlyKeys("default");
    }

    @Test
    void an_image_is_shown_with_its_variables_where_they_leave_none() {
        Map<String, String> shown = Map.of(
                "mattermost/$EDITION:$TAG", "mattermost/$EDITION:$TAG",
                "${REGISTRY}/app", "${REGISTRY}/app",
                "${IMAGE}", "${IMAGE}",
                "redis:${TAG-8}", "redis:8",
                "localhost:5000/team/app@sha256:00", "localhost:5000/team/app@sha256:00");
        shown.forEach((written, expected) -> {
            Service service = here.web("services:\n  web:\n    image: '" + written + "'\n");
            assertThat(service.shownImage()).as(written).contains(expected);
        });
        assertThat(here.web("services:\n  web:\n    build: .\n").shownImage()).isEmpty();
    }

    @Test
    void a_network_mode_leaves_no_networks() {
        assertThat(here.web("services:\n  web: {image: x, network_mode: host}\n")
                        .networks())
                .isEmpty();
    }

    @Test
    void a_disabled_health_check_is_none() {
        assertThat(here.web("services:\n  web: {healthcheck: {disable: true}}\n")
                        .healthcheck())
                .containsExactly("NONE");
    }

    @Test
    void follows_yaml_merges_and_aliases() {
        Service web = here.web("""
                x-base: &base {image: x, environment: &env {A: "1"}}
                services:
                  web:
                    <<: *base
                    environment: {<<: *env, B: "2"}
                """);
        assertThat(web.image()).contains("x");
        assertThat(web.environment()).containsOnly(entry("A", "1"), entry("B", "2"));
    }

    @Test
    void reads_env_files_below_environment_and_not_outside_the_project() {
        here.write("a.env", "A=file\nB=file\n").write("sub/x.env", "C=sub\n");
        Service web = here.web("""
                services:
                  web:
                    env_file: [a.env, {path: sub/x.env, required: false}, missing.env, ../outside.env]
                    environment: {B: own}
                """);
        assertThat(web.environment()).containsExactly(entry("A", "file"), entry("B", "own"), entry("C", "sub"));
    }

    @Test
    void the_files_that_COMPOSE_ENV_FILES_lists_take_the_place_of_the_usual_one() {
        here.write(".env", "A=dot\n").write("a.env", "A=a\nB=a\n").write("sub/b.env", "B=b\n");
        here.write("compose.yaml", "services:\n  web: {image: \"$A-$B\"}\n");
        assertThat(ComposeProject.load(here.files("compose.yaml"), Map.of("COMPOSE_ENV_FILES", "a.env, sub/b.env"))
                        .services()
                        .get("web")
                        .image())
                .contains("a-b");
    }

    @Test
    void the_environment_comes_before_the_dot_env_file() {
        here.write(".env", "A=dot\nB=dot\n").write("compose.yaml", "services:\n  web: {image: \"$A-$B\"}\n");
        ComposeProject project = ComposeProject.load(here.files("compose.yaml"), Map.of("A", "process"));
        assertThat(project.services().get("web").image()).contains("process-dot");
    }

    @Test
    void later_files_override_by_the_rules_of_each_key() {
        here.write("a.yaml", """
                services:
                  web:
                    image: one
                    command: [a, b]
                    environment: [A=1, B=1]
                    volumes: [./a:/x, ./b:/y]
                    ports: ["80:80"]
                    depends_on: [db]
                    healthcheck: {test: [CMD, a], interval: 5s}
                    networks: [front]
                  db: {image: pg}
                volumes: {v: }
                """).write("b.yaml", """
                services:
                  web:
                    image: two
                    command: c
                    environment: {B: "2"}
                    volumes: [./c:/x]
                    ports: ["81:81"]
                    depends_on: {db: {condition: service_healthy}}
                    healthcheck: {test: [CMD, b]}
                    networks: {front: {aliases: [w]}, back: }
                """);
        Service web = here.load("a.yaml", "b.yaml").services().get("web");
        assertThat(web.file()).isEqualTo(here.file("a.yaml"));
        assertThat(web.image()).contains("two");
        assertThat(web.command()).containsExactly("c");
        assertThat(web.environment()).containsExactly(entry("A", "1"), entry("B", "2"));
        assertThat(web.mounts()).extracting(Mount::source).containsExactly("./c", "./b");
        assertThat(web.ports()).extracting(Port::shortForm).containsExactly("80:80", "81:81");
        assertThat(web.dependsOn()).containsExactly(entry("db", "service_healthy"));
        assertThat(web.healthcheck()).containsExactly("CMD", "b");
        assertThat(web.networks()).containsExactly(entry("front", List.of("w")), entry("back", List.of()));
    }

    @Test
    void reset_takes_back_and_override_replaces() {
        here.write("a.yaml", "services:\n  web: {ports: [\"1:1\"], volumes: [old:/a]}\n  db: {image: x}\n")
                .write("b.yaml", """
                services:
                  web:
                    ports: !reset []
                    volumes: !override ["new:/b"]
                  db: !reset null
                """);
        ComposeProject project = here.load("a.yaml", "b.yaml");
        assertThat(project.services()).containsOnlyKeys("web");
        assertThat(project.services().get("web").ports()).isEmpty();
        assertThat(project.services().get("web").mounts())
                .extracting(Mount::target)
                .containsExactly("/b");
    }

    @Test
    void extends_from_the_same_file_and_from_another_whose_paths_are_its_own() {
        here.write("common/base.yaml", """
                services:
                  root: {image: x, volumes: [./conf:/conf]}
                  base: {extends: root, environment: {A: "1"}}
                """);
        Service web = here.web("""
                services:
                  web: {extends: {file: common/base.yaml, service: base}, environment: {B: "2"}}
                """);
        assertThat(web.image()).contains("x");
        assertThat(web.environment()).containsExactly(entry("A", "1"), entry("B", "2"));
        assertThat(web.mounts()).extracting(Mount::source).containsExactly("./common/conf");
        assertThat(web.file()).isEqualTo(here.file("compose.yaml"));
    }

    @Test
    void follows_includes_with_their_own_folder_and_variables() {
        here.write("compose.yaml", """
                include:
                  - part/web.yaml
                  - path: [part/db.yaml, part/db.more.yaml]
                    project_directory: data
                    env_file: part/db.env
                """)
                .write("part/web.yaml", "services:\n  web: {image: \"$IMAGE\", volumes: [./w:/w]}\n")
                .write("part/.env", "IMAGE=fromdotenv\n")
                .write("part/db.env", "IMAGE=fromfile\n")
                .write("part/db.yaml", "services:\n  db: {image: \"$IMAGE\", volumes: [./d:/d]}\nvolumes: {v: }\n")
                .write("part/db.more.yaml", "services:\n  db: {user: \"1\"}\n");
        ComposeProject project = here.load("compose.yaml");
        Service web = project.services().get("web");
        Service db = project.services().get("db");
        assertThat(web.image()).contains("fromdotenv");
        assertThat(web.baseDirectory()).isEqualTo(here.file("part"));
        assertThat(web.file()).isEqualTo(here.file("part/web.yaml"));
        assertThat(db.image()).contains("fromfile");
        assertThat(db.user()).contains("1");
        assertThat(db.baseDirectory()).isEqualTo(here.file("data"));
        assertThat(project.volumes()).containsExactly("v");
        assertThat(project.sources())
                .containsOnlyKeys(
                        here.file("compose.yaml"),
                        here.file("part/web.yaml"),
                        here.file("part/db.yaml"),
                        here.file("part/db.more.yaml"));
    }
}
