package aria.docker;

import static aria.finding.Remedy.advice;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The address of the Docker engine, found like the docker client does: {@code DOCKER_HOST}, else the context in
 * {@code DOCKER_CONTEXT} or the client's configuration, else the first existing socket. docker-java alone would use
 * the default socket for a context that does not exist, and never looks for a rootless engine.
 *
 * @param host      {@code unix://} or {@code tcp://}; empty when {@code context} decides
 * @param context   a context that exists; empty when {@code host} decides
 * @param tlsFiles  the folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem} for a {@code host} that
 *                  speaks TLS; else empty
 * @param configDir the docker client's configuration folder
 * @param how       what decided, for messages
 */
record EngineAddress(
        Optional<String> host, Optional<String> context, Optional<Path> tlsFiles, Path configDir, String how) {
    private static final Path DEFAULT_SOCKET = Path.of("/var/run/docker.sock");

    /**
     * @param environment environment variables
     * @param home        the user's home folder
     * @throws MissingEngineException when the context is unknown, the scheme is not supported, or no socket exists
     */
    static EngineAddress find(Map<String, String> environment, Path home) {
        return find(environment, home, DEFAULT_SOCKET);
    }

    static EngineAddress find(Map<String, String> environment, Path home, Path defaultSocket) {
        Path configDir = value(environment, "DOCKER_CONFIG").map(Path::of).orElse(home.resolve(".docker"));
        Optional<String> host = value(environment, "DOCKER_HOST");
        if (host.isPresent()) {
            return new EngineAddress(
                    Optional.of(supported(host.get(), "DOCKER_HOST")),
                    Optional.empty(),
                    tlsFiles(environment, host.get(), configDir),
                    configDir,
                    "DOCKER_HOST=" + host.get());
        }
        Optional<String> context = value(environment, "DOCKER_CONTEXT")
                .or(() -> currentContext(configDir))
                .filter(name -> !name.equals("default"));
        if (context.isPresent()) {
            return ofContext(context.get(), configDir);
        }
        return sockets(environment, home, defaultSocket)
                .filter(Files::exists)
                .findFirst()
                .map(socket -> new EngineAddress(
                        Optional.of("unix://" + socket),
                        Optional.empty(),
                        Optional.empty(),
                        configDir,
                        socket.toString()))
                .orElseThrow(() -> missing(
                        "there is neither a socket " + defaultSocket + " nor a rootless one",
                        null,
                        advice("start Docker"),
                        advice("set DOCKER_HOST")));
    }

    private static Optional<Path> tlsFiles(Map<String, String> environment, String host, Path configDir) {
        return value(environment, "DOCKER_TLS_VERIFY")
                .filter(any -> host.startsWith("tcp://"))
                .map(any -> value(environment, "DOCKER_CERT_PATH").map(Path::of).orElse(configDir));
    }

    private static String supported(String host, String saidBy) {
        if (host.startsWith("unix://") || host.startsWith("tcp://")) {
            return host;
        }
        throw missing(
                saidBy + "=" + host + " is neither unix:// nor tcp://",
                null,
                advice("forward the socket, for example with `ssh -L`, and set DOCKER_HOST to it"));
    }

    private static EngineAddress ofContext(String name, Path configDir) {
        Path meta = configDir.resolve("contexts/meta").resolve(sha256(name)).resolve("meta.json");
        String host = readObject(meta)
                .flatMap(root -> member(root, "Endpoints"))
                .flatMap(endpoints -> member(endpoints, "docker"))
                .map(docker -> docker.get("Host"))
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString)
                .orElseThrow(() -> missing(
                        "the context " + name + " does not exist in " + configDir,
                        null,
                        advice("choose one that `docker context ls` shows")));
        supported(host, "context " + name);
        return new EngineAddress(Optional.empty(), Optional.of(name), Optional.empty(), configDir, "context " + name);
    }

    private static Optional<String> currentContext(Path configDir) {
        return readObject(configDir.resolve("config.json"))
                .map(root -> root.get("currentContext"))
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString)
                .filter(name -> !name.isBlank());
    }

    private static Stream<Path> sockets(Map<String, String> environment, Path home, Path defaultSocket) {
        List<Path> runtime =
                value(environment, "XDG_RUNTIME_DIR").map(Path::of).stream().toList();
        return Stream.of(
                        Stream.of(defaultSocket),
                        runtime.stream().map(folder -> folder.resolve("docker.sock")),
                        Stream.of(home.resolve(".docker/run/docker.sock")),
                        runtime.stream().map(folder -> folder.resolve("podman/podman.sock")))
                .flatMap(paths -> paths);
    }

    private static Optional<JsonObject> member(JsonObject object, String name) {
        return Optional.ofNullable(object.get(name))
                .filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject);
    }

    private static MissingEngineException missing(String reason, Throwable cause, Remedy... remedies) {
        return new MissingEngineException(
                Finding.error(FindingId.ENGINE_MISSING, "no Docker engine: " + reason, remedies), cause);
    }

    private static Optional<JsonObject> readObject(Path file) {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonParser.parseString(Files.readString(file)))
                    .filter(JsonElement::isJsonObject)
                    .map(JsonElement::getAsJsonObject);
        } catch (IOException | JsonParseException e) {
            throw missing(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
