package aria.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Only a clear answer counts as one. */
class EngineProbeTest {
    private Path folder;

    /** A short path: that of a socket has at most a hundred characters. */
    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("ql");
    }

    @AfterEach
    void removeFolder() throws IOException {
        Files.deleteIfExists(folder.resolve("s"));
        Files.delete(folder);
    }

    private Optional<List<RunningProject>> answered(String answer) throws IOException {
        return answered(answer, EngineProbe::projects);
    }

    private <T> T answered(String answer, BiFunction<Map<String, String>, Path, T> question) throws IOException {
        Path socket = folder.resolve("s");
        Files.deleteIfExists(socket);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            CompletableFuture<Void> engine = CompletableFuture.runAsync(() -> {
                try (SocketChannel asked = server.accept()) {
                    asked.read(ByteBuffer.allocate(4096));
                    asked.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                    if (answer.isEmpty()) {
                        asked.read(ByteBuffer.allocate(1));
                    }
                } catch (IOException gone) {
                    throw new UncheckedIOException(gone);
                }
            });
            T told = question.apply(Map.of("DOCKER_HOST", "unix://" + socket), folder);
            engine.join();
            return told;
        }
    }

    @Test
    void each_project_that_has_containers_is_named_once() throws IOException {
        String container =
                "{\"Id\":\"1\",\"Labels\":{\"com.docker.compose.project\":\"shop\",\"com.docker.compose.project.working_dir\":\"/srv/shop\","
                        + "\"com.docker.compose.project.config_files\":\"/srv/shop/a.yml,b.yml\"}}";
        assertThat(answered("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n[]\n"))
                .hasValue(List.of());
        assertThat(answered("HTTP/1.0 200 OK\r\n\r\n[" + container + "," + container + "]\n"))
                .hasValue(List.of(new RunningProject(
                        "shop",
                        Path.of("/srv/shop"),
                        List.of(Path.of("/srv/shop/a.yml"), Path.of("/srv/shop/b.yml")))));
    }

    @Test
    void an_answer_that_is_no_such_list_is_none() throws IOException {
        for (String answer : List.of(
                "HTTP/1.0 500 Internal Server Error\r\n\r\n[]",
                "HTTP/1.0 200 OK\r\n\r\n[{\"Id\":\"1\"}]\n",
                "HTTP/1.0 200 OK\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n",
                "nonsense")) {
            assertThat(answered(answer)).as(answer).isEmpty();
        }
    }

    @Test
    void an_engine_that_does_not_answer_is_not_waited_for() throws IOException {
        assertThat(answered("")).isEmpty();
    }

    @Test
    void an_image_says_its_variables_and_labels() throws IOException {
        String config = "{\"Config\":{\"Env\":[\"PG_MAJOR=16\",\"EMPTY\"],\"Labels\":{\"version\":\"16.4\"}}}";
        assertThat(said("HTTP/1.0 200 OK\r\n\r\n" + config))
                .isEqualTo(Map.of("PG_MAJOR", "16", "EMPTY", "", "version", "16.4", Engine.USER, ""));
        assertThat(said("HTTP/1.0 200 OK\r\n\r\n{\"Config\":{\"Env\":null,\"Labels\":null,\"User\":\"70\"}}"))
                .isEqualTo(Map.of(Engine.USER, "70"));
        for (String none : List.of(
                "HTTP/1.0 404 Not Found\r\n\r\n{\"message\":\"no such image\"}",
                "HTTP/1.0 200 OK\r\n\r\n{\"Config\":null}",
                "HTTP/1.0 200 OK\r\n\r\n[]",
                "")) {
            assertThat(said(none)).as(none).isEmpty();
        }
    }

    private Map<String, String> said(String answer) throws IOException {
        return answered(
                answer, (environment, home) -> EngineProbe.image(environment, home, "registry.example:5000/db:1"));
    }

    @Test
    void where_no_engine_is_nothing_runs_and_another_machine_is_not_asked() {
        assertThat(EngineProbe.projects(Map.of("DOCKER_HOST", "unix:///nonexistent.sock"), folder))
                .hasValue(List.of());
        assertThat(EngineProbe.projects(Map.of("DOCKER_CONTEXT", "unknown"), folder))
                .hasValue(List.of());
        assertThat(EngineProbe.projects(Map.of("DOCKER_HOST", "tcp://127.0.0.1:1"), folder))
                .isEmpty();
    }
}
