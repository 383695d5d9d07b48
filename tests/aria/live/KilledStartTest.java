package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.docker.Engine;
import aria.docker.RunningService;
import aria.testing.Needs;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Docker Compose is killed while it replaces containers. Its own next {@code up} then leaves one of them down. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KilledStartTest extends OnAStack {
    /** The server ends well when it is stopped, as a script that has done its work, and takes its time. */
    private static final String FILE = """
            services:
              cache:
                image: redis:8
              queue:
                image: busybox:1.37
                command: ["sh", "-c", "trap 'sleep 4; exit 0' TERM; while :; do sleep 0.2; done"]
                labels: {version: "1"}
              tool:
                image: busybox:1.37
                profiles: [tools]
                init: true
                command: [sleep, "10000"]
                labels: {version: "1"}
            """;

    @BeforeAll
    void a_running_stack(@TempDir Path folder) {
        Needs.compose();
        List.of("busybox:1.37", "redis:8").forEach(Needs::image);
        stack = RealStack.of(folder, FILE);
        stack.compose("--profile", "tools", "up", "-d").ok();
    }

    @Test
    @Order(1)
    void up_also_replaces_a_running_service_of_a_profile_whose_lines_were_changed() {
        succeeds("bootstrap", "--yes", "--up");
        String before = stack.containers().get("tool").containerId();
        stack.project.file(
                "docker-compose.yml",
                stack.project
                        .text("docker-compose.yml")
                        .replace("labels: {version: \"1\"}", "labels: {version: \"2\"}"));
        succeeds("bootstrap", "--yes", "--up");
        RunningService tool = stack.containers().get("tool");
        assertThat(tool.containerId()).isNotEqualTo(before);
        assertThat(tool.runs()).isTrue();
        assertThat(tool.labels()).containsEntry("version", "2");
    }

    @Test
    @Order(2)
    void what_a_killed_up_has_left_is_said_to_be_down_and_started_by_the_next_one() throws Exception {
        stack.project.file(
                "docker-compose.yml",
                stack.project
                        .text("docker-compose.yml")
                        .replace("labels: {version: \"2\"}", "labels: {version: \"3\"}"));
        Process up = new ProcessBuilder("setsid", "docker", "compose", "-f", "docker-compose.yml", "up", "-d")
                .directory(stack.project.root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await(() -> containers().stream()
                .anyMatch(container ->
                        container.service().equals("queue") && container.state() == RunningService.State.CREATED));
        new ProcessBuilder("kill", "-9", "--", "-" + up.pid()).start().waitFor();
        await(() ->
                containers().stream().noneMatch(container -> container.service().equals("queue") && container.runs()));

        Project.Ran plain = succeeds("bootstrap", "--yes");
        // Of the old container and the one in its place, the first by name is looked at.
        assertThat(plain.out())
                .containsPattern("queue: (its container was never started|it is exited)\\. Run .*bootstrap@aria --up");
        assertThat(succeeds("verify-mtls-setup", "--live").out()).contains("queue");

        succeeds("bootstrap", "--yes", "--up");
        assertThat(containers().stream().filter(container -> container.service().equals("queue")))
                .singleElement()
                .matches(RunningService::runs);
    }

    private List<RunningService> containers() {
        try (Engine engine = Engine.connect()) {
            return engine.services(stack.name);
        }
    }

    private static void await(BooleanSupplier done) throws InterruptedException {
        for (int i = 0; i < 300 && !done.getAsBoolean(); i++) {
            Thread.sleep(100);
        }
        assertThat(done.getAsBoolean()).isTrue();
    }

    @Test
    @Order(3)
    void somebody_who_has_stopped_a_service_is_told_so() {
        stack.compose("stop", "queue").ok();
        assertThat(succeeds("bootstrap", "--yes").out()).contains("queue: it is exited. Run ");
        succeeds("bootstrap", "--yes", "--up");
        assertThat(stack.containers().get("queue").runs()).isTrue();
        assertThat(succeeds("bootstrap", "--yes").out()).doesNotContain("queue: it is exited");
    }

    @Test
    @Order(4)
    void what_is_left_of_a_service_that_has_another_name_now_is_no_failure_to_start() {
        stack.project.file(
                "docker-compose.yml", stack.project.text("docker-compose.yml").replace("  cache:\n", "  kv:\n"));
        assertThat(succeeds("bootstrap", "--yes", "--up").out()).doesNotContain("cache-mtls-init: ");
        assertThat(stack.containers().get("kv").runs()).isTrue();
    }
}
