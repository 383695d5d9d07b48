package aria.verify.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import aria.compose.ComposeLocator;
import aria.compose.ComposeProject;
import aria.edit.yaml.PlainYaml;
import aria.preset.Presets;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.testing.Containers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who calls a server that counts nobody: by the files, and by who is connected. */
class NativeUseTest {
    @Test
    void callers_of_the_files_and_of_the_sockets_are_told_apart_and_a_proxy_of_a_caller_is_the_caller(
            @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), """
                services:
                  db: {image: "postgres:18", ports: ["5432:5432"]}
                  api: {image: "example/api:1", environment: {DB: "postgres://db/x"}}
                  web: {image: "example/web:1", environment: {DB: "postgres://db/x"}}
                  job: {image: "example/job:1"}
                """);
        Stack stack = Stack.of(
                ComposeProject.load(
                        ComposeLocator.locate(folder, List.of(), List.of(), Map.of())
                                .get(0),
                        Map.of()),
                Presets.builtIn(PlainYaml::load),
                Selection.EVERYTHING);
        Map<Call, Map<String, Connections.End>> seen = Map.of(
                new Call("api", "db", 5432), Map.of("10.0.0.3:40000", Connections.End.OPEN),
                new Call("job-mtls-proxy", "db", 5432), Map.of("10.0.0.4:40000", Connections.End.OPEN),
                new Call("job", "web", 80), Map.of("10.0.0.5:40000", Connections.End.OPEN));
        assertThat(NativeUse.of(
                        stack,
                        List.of("db"),
                        List.of(Containers.running("job-mtls-proxy", "10.0.0.4")),
                        new Connections(seen, Map.of(), Set.of())))
                .containsExactly(
                        new NativeUse("db", "api", true, true),
                        new NativeUse("db", "job", true, false),
                        new NativeUse("db", "web", false, true));
    }
}
