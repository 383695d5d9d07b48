package aria.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import aria.testing.Needs;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every script is built and started the way a user does it. */
class AliasTest {
    /** They are built with the tests, which takes a minute. */
    private static final Set<String> FOR_DEVELOPERS = Set.of("bench", "limbo", "lint", "test");

    @ParameterizedTest
    @MethodSource("users")
    void prints_its_help(String alias) throws Exception {
        assertHelp(alias);
    }

    @ParameterizedTest
    @Tag("full")
    @MethodSource("developers")
    void one_for_developers_prints_its_help(String alias) throws Exception {
        assertHelp(alias);
    }

    private static void assertHelp(String alias) throws Exception {
        Needs.program("mvn");
        Process process = new ProcessBuilder("sh", "jbangw", alias + "@aria", "--help")
                .directory(Checkout.root().toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        String help = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(help).startsWith("Usage: ").contains("--version");
    }

    static Stream<String> users() throws IOException {
        return aliases().filter(alias -> !FOR_DEVELOPERS.contains(alias));
    }

    static Stream<String> developers() throws IOException {
        return aliases().filter(FOR_DEVELOPERS::contains);
    }

    private static Stream<String> aliases() throws IOException {
        return JsonParser.parseString(Files.readString(Checkout.root().resolve("jbang-catalog.json")))
                .getAsJsonObject()
                .getAsJsonObject("aliases")
                .keySet()
                .stream();
    }
}
