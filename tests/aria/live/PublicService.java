package aria.live;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A service of a public stack, as Docker Compose resolves it.
 *
 * @param name of the service
 * @param json what {@code docker compose config} says of it
 */
record PublicService(String name, JsonObject json) {
    /**
     * A kind of server that there is an image for.
     *
     * @param kind  as the stand-in names its protocol
     * @param match the repositories that have it
     * @param image what runs under their names
     */
    record Server(String kind, Pattern match, String image, int port) {}

    private static final List<Server> SERVERS = List.of(
            new Server("postgres", Pattern.compile("(^|/)(postgres|postgis|pgvector):"), "postgres:18-alpine", 5432),
            new Server("redis", Pattern.compile("(^|/)redis:"), "redis:8", 6379),
            new Server("redis", Pattern.compile("(^|/)valkey:"), "valkey/valkey:8", 6379),
            new Server("mariadb", Pattern.compile("(^|/)mariadb:"), "mariadb:11.8", 3306),
            new Server("rabbitmq", Pattern.compile("(^|/)rabbitmq:"), "rabbitmq:4.0-management", 5672));

    /** Its image, with a tag, as the engine lists it. */
    String image() {
        String image = json.get("image").getAsString().replaceFirst("^(docker\\.io/)?(library/)?", "");
        return image.matches(".*:[^/]+") ? image : image + ":latest";
    }

    Optional<Server> server() {
        return SERVERS.stream()
                .filter(server -> server.match().matcher(image()).find())
                .findFirst();
    }

    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        object("environment")
                .forEach(entry -> environment.put(
                        entry.getKey(),
                        entry.getValue().isJsonNull() ? "" : entry.getValue().getAsString()));
        return environment;
    }

    /** The first of these variables that has a value, else a value. */
    String variable(String otherwise, String... names) {
        return Stream.of(names)
                .map(environment()::get)
                .filter(value -> value != null && !value.isEmpty())
                .findFirst()
                .orElse(otherwise);
    }

    /** Its command; without words when it has none. */
    List<String> command() {
        List<String> words = new ArrayList<>();
        if (json.has("command") && json.get("command").isJsonArray()) {
            json.getAsJsonArray("command").forEach(word -> words.add(word.getAsString()));
        }
        return words;
    }

    /** Where a caller may be told of a server. */
    String texts() {
        return String.join("\n", environment().values()) + "\n" + String.join(" ", command());
    }

    boolean dependsOn(String service) {
        return json.has("depends_on") && json.getAsJsonObject("depends_on").has(service);
    }

    /** The names by which others call it. */
    List<String> names() {
        return json.has("container_name")
                ? List.of(name, json.get("container_name").getAsString())
                : List.of(name);
    }

    /** Its own ports that are published, by TCP. */
    List<Integer> ports() {
        return listed("target");
    }

    /** The ports of this machine on which it is published, by TCP. */
    List<Integer> published() {
        return listed("published");
    }

    private List<Integer> listed(String side) {
        List<Integer> ports = new ArrayList<>();
        if (json.has("ports")) {
            for (JsonElement port : json.getAsJsonArray("ports")) {
                JsonObject known = port.getAsJsonObject();
                if (known.get("protocol").getAsString().equals("tcp") && known.has(side)) {
                    ports.add(known.get(side).getAsInt());
                }
            }
        }
        return ports;
    }

    private List<Map.Entry<String, JsonElement>> object(String member) {
        return json.has(member) && json.get(member).isJsonObject()
                ? List.copyOf(json.getAsJsonObject(member).entrySet())
                : List.of();
    }
}
