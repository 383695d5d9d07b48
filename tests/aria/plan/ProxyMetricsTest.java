package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stack's own Prometheus reads the metrics of the proxies that it meets. */
class ProxyMetricsTest {
    private static final String FILE = """
            services:
              app:
                image: example/app:1
                environment: {URL: "tcp://db:5432"}
                networks: [back]
              db:
                image: example/db:1
                networks: [back]
              metrics:
                image: prom/prometheus:v2.53.3
                volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
                networks: [back]
            networks: {back: , front: }
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void its_settings_are_mounted() throws IOException {
        Files.writeString(folder.resolve("prometheus.yml"), "global: {scrape_interval: 5s} # often\n");
    }

    @Test
    void it_gets_a_job_for_each_with_its_certificate_and_the_name_in_that_of_the_proxy() throws IOException {
        PlannedProject project = new PlannedProject(folder, FILE).proxied("db");

        project.apply(project.plan());

        assertThat(folder.resolve("prometheus.yml")).hasContent("""
                        global: {scrape_interval: 5s} # often
                        scrape_config_files:
                          - /etc/mtls/proxies.yml
                        """);
        assertThat(jobs().orElseThrow())
                .contains("job_name: app-mtls-proxy", "server_name: app", "[\"app-mtls-proxy:20000\"]")
                .contains("job_name: db-mtls-proxy", "server_name: db", "[\"db-mtls-proxy:20000\"]");
        assertThat(folder.resolve("data/mtls/db/proxy/haproxy.cfg"))
                .content()
                .contains("bind :20000 ssl ", "http-request deny unless { ssl_c_s_dn(CN) -m str metrics }");
        assertThat(project.plan().isEmpty())
                .as("what was generated names no server")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "prom/prometheus:v2.53.3, prom/prometheus:v2.42.0",
        "prom/prometheus:v2.53.3, prom/prometheus@sha256:0000000000000000000000000000000000000000000000000000000000000000",
        "ro\"]\\n    networks: [back], ro\"]\\n    networks: [front]",
        "./prometheus.yml:/etc/prometheus/prometheus.yml:ro, data:/prometheus",
        "tcp://db:5432, none"
    })
    void nobody_reads_them_where_it_cannot(String there, String instead) throws IOException {
        String text = FILE.replace(there.replace("\\n", "\n"), instead.replace("\\n", "\n"));
        PlannedProject project = new PlannedProject(folder, text + "volumes: {data: }\n").proxied("db");

        project.apply(project.plan());

        assertThat(text).isNotEqualTo(FILE);
        assertThat(jobs()).isEmpty();
        Path config = folder.resolve("data/mtls/db/proxy/haproxy.cfg");
        assertThat(Files.exists(config) ? Files.readString(config) : "").doesNotContain(":20000");
    }

    private Optional<String> jobs() throws IOException {
        Path jobs = folder.resolve("data/mtls/metrics/proxies.yml");
        return Files.exists(jobs) ? Optional.of(Files.readString(jobs)) : Optional.empty();
    }
}
