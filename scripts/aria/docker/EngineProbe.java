package aria.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
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
import java.util.regex.Pattern;

/**
 * Single questions to the engine over its socket, without docker-java. Loading docker-java takes ten times as long as
 * asking, and most commands only need to know whether anything of a project runs.
 */
final class EngineProbe {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    /** Thousands of containers; who has more is asked in the slow way. */
    private static final int MOST_BYTES = 1 << 24;

    private static final String PROJECTS =
            "/containers/json?all=1&filters=%7B%22label%22%3A%5B%22" + ComposeLabels.PROJECT + "%22%5D%7D";
    /** A reference that can stand in the path of a request. */
    private static final Pattern REFERENCE = Pattern.compile("[\\w][\\w.:@/-]*");

    private EngineProbe() {}

    /**
     * The Compose projects that have containers, each once; none where no engine is. Empty when that can't be told so
     * quickly: it is not at a socket of this machine, or did not answer as expected.
     */
    static Optional<List<RunningProject>> projects(Map<String, String> environment, Path home) {
        try {
            Optional<Path> socket = socket(environment, home);
            return socket.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            body(socket.get(), PROJECTS).map(EngineProbe::read).orElse(List.of()));
        } catch (MissingEngineException none) {
            return Optional.of(List.of());
        } catch (IOException | JsonParseException | IllegalStateException notAsExpected) {
            // Whoever really needs the engine will say what is wrong with it.
            return Optional.empty();
        }
    }

    /**
     * The variables and labels of an image. None where it is not there, where no engine is at a socket of this
     * machine, and where that can't be told so quickly.
     */
    static Map<String, String> image(Map<String, String> environment, Path home, String reference) {
        try {
            Optional<Path> socket =
                    REFERENCE.matcher(reference).matches() ? socket(environment, home) : Optional.empty();
            Optional<String> body =
                    socket.isEmpty() ? Optional.empty() : body(socket.get(), "/images/" + reference + "/json");
            return body.map(EngineProbe::said).orElse(Map.of());
        } catch (MissingEngineException | IOException | JsonParseException | IllegalStateException unknown) {
            return Map.of();
        }
    }

    private static Map<String, String> said(String body) {
        Map<String, String> said = new HashMap<>();
        if (!(JsonParser.parseString(body).getAsJsonObject().get("Config") instanceof JsonObject config)) {
            throw new IllegalStateException("an image without a configuration");
        }
        said.put(Engine.USER, config.get("User") instanceof JsonPrimitive user ? user.getAsString() : "");
        if (config.get("Labels") instanceof JsonObject labels) {
            labels.entrySet()
                    .forEach(label -> said.put(label.getKey(), label.getValue().getAsString()));
        }
        if (config.get("Env") instanceof JsonArray variables) {
            variables.forEach(variable -> {
                String[] parts = variable.getAsString().split("=", 2);
                said.put(parts[0], parts.length == 2 ? parts[1] : "");
            });
        }
        return said;
    }

    /**
     * The engine's socket on this machine; empty when it is elsewhere.
     *
     * @throws MissingEngineException when no engine is known
     */
    static Optional<Path> socket(Map<String, String> environment, Path home) {
        return EngineAddress.find(environment, home)
                .host()
                .filter(host -> host.startsWith("unix://"))
                .map(host -> Path.of(host.substring("unix://".length())));
    }

    /** What is answered; empty when nobody listens. */
    private static Optional<String> body(Path socket, String path) throws IOException {
        SocketChannel channel;
        try {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (IOException nobodyListens) {
            return Optional.empty();
        }
        try (channel) {
            String answer = answer(channel, "GET " + path + " HTTP/1.0\r\nHost: docker\r\n\r\n");
            int body = answer.indexOf("\r\n\r\n");
            String status = answer.lines().findFirst().orElse("");
            if (body < 0 || !status.contains(" 200 ")) {
                throw new IOException("the engine answered: " + status);
            }
            return Optional.of(answer.substring(body));
        }
    }

    private static List<RunningProject> read(String body) {
        List<RunningProject> projects = new ArrayList<>();
        for (JsonElement container : JsonParser.parseString(body).getAsJsonArray()) {
            Map<String, String> labels = new HashMap<>();
            if (!(container.getAsJsonObject().get("Labels") instanceof JsonObject answered)) {
                throw new IllegalStateException("a container without labels");
            }
            answered.entrySet()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().getAsString()));
            projects.add(ComposeLabels.project(labels));
        }
        return projects.stream().distinct().toList();
    }

    private static String answer(SocketChannel channel, String request) throws IOException {
        try (Selector selector = Selector.open()) {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
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
