package aria.stack;

import static org.assertj.core.api.Assertions.assertThat;

import aria.compose.ComposeProject;
import aria.compose.ProjectFiles;
import aria.edit.yaml.PlainYaml;
import aria.preset.Preset;
import aria.preset.Presets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerProgramsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image: 'postgres:18'",
                "image: 'postgres:18', command: postgres -c shared_buffers=1GB",
                "image: 'postgres:18', command: ['-c', 'ssl=off']",
                "image: 'postgres:18', entrypoint: docker-entrypoint.sh, command: [postgres]",
                "image: 'postgres:18', entrypoint: ['/usr/local/bin/docker-entrypoint.sh', '-c', 'x=1']",
                "image: 'postgres:18', command: ['bash', '-c', 'chown x y && exec docker-entrypoint.sh postgres -c a=b']",
                "image: 'redis:8', command: redis-server --appendonly yes",
                "image: 'redis:8', command: /etc/redis/redis.conf",
                "image: 'redis:8', command: sh -c 'redis-server --requirepass $$PW'",
                "image: 'nginx:1', command: ['/bin/sh', '-c', 'while :; do sleep 6h; nginx -s reload; done & nginx']",
                "image: 'hashicorp/vault:1.21', command: vault server -config=/x",
                "image: 'eclipse-mosquitto:2', command: mosquitto -c /x.conf",
                "image: 'quay.io/keycloak/keycloak:26.7', command: start --optimized"
            })
    void theServer(String service) {
        assertThat(preset(service)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image: 'postgres:18', entrypoint: ['sh', '-c', 'while sleep 9; do pg_dump -U postgres -h db x; done']",
                "image: 'postgres:18', command: psql -h db -U postgres",
                "image: 'postgres:18', entrypoint: /backup.sh",
                "image: 'postgres:18', command: docker-entrypoint.sh pg_basebackup",
                "image: 'redis:8', command: redis-cli -h cache monitor",
                "image: 'eclipse-mosquitto:2', command: ['mosquitto_sub', '-h', 'broker', '-t', 'x']",
                "image: 'hashicorp/vault:1.21', command: vault agent -config=/x",
                "image: 'mariadb:11', command: ['sh', '-c', 'mariadb-dump --host=db x']"
            })
    void aClient(String service) {
        assertThat(preset(service)).isEmpty();
    }

    private Optional<Preset> preset(String service) {
        try {
            Path file = Files.writeString(folder.resolve("compose.yaml"), "services: {x: {" + service + "}}\n");
            ComposeProject project = ComposeProject.load(new ProjectFiles(folder, List.of(file), "test"), Map.of());
            return Stack.of(project, Presets.builtIn(PlainYaml::load), Selection.EVERYTHING)
                    .service("x")
                    .orElseThrow()
                    .preset();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
