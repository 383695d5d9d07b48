package aria.verify.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import aria.compose.ComposeLocator;
import aria.compose.ComposeProject;
import aria.edit.yaml.PlainYaml;
import aria.preset.Presets;
import aria.stack.Selection;
import aria.stack.Stack;
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
    void callers_of_the_files_and_of_the_sockets_are_told_apart(@TempDir Path folder) throws IOException {
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
        Set<Call> seen = Set.of(new Call("api", "db", 5432), new Call("job", "db", 5432), new Call("job", "web", 80));
        assertThat(NativeUse.of(stack, List.of("db"), seen))
                .containsExactly(
                        new NativeUse("db", "api", true, true),
                        new NativeUse("db", "job", true, false),
                        new NativeUse("db", "web", false, true));
    }
}
