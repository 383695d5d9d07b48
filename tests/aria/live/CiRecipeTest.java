package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.yaml.PlainYaml;
import aria.testing.Checkout;
import aria.testing.Needs;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The recipes in {@code docs/howto/CI.md}: their lines are run as the runners run them, against real servers, on a clone of this repository. */
@Tag("full")
class CiRecipeTest {
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final String RUNNER = "aria-test-runner:trixie";
    private static final String COMPOSE = """
            services:
              # what the job's tests talk to
              prometheus:
                image: prom/prometheus:v2.53.3
                ports: ["127.0.0.1:%d:9090"]
                volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
              cache:
                image: redis:8
            """;

    @TempDir
    Path folder;

    private Path project;
    private String compose;
    private int port;

    @BeforeEach
    void makeAStrangersRepository() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        compose = COMPOSE.formatted(port);
        project = Files.createDirectories(
                folder.resolve("aria-ci-" + UUID.randomUUID().toString().substring(0, 8)));
        Files.writeString(project.resolve("compose.yaml"), compose);
        Files.writeString(project.resolve("prometheus.yml"), "scrape_configs: []\n");
    }

    @AfterEach
    void takeDownWhatIsLeft() {
        Shell.run(
                folder,
                LIMIT,
                List.of(
                        "docker",
                        "compose",
                        "-p",
                        project.getFileName().toString(),
                        "down",
                        "--volumes",
                        "--remove-orphans",
                        "--timeout",
                        "1"));
    }

    private static void needs() {
        Needs.compose();
        List.of("busybox:1.37", "redis:8", "prom/prometheus:v2.53.3").forEach(Needs::image);
        List.of("git", "curl", "bash").forEach(Needs::program);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void github_actions() throws IOException {
        needs();
        runGithubActions(List.of());
    }

    /** With nothing but a JDK, curl and the Docker client, and of this machine only what CI would bring: Maven's cache and the engine. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void github_actions_in_a_clean_container() throws IOException {
        needs();
        Needs.image(RUNNER);
        String cache =
                Path.of(System.getProperty("user.home"), ".m2/repository").toString();
        String container = Shell.run(
                        project,
                        LIMIT,
                        List.of(
                                "docker",
                                "run",
                                "--detach",
                                "--rm",
                                "--network",
                                "host",
                                "--workdir",
                                project.toString(),
                                "--volume",
                                "/var/run/docker.sock:/var/run/docker.sock",
                                "--volume",
                                project + ":" + project,
                                "--volume",
                                cache + ":/root/.m2/repository",
                                RUNNER))
                .ok()
                .strip();
        try {
            runGithubActions(List.of("docker", "exec", container));
        } finally {
            Shell.run(project, LIMIT, List.of("docker", "rm", "--force", container))
                    .ok();
        }
    }

    private void runGithubActions(List<String> runner) throws IOException {
        Map<?, ?> job = (Map<?, ?>) ((Map<?, ?>) recipe("GitHub Actions").get("jobs")).get("mtls");
        Shell.run(
                        project,
                        LIMIT,
                        List.of("git", "clone", "--quiet", Checkout.root().toString(), ".aria"))
                .ok();
        for (Object step : (List<?>) job.get("steps")) {
            String lines = (String) ((Map<?, ?>) step).get("run");
            if (lines != null) {
                bash(runner, lines).ok();
                afterBootstrap(lines);
            }
        }
        assertEverythingIsBack();
        assertReports("mtls.xml", "mtls.sarif", "mtls.html");
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void gitlab_ci() throws IOException {
        needs();
        Map<?, ?> job = (Map<?, ?>) recipe("GitLab CI").get("mutual-tls");
        bash(List.of(), String.join("\n", texts(job.get("script")))).ok();
        afterBootstrap("bootstrap --up");
        bash(List.of(), String.join("\n", texts(job.get("after_script")))).ok();
        assertEverythingIsBack();
        assertReports("mtls.xml", "mtls.html");
        assertThat(project.resolve("data")).doesNotExist();
        assertThat(project.resolve("config/step-ca/pki")).doesNotExist();
    }

    @Test
    void no_recipe_uploads_or_caches_a_folder_with_keys() throws IOException {
        Map<?, ?> gitlab = (Map<?, ?>) recipe("GitLab CI").get("mutual-tls");
        List<String> kept = new ArrayList<>(texts(((Map<?, ?>) gitlab.get("cache")).get("paths")));
        kept.addAll(texts(((Map<?, ?>) gitlab.get("artifacts")).get("paths")));
        for (Object step :
                (List<?>) ((Map<?, ?>) ((Map<?, ?>) recipe("GitHub Actions").get("jobs")).get("mtls")).get("steps")) {
            if (((Map<?, ?>) step).get("with") instanceof Map<?, ?> with
                    && String.valueOf(((Map<?, ?>) step).get("uses")).matches(".*(cache|upload).*")) {
                Stream.of("path", "sarif_file")
                        .map(with::get)
                        .filter(path -> path != null)
                        .forEach(path -> kept.addAll(List.of(path.toString().split("\n"))));
            }
        }
        assertThat(kept)
                .containsExactlyInAnyOrder(
                        ".cache/jbang",
                        ".cache/m2",
                        "reports/",
                        "~/.m2/repository",
                        "~/.jbang",
                        "reports/",
                        "reports/mtls.sarif");
    }

    private void afterBootstrap(String lines) throws IOException {
        if (!lines.contains("--up")) {
            return;
        }
        String answer = Files.readString(project.resolve("reports/bootstrap.json"));
        assertThat(answer.lines()).as("exactly one object").hasSize(1);
        JsonObject object = JsonParser.parseString(answer).getAsJsonObject();
        assertThat(object.get("schema").getAsString()).isEqualTo("aria.bootstrap/1");
        assertThat(object.get("exit").getAsInt()).isZero();
        assertThat(project.resolve("config/root-ca")).as("--root-key discard").doesNotExist();
        assertThat(Files.readString(project.resolve("compose.yaml"))).isNotEqualTo(compose);
    }

    private void assertEverythingIsBack() throws IOException {
        assertThat(Files.readString(project.resolve("compose.yaml"))).isEqualTo(compose);
        for (String kind : List.of("container", "volume")) {
            List<String> words = new ArrayList<>(List.of(
                    "docker",
                    kind,
                    "ls",
                    "-q",
                    "--filter",
                    "label=com.docker.compose.project=" + project.getFileName()));
            if (kind.equals("container")) {
                words.add("--all");
            }
            assertThat(Shell.run(project, LIMIT, words).ok())
                    .as(kind + "s that are left")
                    .isEmpty();
        }
    }

    private void assertReports(String... names) throws IOException {
        for (String name : names) {
            assertThat(Files.readString(project.resolve("reports").resolve(name)))
                    .as(name)
                    .isNotEmpty()
                    .doesNotContain("PRIVATE KEY");
        }
        assertThat(Files.readString(project.resolve("reports/mtls.xml")))
                .contains("failures=\"0\"", "handshake.valid", "(published)");
    }

    /**
     * As runners do: in one shell that ends at the first failure.
     *
     * @param runner what starts it; empty for this machine itself
     */
    private Shell bash(List<String> runner, String lines) {
        List<String> words = new ArrayList<>(runner);
        words.addAll(List.of(
                "env",
                "ARIA_REPOSITORY=" + Checkout.root(),
                "ARIA_COMMIT=HEAD",
                "URL=https://localhost:" + port + "/-/ready"));
        words.addAll(List.of("bash", "-e", "-o", "pipefail", "-c", lines));
        return Shell.run(project, LIMIT, words);
    }

    private static Map<?, ?> recipe(String heading) throws IOException {
        String page = Files.readString(Checkout.root().resolve("docs/howto/CI.md"));
        return (Map<?, ?>) Pattern.compile("(?s)## " + heading + "\\n.*?```yaml\\n(.*?)```")
                .matcher(page)
                .results()
                .findFirst()
                .map(found -> PlainYaml.load("docs/howto/CI.md", found.group(1)))
                .orElseThrow();
    }

    private static List<String> texts(Object list) {
        return ((List<?>) list).stream().map(String::valueOf).toList();
    }
}
