package aria.compose;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The real Docker Compose, as the judge of what a project means. */
public final class DockerCompose {
    private DockerCompose() {}

    /** The services of {@code docker compose config}, by name. */
    public static Map<String, JsonObject> services(Path directory, List<String> files) {
        List<String> command = new ArrayList<>(List.of("docker", "compose", "-p", "judge", "--profile", "*"));
        files.forEach(file -> command.addAll(List.of("-f", file)));
        command.addAll(List.of("config", "--format", "json"));
        JsonObject services = JsonParser.parseString(run(directory, command))
                .getAsJsonObject()
                .getAsJsonObject("services");
        Map<String, JsonObject> byName = new TreeMap<>();
        services.entrySet()
                .forEach(entry -> byName.put(entry.getKey(), entry.getValue().getAsJsonObject()));
        return byName;
    }

    /** The parts of a service that {@link ComposeProject} knows too, in comparable form. */
    static Map<String, Object> facts(JsonObject service) {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (String key : List.of("image", "user", "container_name", "hostname", "network_mode")) {
            facts.put(key, text(service.get(key)));
        }
        facts.put("command", texts(service.get("command")));
        facts.put("entrypoint", texts(service.get("entrypoint")));
        JsonObject check = object(service.get("healthcheck"));
        facts.put("healthcheck", check.has("disable") ? List.of("NONE") : texts(check.get("test")));
        facts.put("environment", values(service, "environment", DockerCompose::text));
        facts.put(
                "depends_on",
                values(service, "depends_on", value -> text(object(value).get("condition"))));
        facts.put(
                "networks",
                values(service, "networks", value -> texts(object(value).get("aliases"))));
        facts.put(
                "ports",
                items(
                        service,
                        "ports",
                        port -> String.join(
                                "|",
                                text(port.get("host_ip")),
                                text(port.get("published")),
                                text(port.get("target")),
                                text(port.get("protocol")))));
        facts.put(
                "volumes",
                items(
                        service,
                        "volumes",
                        mount -> String.join(
                                "|",
                                text(mount.get("type")),
                                text(mount.get("source")),
                                text(mount.get("target")),
                                text(mount.get("read_only")))));
        return facts;
    }

    /** The same facts as this room has them. */
    static Map<String, Object> facts(Service service) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("image", service.image().orElse(""));
        facts.put("user", service.user().orElse(""));
        facts.put("container_name", service.containerName().orElse(""));
        facts.put("hostname", service.hostname().orElse(""));
        facts.put("network_mode", service.networkMode().orElse(""));
        facts.put("command", service.command());
        facts.put("entrypoint", service.entrypoint());
        facts.put("healthcheck", service.healthcheck());
        facts.put("environment", new TreeMap<>(service.environment()));
        facts.put("depends_on", new TreeMap<>(service.dependsOn()));
        facts.put("networks", new TreeMap<>(service.networks()));
        facts.put(
                "ports",
                service.ports().stream()
                        .map(port -> String.join(
                                "|", port.hostIp(), port.published(), Integer.toString(port.target()), port.protocol()))
                        .collect(Collectors.toCollection(TreeSet::new)));
        facts.put(
                "volumes",
                service.mounts().stream()
                        .map(mount -> String.join(
                                "|",
                                mount.type(),
                                mount.type().equals("bind")
                                        ? service.hostPath(mount).toString()
                                        : mount.source(),
                                mount.target(),
                                mount.readOnly() ? "true" : ""))
                        .collect(Collectors.toCollection(TreeSet::new)));
        return facts;
    }

    private static <T> Map<String, T> values(JsonObject service, String key, Function<JsonElement, T> reading) {
        Map<String, T> values = new TreeMap<>();
        object(service.get(key))
                .entrySet()
                .forEach(entry -> values.put(entry.getKey(), reading.apply(entry.getValue())));
        return values;
    }

    private static Set<String> items(JsonObject service, String key, Function<JsonObject, String> reading) {
        Set<String> items = new TreeSet<>();
        if (service.has(key)) {
            service.getAsJsonArray(key).forEach(item -> items.add(reading.apply(item.getAsJsonObject())));
        }
        return items;
    }

    private static JsonObject object(JsonElement element) {
        return element != null && element.isJsonObject() ? element.getAsJsonObject() : new JsonObject();
    }

    /** {@code config} writes a literal dollar as two, so that its output can be read as a compose file. */
    private static String text(JsonElement element) {
        return element == null || element.isJsonNull()
                ? ""
                : element.getAsString().replace("$$", "$");
    }

    private static List<String> texts(JsonElement element) {
        List<String> texts = new ArrayList<>();
        if (element != null && element.isJsonArray()) {
            element.getAsJsonArray().forEach(item -> texts.add(text(item)));
        }
        return texts;
    }

    private static String run(Path directory, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectError(directory.resolve("stderr.txt").toFile())
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(Files.readString(directory.resolve("stderr.txt")));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
