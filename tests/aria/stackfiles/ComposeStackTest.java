package aria.stackfiles;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import aria.testing.Needs;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stack in {@code compose/}: what the real Docker Compose makes of it, and the styles it is there to show. */
class ComposeStackTest {
    private static final Path FOLDER = Checkout.root().resolve("compose");
    private static final List<String> LAYERS =
            List.of("identity.yml", "secrets.yml", "workflow.yml", "state.yml", "observability.yml", "messaging.yml");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):-([^}]*)}");

    @Test
    void it_holds_the_ca_and_the_eight_services() throws IOException, InterruptedException {
        assertThat(services(model("docker-compose.yml")).keySet())
                .containsExactlyInAnyOrder(
                        "step-ca-init",
                        "step-ca",
                        "keycloak",
                        "keycloak-db",
                        "vaultwarden",
                        "vault",
                        "temporal-db",
                        "temporal-schema",
                        "temporal",
                        "temporal-ui",
                        "temporal-admin-tools",
                        "postgres",
                        "prometheus",
                        "grafana",
                        "nats");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"identity.yml", "secrets.yml", "workflow.yml", "state.yml", "observability.yml", "messaging.yml"
            })
    void every_layer_is_valid_on_its_own(String layer) throws IOException, InterruptedException {
        assertThat(services(model(layer))).isNotEmpty();
    }

    @Test
    void every_image_has_a_version_and_every_port_is_this_machines_alone() throws IOException, InterruptedException {
        services(model("docker-compose.yml")).forEach((name, service) -> {
            assertThat(service.get("image").getAsString()).as(name).matches("[^:]+:v?\\d[\\w.-]*");
            if (service.has("ports")) {
                service.getAsJsonArray("ports")
                        .forEach(port -> assertThat(port.getAsJsonObject().get("host_ip"))
                                .as("%s: %s", name, port)
                                .isNotNull()
                                .extracting(JsonElement::getAsString)
                                .isEqualTo("127.0.0.1"));
            }
        });
    }

    @Test
    void services_that_name_each_other_share_a_network() throws IOException, InterruptedException {
        Map<String, JsonObject> services = services(model("docker-compose.yml"));
        Map<String, List<String>> calls = Map.of(
                "keycloak",
                List.of("keycloak-db"),
                "temporal",
                List.of("temporal-db"),
                "temporal-schema",
                List.of("temporal-db"),
                "temporal-ui",
                List.of("temporal"),
                "temporal-admin-tools",
                List.of("temporal"),
                "grafana",
                List.of("prometheus"),
                "prometheus",
                List.of("grafana"));
        calls.forEach((caller, servers) -> servers.forEach(server -> assertThat(networks(services.get(caller)))
                .as("%s calls %s", caller, server)
                .containsAnyElementsOf(networks(services.get(server)))));
    }

    @Test
    void nothing_waits_for_the_ca() throws IOException, InterruptedException {
        services(model("docker-compose.yml")).forEach((name, service) -> {
            if (!name.equals("step-ca") && service.has("depends_on")) {
                assertThat(service.getAsJsonObject("depends_on").keySet())
                        .as(name)
                        .doesNotContain("step-ca", "step-ca-init");
            }
        });
    }

    @Test
    void the_example_lists_every_variable_with_its_default() throws IOException {
        Map<String, String> used = new TreeMap<>();
        for (String layer : LAYERS) {
            Matcher matcher = VARIABLE.matcher(Files.readString(FOLDER.resolve(layer)));
            while (matcher.find()) {
                assertThat(used.getOrDefault(matcher.group(1), matcher.group(2)))
                        .as("%s has one default", matcher.group(1))
                        .isEqualTo(matcher.group(2));
                used.put(matcher.group(1), matcher.group(2));
            }
        }
        Map<String, String> listed = new TreeMap<>();
        Files.readString(FOLDER.resolve(".env.example"))
                .lines()
                .filter(line -> line.matches("[A-Z].*"))
                .forEach(line -> listed.put(line.replaceFirst("=.*", ""), line.replaceFirst("[^=]*=", "")));
        assertThat(listed).isEqualTo(used);
    }

    /** What makes these files worth editing in a test must not be tidied away. */
    @Test
    void one_file_has_crlf_and_one_no_final_newline() throws IOException {
        String state = Files.readString(FOLDER.resolve("state.yml"));
        assertThat(state).contains("\r\n").doesNotContainPattern("[^\r]\n");
        List<String> unfinished = new ArrayList<>();
        for (String layer : LAYERS) {
            if (!Files.readString(FOLDER.resolve(layer)).endsWith("\n")) {
                unfinished.add(layer);
            }
        }
        assertThat(unfinished).containsExactly("observability.yml");
    }

    private static JsonObject model(String file) throws IOException, InterruptedException {
        Needs.compose();
        Command config = Command.run(List.of(
                "docker",
                "compose",
                "-p",
                "t",
                "--env-file",
                "/dev/null",
                "-f",
                FOLDER.resolve(file).toString(),
                "config",
                "--format",
                "json"));
        assertThat(config.exit()).as(config.err()).isZero();
        assertThat(config.err()).as("warnings").isEmpty();
        return JsonParser.parseString(config.out()).getAsJsonObject();
    }

    private static Map<String, JsonObject> services(JsonObject model) {
        Map<String, JsonObject> services = new TreeMap<>();
        model.getAsJsonObject("services")
                .entrySet()
                .forEach(entry -> services.put(entry.getKey(), entry.getValue().getAsJsonObject()));
        return services;
    }

    private static List<String> networks(JsonObject service) {
        return List.copyOf(service.getAsJsonObject("networks").keySet());
    }
}
