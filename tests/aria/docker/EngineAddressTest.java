package aria.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineAddressTest {
    /** SHA-256 of the word "lab": the docker client's folder name for that context. */
    private static final String LAB = "a51146d38077ff992eba84cf1d5e9b249073503eb74868699016153b031a38f7";

    @TempDir
    Path home;

    @Test
    void DOCKER_HOST_wins_over_a_context() {
        EngineAddress address = find(Map.of("DOCKER_HOST", "tcp://127.0.0.1:2375", "DOCKER_CONTEXT", "nowhere"));
        assertThat(address.host()).contains("tcp://127.0.0.1:2375");
        assertThat(address.how()).isEqualTo("DOCKER_HOST=tcp://127.0.0.1:2375");
    }

    @Test
    void refuses_a_host_that_only_the_docker_client_can_reach() {
        assertThatThrownBy(() -> find(Map.of("DOCKER_HOST", "ssh://user@build")))
                .isInstanceOf(MissingEngineException.class)
                .hasMessageContaining("ssh://user@build")
                .hasMessageContaining("DOCKER_HOST");
    }

    @Test
    void refuses_a_context_that_does_not_exist_instead_of_taking_the_default_engine() {
        assertThatThrownBy(() -> find(Map.of("DOCKER_CONTEXT", "nowhere")))
                .isInstanceOf(MissingEngineException.class)
                .hasMessageContaining("context nowhere does not exist");
    }

    @Test
    void takes_the_current_context_of_the_client_configuration() throws IOException {
        context("unix:///run/lab.sock");
        write(".docker/config.json", "{\"currentContext\":\"lab\"}");
        EngineAddress address = find(Map.of());
        assertThat(address.context()).contains("lab");
        assertThat(address.host()).isEmpty();
    }

    @Test
    void DOCKER_CONFIG_moves_the_client_configuration() throws IOException {
        write("elsewhere/config.json", "{\"currentContext\":\"nowhere\"}");
        assertThatThrownBy(() ->
                        find(Map.of("DOCKER_CONFIG", home.resolve("elsewhere").toString())))
                .isInstanceOf(MissingEngineException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void a_broken_client_configuration_is_named() throws IOException {
        write(".docker/config.json", "{");
        assertThatThrownBy(() -> find(Map.of()))
                .isInstanceOf(MissingEngineException.class)
                .hasMessageContaining("config.json cannot be read");
    }

    @Test
    void the_context_named_default_is_the_ordinary_search() throws IOException {
        write("docker.sock", "");
        assertThat(find(Map.of("DOCKER_CONTEXT", "default")).host()).contains("unix://" + home.resolve("docker.sock"));
    }

    @Test
    void finds_a_rootless_socket_when_the_default_one_is_missing() throws IOException {
        write("run/docker.sock", "");
        assertThat(find(Map.of("XDG_RUNTIME_DIR", home.resolve("run").toString()))
                        .host())
                .contains("unix://" + home.resolve("run/docker.sock"));
    }

    @Test
    void without_any_socket_one_line_says_what_to_do() {
        assertThatThrownBy(() -> find(Map.of()))
                .isInstanceOf(MissingEngineException.class)
                .hasMessageContaining("Start Docker, or set DOCKER_HOST")
                .hasMessageNotContaining("\n");
    }

    private EngineAddress find(Map<String, String> environment) {
        return EngineAddress.find(environment, home, home.resolve("docker.sock"));
    }

    private void context(String host) throws IOException {
        write(
                ".docker/contexts/meta/" + LAB + "/meta.json",
                "{\"Name\":\"lab\",\"Metadata\":{},\"Endpoints\":{\"docker\":{\"Host\":\"" + host
                        + "\",\"SkipTLSVerify\":false}}}");
    }

    private void write(String path, String text) throws IOException {
        Path file = home.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
