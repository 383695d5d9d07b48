package aria.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Only a clear answer counts as one. */
class QuickLookTest {
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

    private boolean nothing(String answer) throws IOException {
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
                    throw new java.io.UncheckedIOException(gone);
                }
            });
            boolean nothing = QuickLook.nothing(Map.of("DOCKER_HOST", "unix://" + socket), folder);
            engine.join();
            return nothing;
        }
    }

    @Test
    void an_empty_list_is_the_only_answer_that_says_nothing_is_there() throws IOException {
        assertThat(nothing("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n[]\n")).isTrue();
        assertThat(nothing("HTTP/1.0 200 OK\r\n\r\n[{\"Id\":\"1\"}]\n")).isFalse();
        assertThat(nothing("HTTP/1.0 500 Internal Server Error\r\n\r\n[]")).isFalse();
        assertThat(nothing("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n")).isFalse();
        assertThat(nothing("nonsense")).isFalse();
    }

    @Test
    void an_engine_that_does_not_answer_is_not_waited_for() throws IOException {
        assertThat(nothing("")).isFalse();
    }

    @Test
    void no_engine_is_no_answer() {
        assertThat(QuickLook.nothing(Map.of("DOCKER_HOST", "unix:///nonexistent.sock"), folder)).isFalse();
        assertThat(QuickLook.nothing(Map.of("DOCKER_HOST", "tcp://127.0.0.1:1"), folder)).isFalse();
        assertThat(QuickLook.nothing(Map.of("DOCKER_CONTEXT", "unknown"), folder)).isFalse();
    }
}
