package aria.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One question to the engine over its socket, without docker-java. Loading docker-java takes ten times as long as
 * asking, and most commands only need to know whether anything of a project runs.
 */
final class EngineProbe {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    /** Thousands of containers; who has more is asked in the slow way. */
    private static final int MOST_BYTES = 1 << 24;

    private static final String REQUEST = "GET /containers/json?all=1&filters=%7B%22label%22%3A%5B%22"
            + ComposeLabels.PROJECT + "%22%5D%7D HTTP/1.0\r\nHost: docker\r\n\r\n";

    private EngineProbe() {}

    /**
     * The Compose projects that have containers, each once; none where no engine is. Empty when that can't be told so
     * quickly: it is not at a socket of this machine, or did not answer as expected.
     */
    static Optional<List<RunningProject>> projects(Map<String, String> environment, Path home) {
        Optional<String> socket;
        try {
            socket = EngineAddress.find(environment, home).host().filter(host -> host.startsWith("unix://"));
        } catch (MissingEngineException none) {
            return Optional.of(List.of());
        }
        return socket.flatMap(host -> projects(Path.of(host.substring("unix://".length()))));
    }

    private static Optional<List<RunningProject>> projects(Path socket) {
        SocketChannel channel;
        try {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (IOException nobodyListens) {
            return Optional.of(List.of());
        }
        try (channel) {
            return Optional.of(read(answer(channel)));
        } catch (IOException | JsonParseException | IllegalStateException notAsExpected) {
            // Whoever really needs the engine will say what is wrong with it.
            return Optional.empty();
        }
    }

    private static List<RunningProject> read(String answer) throws IOException {
        int body = answer.indexOf("\r\n\r\n");
        if (body < 0 || !answer.lines().findFirst().orElse("").contains(" 200 ")) {
            throw new IOException("no list of containers");
        }
        List<RunningProject> projects = new ArrayList<>();
        JsonArray containers = JsonParser.parseString(answer.substring(body)).getAsJsonArray();
        for (JsonElement container : containers) {
            JsonObject answered = container.getAsJsonObject().getAsJsonObject("Labels");
            if (answered == null) {
                throw new IOException("a container without labels");
            }
            Map<String, String> labels = new HashMap<>();
            answered.entrySet()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().getAsString()));
            projects.add(ComposeLabels.project(labels));
        }
        return projects.stream().distinct().toList();
    }

    private static String answer(SocketChannel channel) throws IOException {
        try (Selector selector = Selector.open()) {
            channel.write(ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.US_ASCII)));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            long end = System.nanoTime() + LIMIT.toNanos();
            while (answer.size() < MOST_BYTES
                    && selector.select(Math.max(1, (end - System.nanoTime()) / 1_000_000)) > 0) {
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
