package aria.stackfiles;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import aria.testing.Needs;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stack as it is, before there is a CA: real servers under the real Docker Compose. */
@Tag("full")
class PlainStackTest {
    private static final List<String> IMAGES = List.of(
            "busybox:1.37",
            "smallstep/step-ca:0.30.2",
            "postgres:18",
            "postgres:18-alpine",
            "quay.io/keycloak/keycloak:26.7",
            "prom/prometheus:v2.53.3");
    private static final List<String> SERVERS = List.of("keycloak", "postgres", "prometheus");
    /** Port 0 is any free one, so that several runs fit on a machine. */
    private static final Map<String, String> FREE_PORTS =
            Map.of("STEP_CA_PORT", "0", "KEYCLOAK_PORT", "0", "POSTGRES_PORT", "0", "PROMETHEUS_PORT", "0");

    private final String project = "aria-plain-" + ProcessHandle.current().pid();

    @TempDir
    private Path checkout;

    @BeforeEach
    void a_copy_without_a_ca() throws IOException {
        Needs.compose();
        IMAGES.forEach(Needs::image);
        Path source = Checkout.root().resolve("compose");
        try (Stream<Path> files = Files.walk(source)) {
            files.forEach(file -> copy(
                    file,
                    checkout.resolve("compose").resolve(source.relativize(file).toString())));
        }
        Files.writeString(
                Files.createDirectories(checkout.resolve("config/step-ca")).resolve("ca.json"), "{}");
    }

    @AfterEach
    void nothing_stays() throws IOException, InterruptedException {
        if (Files.exists(checkout.resolve("compose"))) {
            compose("down", "--volumes", "--timeout", "2");
        }
    }

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void everything_but_step_ca_starts_and_step_ca_says_what_to_run() throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("up", "-d", "step-ca"));
        all.addAll(SERVERS);
        Command up = compose(all.toArray(String[]::new));
        assertThat(up.exit()).as(up.err()).isZero();

        List<String> waiting = new ArrayList<>(List.of("up", "-d", "--wait", "--no-recreate"));
        waiting.addAll(SERVERS);
        Command healthy = compose(waiting.toArray(String[]::new));
        assertThat(healthy.exit()).as(healthy.err()).isZero();

        Map<String, JsonObject> containers = containers();
        SERVERS.forEach(
                server -> assertThat(containers.get(server).get("Health").getAsString())
                        .as(server)
                        .isEqualTo("healthy"));
        assertThat(containers.get("step-ca-init").get("ExitCode").getAsInt()).isEqualTo(1);
        assertThat(compose("logs", "--no-log-prefix", "step-ca-init").out())
                .contains("no CA yet")
                .contains("./jbangw init-ca@aria");
    }

    private Map<String, JsonObject> containers() throws IOException, InterruptedException {
        Map<String, JsonObject> containers = new TreeMap<>();
        compose("ps", "--all", "--format", "json")
                .out()
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .forEach(container -> containers.put(container.get("Service").getAsString(), container));
        return containers;
    }

    private Command compose(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "docker",
                "compose",
                "-p",
                project,
                "--env-file",
                "/dev/null",
                "-f",
                checkout.resolve("compose/docker-compose.yml").toString()));
        command.addAll(List.of(words));
        return Command.run(command, FREE_PORTS);
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
