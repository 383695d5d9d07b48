package aria.proxy;

import aria.compose.ComposeProject;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import java.util.Map;
import java.util.Optional;

/**
 * A network of the user's, as the compose files say it is.
 *
 * @param settings its keys; empty for one without any
 */
record SharedNetwork(Map<String, YamlValue> settings) {
    /** Keeps an unmodifiable copy. */
    SharedNetwork {
        settings = Map.copyOf(settings);
    }

    /** Returns a network of a project; without settings where the files do not describe it. */
    static SharedNetwork of(ComposeProject project, String name) {
        return new SharedNetwork(
                project.networks().get(name) instanceof YamlMap network ? network.entries() : Map.of());
    }

    /** Whether it leads nowhere else. */
    boolean internal() {
        return text("internal").filter("true"::equals).isPresent();
    }

    /** Whether its containers have IPv6 addresses; one that a variable decides counts as one with them. */
    boolean ipv6() {
        return text("enable_ipv6").filter(text -> !text.equals("false")).isPresent();
    }

    /** Whether it is made elsewhere; the old form is a mapping. */
    boolean external() {
        return settings.get("external") instanceof YamlMap
                || text("external").filter(text -> !text.equals("false")).isPresent();
    }

    /** Returns its name at the engine, in Compose's own syntax with variables. */
    String engineName(String name) {
        Optional<String> old = settings.get("external") instanceof YamlMap map
                ? map.get("name").map(YamlValue::toString)
                : Optional.empty();
        return text("name").or(() -> old).orElse(external() ? name : "${COMPOSE_PROJECT_NAME}_" + name);
    }

    /** Returns why a proxy cannot be on it, as what follows a service's name; empty when it can. */
    Optional<String> unfit(String name) {
        if (external()) {
            return Optional.of("is on the external network " + name + ", where callers may be that no file names");
        }
        String driver = Optional.ofNullable(settings.get("driver"))
                .map(YamlValue::toString)
                .orElse("");
        if (!driver.isEmpty() && !driver.equals("bridge")) {
            return Optional.of("is on the network " + name + " with the driver " + driver);
        }
        return text("enable_ipv4")
                .filter(text -> !text.equals("true"))
                .map(text -> "is on the network " + name + " without IPv4, by which proxies call each other");
    }

    private Optional<String> text(String key) {
        return settings.get(key) instanceof YamlScalar scalar ? Optional.of(scalar.text()) : Optional.empty();
    }
}
