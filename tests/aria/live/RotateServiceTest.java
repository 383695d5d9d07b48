package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The container that renews, where nothing else may run: what it does, and what the engine refuses it. */
class RotateServiceTest {
    private static final String STACK = """
            services:
              db:
                image: postgres:18
                environment: {POSTGRES_PASSWORD: dev-only}
                ports: ["127.0.0.1:${DB_PORT}:5432"]
                healthcheck: {test: [CMD, pg_isready, -U, postgres], interval: 1s, retries: 60}
            """;

    private static final String CURL = "curl -s -o /dev/null -w '%{http_code}\\n' --unix-socket /run/aria/docker.sock ";

    @TempDir
    Path folder;

    private RealStack stack;
    private String service;

    @Test
    void docker_compose_and_haproxy_accept_what_is_shown() throws IOException {
        Needs.compose();
        Needs.docker();
        Needs.image("haproxy:3.0.11");
        Project project = Project.empty(Files.createDirectory(folder.resolve("it's 100% \"$x\"")))
                .file("compose.yaml", "services:\n  db: {image: postgres:18}\n");
        project.run("init-ca");
        for (List<String> options : List.of(List.<String>of(), List.of("--restart", "--metrics", "m/aria.prom"))) {
            List<String> words = new ArrayList<>(List.of("--install", "compose", "--dry-run"));
            words.addAll(options);
            Project.Ran ran = project.run("rotate-certs", words.toArray(String[]::new));
            assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
            String[] files = ran.out().split("(?m)^/.*/\\.rotate/(?:compose.yaml|engine.cfg)$", -1);
            assertThat(files).hasSize(3);
            Path shown = Files.createTempDirectory(folder, "shown");
            Files.writeString(shown.resolve("compose.yaml"), files[1].stripIndent());
            Files.writeString(shown.resolve("engine.cfg"), files[2].stripIndent());
            String read = Shell.run(shown, Duration.ofMinutes(1), List.of("docker", "compose", "config"))
                    .ok();
            assertThat(read)
                    .contains("source: " + project.root.toString().replace("$", "$$"))
                    .doesNotContain("privileged");
            Shell.run(
                            shown,
                            Duration.ofMinutes(1),
                            List.of(
                                    "docker",
                                    "run",
                                    "--rm",
                                    "--network",
                                    "none",
                                    "--user",
                                    "0",
                                    "--tmpfs",
                                    "/run/aria",
                                    "--volume",
                                    shown + ":/shown:ro",
                                    "haproxy:3.0.11",
                                    "haproxy",
                                    "-c",
                                    "-f",
                                    "/shown/engine.cfg"))
                    .ok();
        }
        assertThat(project.has("data/mtls/.rotate"))
                .as("a dry run writes nothing")
                .isFalse();
    }

    @Test
    @Tag("full")
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void it_renews_reloads_and_is_removed_and_the_engine_does_nothing_else_for_it() throws Exception {
        Needs.compose();
        List.of("busybox:1.37", "postgres:18", "haproxy:3.0.11", "eclipse-temurin:21-jre", "aria-test-runner:trixie")
                .forEach(Needs::image);
        try (RealStack real = RealStack.of(folder, STACK, "DB_PORT")) {
            stack = real;
            Project.Ran up = stack.project.run("bootstrap", "--yes", "--up");
            assertThat(up.exit()).as(up.out() + up.err()).isZero();
            String first = stack.issuedSerial("db");
            try {
                Project.Ran ran =
                        stack.project.run("rotate-certs", "--install", "compose", "--renew-before", "400d", "--yes");
                assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
                service = ran.out().replaceAll("(?s).*\\n\\S+ (aria-rotate-\\S+) is repeated by compose.*", "$1");
                await(() -> log("rotate").contains("the new certificate is presented"));
                assertThat(stack.issuedSerial("db")).isNotEqualTo(first);
                assertThat(stack.servedSerial(stack.port("DB_PORT"), "-starttls", "postgres"))
                        .isEqualTo(stack.issuedSerial("db"));
                assertThat(log("rotate")).doesNotContain("ended with");
                refusals();
                Instant begun = Instant.now();
                docker("stop", service + "-rotate-1");
                assertThat(Duration.between(begun, Instant.now()))
                        .as("a stop while it pauses")
                        .isLessThan(Duration.ofSeconds(8));
                changedProgram();
            } finally {
                Project.Ran removed = stack.project.run("rotate-certs", "--uninstall", "compose");
                assertThat(removed.exit()).as(removed.out() + removed.err()).isZero();
            }
            assertThat(docker("ps", "--all", "--format", "{{.Names}}")).doesNotContain(service);
            assertThat(docker("volume", "ls", "--format", "{{.Name}}")).doesNotContain(service);
            assertThat(stack.project.has("data/mtls/.rotate")).isFalse();
            assertThat(stack.project
                            .run("rotate-certs", "--uninstall", "compose")
                            .out())
                    .contains("nothing to do");
        }
    }

    /** What could change more than a rotation does, in the spellings that the engine understands. */
    private void refusals() {
        String db = stack.containers().get("db").containerId();
        assertThat(asked("http://d/_ping", "http://d/containers/json")).containsExactly("200", "200");
        assertThat(asked("-X POST 'http://d/containers/" + db + "/kill?signal=HUP'"))
                .containsExactly("204");
        String post = "-X POST ";
        String container = "http://d/containers/" + db;
        assertThat(asked(
                        post + "-d '{}' http://d/containers/create",
                        post + "-d '{}' " + container + "/exec",
                        post + container + "/kill",
                        post + "'" + container + "/kill?signal=KILL'",
                        post + "'" + container + "/kill?signal=HUP&signal=KILL'",
                        post + "'" + container + "/kill?%73ignal=KILL&signal=HUP'",
                        post + "-d signal=KILL '" + container + "/kill?signal=HUP'",
                        post + container + "/restart",
                        post + container + "/stop",
                        post + "-H 'Content-Type: application/json' -d '{\"Binds\":[\"/:/h\"]}' " + container
                                + "/start",
                        post + "http://d/v1.22/containers/" + db + "/start",
                        "-X DELETE " + container,
                        "'" + container + "/archive?path=/etc'",
                        container + "/logs",
                        "--path-as-is http://d/containers/../info",
                        "--path-as-is http://d//containers/json/../../secrets",
                        "http://d/networks",
                        "http://d/info"))
                .as("refused")
                .containsOnly("403");
        assertThat(log("engine")).contains("POST /containers/create 403").doesNotContain("GET /_ping");
        assertThat(stack.containers().get("db").runs()).isTrue();
    }

    private List<String> asked(String... requests) {
        String lines = CURL + String.join("\n" + CURL, requests);
        return docker(
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        "--volume",
                        service + "_engine:/run/aria",
                        "aria-test-runner:trixie",
                        "sh",
                        "-ec",
                        lines)
                .lines()
                .toList();
    }

    private void changedProgram() throws Exception {
        try (Stream<Path> files = Files.list(stack.project.root.resolve("data/mtls/.rotate"))) {
            Path jar = files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
            Files.write(jar, "x".getBytes(StandardCharsets.US_ASCII), StandardOpenOption.APPEND);
        }
        docker("start", service + "-rotate-1");
        await(() -> log("rotate").contains("rotate: the program is not the one that was installed"));
    }

    private String log(String of) {
        Shell said = stack.sh("docker", "logs", service + "-" + of + "-1");
        return said.ok() + said.err();
    }

    private String docker(String... words) {
        return stack.sh(Stream.concat(Stream.of("docker"), Stream.of(words)).toArray(String[]::new))
                .ok();
    }

    private static void await(BooleanSupplier seen) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(120);
        while (!seen.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(300);
        }
    }
}
