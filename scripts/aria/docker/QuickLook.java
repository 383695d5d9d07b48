package aria.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One question to the engine over its socket, without docker-java: to load that takes ten times as long as to ask, and most
 * commands only want to know whether anything runs at all.
 */
final class QuickLook {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final String REQUEST = "GET /containers/json?all=1&limit=1&filters=%7B%22label%22%3A%5B%22"
            + ComposeLabels.PROJECT + "%22%5D%7D HTTP/1.0\r\nHost: docker\r\n\r\n";

    private QuickLook() {
    }

    /** Whether the engine has said that no container is of a Compose project; false when it is not at a socket, or said anything else. */
    static boolean nothing(Map<String, String> environment, Path home) {
        try {
            Optional<String> socket = EngineAddress.find(environment, home).host().filter(host -> host.startsWith("unix://"));
            return socket.isPresent() && saysNothing(answer(Path.of(socket.get().substring("unix://".length()))));
        } catch (IOException | EngineMissing notSoSimple) {
            // Whoever really needs the engine will say what is wrong with it.
            return false;
        }
    }

    private static boolean saysNothing(String answer) {
        int body = answer.indexOf("\r\n\r\n");
        String status = answer.lines().findFirst().orElse("");
        return body > 0 && status.contains(" 200 ") && answer.substring(body).strip().equals("[]");
    }

    private static String answer(Path socket) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket)); Selector selector = Selector.open()) {
            channel.write(ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.US_ASCII)));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            long end = System.nanoTime() + LIMIT.toNanos();
            while (answer.size() < 1 << 16 && selector.select(Math.max(1, (end - System.nanoTime()) / 1_000_000)) > 0) {
                selector.selectedKeys().clear();
                if (channel.read(buffer.clear()) < 0) {
                    return answer.toString(StandardCharsets.UTF_8);
                }
                answer.write(buffer.array(), 0, buffer.position());
            }
            throw new IOException("no answer in time");
        }
    }
}
