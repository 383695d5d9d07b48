package aria.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.docker.RunningService.Health;
import aria.docker.RunningService.State;
import aria.finding.UnavailableException;
import aria.testing.Needs;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Real containers with the labels Compose gives; made directly, so that these tests need no Compose. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineTest {
    private static final String IMAGE = "busybox:1.37";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String project = "aria-test-" + UUID.randomUUID();
    private final List<String> made = new ArrayList<>();
    private DockerClient docker;
    private Engine engine;

    @BeforeAll
    void connect() {
        Needs.image(IMAGE);
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
        docker = DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .build());
        engine = Engine.connect();
    }

    @AfterAll
    void removeContainers() throws IOException {
        for (String id : made) {
            docker.removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        }
        if (engine != null) {
            engine.close();
            docker.close();
        }
    }

    @Test
    void a_running_service_shows_its_published_port_and_its_address() {
        String id = started("web", "trap 'exit 0' TERM; while :; do sleep 1; done");
        RunningService web = service(id);
        assertThat(web.service()).isEqualTo("web");
        assertThat(web.state()).isEqualTo(State.RUNNING);
        assertThat(web.health()).isEqualTo(Health.NONE);
        assertThat(web.exitCode()).isEmpty();
        assertThat(web.startedAt())
                .hasValueSatisfying(time -> assertThat(time)
                        .isBetween(
                                Instant.now().minusSeconds(300), Instant.now().plusSeconds(60)));
        assertThat(web.ready()).isTrue();
        assertThat(web.addresses())
                .hasSize(1)
                .allSatisfy((network, address) -> assertThat(address).matches("[0-9.]+"));
        assertThat(web.ports()).singleElement().satisfies(port -> {
            assertThat(port.containerPort()).isEqualTo(8443);
            assertThat(port.hostPort()).isPositive();
            assertThat(port.reachableAt()).isEqualTo("127.0.0.1");
        });
        assertThat(engine.projects())
                .filteredOn(found -> found.name().equals(project))
                .containsExactly(new RunningProject(
                        project, Path.of("/srv/app"), List.of(Path.of("/srv/app/a.yml"), Path.of("/srv/app/b.yml"))));
        assertThat(Engine.hasNone(found -> found.name().equals(project))).isFalse();
        assertThat(Engine.hasNone(found -> found.name().equals(project + "-other")))
                .isTrue();
    }

    @Test
    void a_one_shot_is_started_again_and_its_exit_code_read() {
        String id = started("init", "exit 7");
        assertThat(engine.runAgain(id, LIMIT)).isEqualTo(7);
        assertThat(service(id).exitCode()).contains(7);
        assertThat(service(id).finished()).isFalse();
    }

    @Test
    void waiting_for_a_one_shot_ends_at_the_limit() {
        String id = started("slow", "sleep 60");
        assertThatThrownBy(() -> engine.runAgain(id, Duration.ofMillis(300)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("still runs");
    }

    @Test
    void a_command_in_the_container_gives_both_streams_and_its_exit_code() {
        String id = started("exec", "sleep 60");
        ExecResult result = engine.exec(id, List.of("sh", "-c", "echo out; echo err >&2; exit 5"), LIMIT);
        assertThat(result).isEqualTo(new ExecResult(5, "out\n", "err\n"));
    }

    @Test
    void a_command_between_two_streams_gets_what_is_written_and_answers_at_once() throws IOException {
        String id = started("pipe", "sleep 60");
        PipedOutputStream question = new PipedOutputStream();
        PipedInputStream answer = new PipedInputStream();
        CompletableFuture<Void> ended;
        try (PipedInputStream in = new PipedInputStream(question);
                PipedOutputStream out = new PipedOutputStream(answer)) {
            ended = CompletableFuture.runAsync(() ->
                    engine.pipe(id, List.of("sh", "-c", "read a; echo got $a; echo err >&2; cat"), in, out, LIMIT));
            question.write("one\n".getBytes(StandardCharsets.UTF_8));
            question.flush();
            assertThat(new String(answer.readNBytes(8), StandardCharsets.UTF_8)).isEqualTo("got one\n");
            question.write(new byte[] {0, -1, 13, 10});
            question.flush();
            assertThat(answer.readNBytes(4)).containsExactly(0, -1, 13, 10);
            question.close();
            ended.join();
        }
    }

    @Test
    void a_command_that_does_not_end_is_given_up() {
        String id = started("hang", "sleep 60");
        assertThatThrownBy(() -> engine.exec(id, List.of("sleep", "60"), Duration.ofMillis(500)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("it did not end within");
    }

    @Test
    void a_signal_reaches_the_first_process() throws InterruptedException {
        String id = started("reload", "trap 'echo reloaded; exit 0' HUP; echo up; while :; do sleep 0.1; done");
        for (int i = 0; i < 100 && !engine.lastLines(id, 5).contains("up"); i++) {
            Thread.sleep(50);
        }
        engine.signal(id, "HUP");
        assertThat(docker.waitContainerCmd(id).start().awaitStatusCode()).isZero();
        assertThat(engine.lastLines(id, 1)).containsExactly("reloaded");
    }

    @Test
    void health_is_read() {
        String id = created(
                "sick",
                "sleep 60",
                new HealthCheck()
                        .withTest(List.of("CMD", "false"))
                        .withInterval(1_000_000_000L)
                        .withRetries(1));
        docker.startContainerCmd(id).exec();
        assertThat(service(id).health()).isIn(Health.STARTING, Health.UNHEALTHY);
        assertThat(service(id).ready()).isFalse();
    }

    @Test
    void an_unknown_container_is_an_error_of_one_line() {
        assertThatThrownBy(() -> engine.signal("nosuchcontainer", "HUP"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("nosuchcontai")
                .hasMessageNotContaining("\n");
        assertThat(engine.service("nosuchcontainer")).isEmpty();
        assertThat(engine.services("no-such-project")).isEmpty();
    }

    @Test
    void a_dead_socket_is_a_missing_engine() {
        assertThatThrownBy(() -> Engine.connect(Map.of("DOCKER_HOST", "unix:///nonexistent.sock"), Path.of("/")))
                .isInstanceOf(MissingEngineException.class)
                .hasMessageContaining("unix:///nonexistent.sock")
                .hasMessageNotContaining("\n");
    }

    private RunningService service(String id) {
        return engine.services(project).stream()
                .filter(found -> found.containerId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private String started(String service, String script) {
        String id = created(service, script, null);
        docker.startContainerCmd(id).exec();
        return id;
    }

    private String created(String service, String script, HealthCheck health) {
        var command = docker.createContainerCmd(IMAGE)
                .withCmd("sh", "-c", script)
                .withHostConfig(HostConfig.newHostConfig().withPortBindings(PortBinding.parse("127.0.0.1:0:8443")))
                .withExposedPorts(ExposedPort.tcp(8443))
                .withLabels(Map.of(
                        ComposeLabels.PROJECT,
                        project,
                        ComposeLabels.SERVICE,
                        service,
                        "com.docker.compose.project.working_dir",
                        "/srv/app",
                        "com.docker.compose.project.config_files",
                        "/srv/app/a.yml,b.yml"));
        String id = (health == null ? command : command.withHealthcheck(health))
                .exec()
                .getId();
        made.add(id);
        return id;
    }
}
