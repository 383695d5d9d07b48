package aria.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import aria.testing.Needs;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every script is built and started the way a user does it. */
class AliasTest {
    @ParameterizedTest
    @MethodSource("aliases")
    void prints_its_help(String alias) throws Exception {
        Needs.program("mvn");
        Process process = new ProcessBuilder("sh", "jbangw", alias + "@aria", "--help")
                .directory(Checkout.root().toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        String help = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(help).startsWith("Usage: ").contains("--version");
    }

    static Stream<String> aliases() throws IOException {
        return JsonParser.parseString(Files.readString(Checkout.root().resolve("jbang-catalog.json")))
                .getAsJsonObject()
                .getAsJsonObject("aliases")
                .keySet()
                .stream();
    }
}
