package aria.edit.block;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Needs;
import com.bertramlabs.plugins.hcl4j.HCLParser;
import com.bertramlabs.plugins.hcl4j.HCLParserException;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What others read in the golden files: the servers themselves, and another library's parser. */
class BlockJudgesTest {
    private static final Path GOLDEN = Path.of("tests", "golden", "blocks");
    /** Items without commas on one line, and types in quotes: Vault's own parser takes them, that of hcl4j does not. */
    private static final List<String> NOT_FOR_HCL4J =
            List.of("one-line-no-final-newline", "quoted-type-and-empty-block");

    @TempDir
    private Path folder;

    static List<String> hcl() throws IOException {
        return names(".before.hcl");
    }

    static List<String> nats() throws IOException {
        return names(".before.conf");
    }

    private static List<String> names(String end) throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(end))
                    .map(name -> name.substring(0, name.length() - end.length()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("hcl")
    void another_parser_sees_the_wanted_difference_and_no_other(String name) throws IOException, HCLParserException {
        if (NOT_FOR_HCL4J.contains(name)) {
            return;
        }
        Map<String, Object> expected = new TreeMap<>(new HCLParser().parse(read(name + ".before.hcl")));
        expected.put("api_addr", "https://vault:8200");
        tcp(expected).remove("tls_disable");
        tcp(expected)
                .putAll(Map.of(
                        "tls_cert_file",
                        "/etc/certs/tls.crt",
                        "tls_key_file",
                        "/etc/certs/tls.key",
                        "tls_client_ca_file",
                        "/etc/certs/ca.crt",
                        "tls_require_and_verify_client_cert",
                        true));
        assertThat(new HCLParser().parse(read(name + ".after.hcl"))).isEqualTo(expected);
    }

    @SuppressWarnings("unchecked") // the library gives plain objects
    private static Map<String, Object> tcp(Map<String, Object> file) {
        return (Map<String, Object>) ((Map<String, Object>) file.get("listener")).get("tcp");
    }

    @ParameterizedTest
    @MethodSource("hcl")
    void the_server_reads_the_edited_file(String name) throws IOException {
        Path bao = Needs.program("bao");
        Path file = Files.writeString(folder.resolve("server.hcl"), read(name + ".after.hcl"));
        String report = run(Map.of(), bao, "operator", "diagnose", "-config=" + file, "-format=json", "-skip=listener")
                .out();
        for (JsonElement step : JsonParser.parseString(report).getAsJsonObject().getAsJsonArray("children")) {
            if (step.getAsJsonObject().get("name").getAsString().equals("Parse Configuration")) {
                assertThat(step.getAsJsonObject().get("status").getAsString())
                        .as(report)
                        .isIn("ok", "warn");
                assertThat(step.toString()).doesNotContain("field tls_", "field api_addr", "field listener");
                return;
            }
        }
        throw new AssertionError("no word on the configuration: " + report);
    }

    @ParameterizedTest
    @MethodSource("nats")
    void the_server_finds_the_edited_file_valid(String name) throws IOException {
        Path server = Needs.program("nats-server");
        Path openssl = Needs.program("openssl");
        run(
                Map.of(),
                openssl,
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/CN=nats",
                "-keyout",
                folder.resolve("tls.key").toString(),
                "-out",
                folder.resolve("tls.crt").toString());
        Files.copy(folder.resolve("tls.crt"), folder.resolve("ca.crt"));
        Path file = Files.writeString(
                folder.resolve("server.conf"), read(name + ".after.conf").replace("/etc/certs", folder.toString()));
        Ran judged = run(Map.of("NATS_PASSWORD", "x"), server, "-t", "-c", file.toString());
        assertThat(judged.exit()).as(judged.out()).isZero();
        assertThat(judged.out()).contains("is valid");
    }

    private record Ran(int exit, String out) {}

    private static Ran run(Map<String, String> environment, Path program, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                .toList());
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.onExit().join().exitValue(), out);
    }

    private static String read(String name) throws IOException {
        return Files.readString(GOLDEN.resolve(name));
    }
}
