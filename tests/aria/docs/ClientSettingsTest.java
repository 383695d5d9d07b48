package aria.docs;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.yaml.PlainYaml;
import aria.pki.CertifiedKey;
import aria.pki.Keys;
import aria.pki.Pem;
import aria.preset.Preset;
import aria.preset.Presets;
import aria.testing.Needs;
import aria.verify.PostgresContainer;
import aria.verify.TestCa;
import aria.verify.probe.Listener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page with the settings of clients: those of PostgreSQL let its clients in, and every protocol has a section. */
class ClientSettingsTest {
    private static final String PAGE = "docs/howto/CLIENT_SETTINGS.md";
    private static final String RULES = "local all all trust\nhostssl all all all trust clientcert=verify-ca\n";

    @TempDir
    Path folder;

    @Test
    void every_protocol_of_a_preset_has_its_section() {
        List<String> lines = DocBlock.text(PAGE);
        assertThat(Presets.builtIn(PlainYaml::load).all())
                .flatExtracting(Preset::listeners)
                .extracting(Preset.Listener::protocol)
                .allSatisfy(protocol -> assertThat(lines).contains("## " + protocol));
    }

    @Test
    void every_YAML_block_is_YAML() {
        assertThat(DocBlock.of(PAGE))
                .filteredOn(block -> block.language().equals("yaml"))
                .isNotEmpty()
                .allSatisfy(block -> assertThat(PlainYaml.load(PAGE, String.join("\n", block.lines())))
                        .isInstanceOf(Map.class));
    }

    @Test
    void the_settings_for_PostgreSQL_let_its_clients_in() throws Exception {
        Needs.image(PostgresContainer.IMAGE);
        Path psql = Needs.program("psql");
        TestCa ca = new TestCa();
        CertifiedKey client = ca.identity("app");
        Path certs = Files.createDirectory(folder.resolve("client"));
        Files.write(certs.resolve("ca.crt"), Pem.certificates(ca.roots()));
        Files.write(certs.resolve("tls.crt"), Pem.certificates(client.chain()));
        Path key = Files.write(certs.resolve("tls.key"), Keys.pkcs8Pem(client.key()));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path server = Files.createDirectory(folder.resolve("server"));
        try (PostgresContainer postgres =
                new PostgresContainer(ca.identity("db", "localhost"), ca.roots(), RULES, server)) {
            Listener db = new Listener("db", "postgresql", 5432, "postgresql", true, List.of("db", "localhost"), "/");
            String address =
                    "localhost:" + postgres.live().address(db).orElseThrow().port();
            List<String> texts = DocBlock.of(PAGE).stream()
                    .filter(block -> block.comment().equals("run by ClientSettingsTest"))
                    .map(block -> String.join("\n", block.lines()))
                    .map(text -> text.replace("db:5432", address)
                            .replace("shop@", "postgres@")
                            .replace("/shop?", "/postgres?")
                            .replace("/etc/certs", certs.toString()))
                    .toList();
            assertThat(texts).hasSize(3);
            assertThat(psql(psql, texts.get(0), Map.of())).isEqualTo("t");
            assertThat(psql(psql, "postgresql://postgres@" + address + "/postgres", variables(texts.get(1))))
                    .isEqualTo("t");
            try (Connection connection = DriverManager.getConnection(texts.get(2), "postgres", "");
                    ResultSet row = connection
                            .createStatement()
                            .executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getBoolean(1)).isTrue();
            }
            assertThat(psql(psql, "postgresql://postgres@" + address + "/postgres?sslmode=require", Map.of()))
                    .as("without the settings")
                    .contains("connection requires a valid client certificate");
        }
    }

    private static Map<String, String> variables(String yaml) {
        return yaml.lines()
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    private String psql(Path program, String target, Map<String, String> variables) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        program.toString(),
                        "-wqAtc",
                        "select ssl from pg_stat_ssl where pid = pg_backend_pid()",
                        target)
                .redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        builder.environment().putAll(variables);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return said;
    }
}
