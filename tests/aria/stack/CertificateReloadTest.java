package aria.stack;

import static org.assertj.core.api.Assertions.assertThat;

import aria.compose.ComposeLocator;
import aria.compose.ComposeProject;
import aria.edit.yaml.PlainYaml;
import aria.finding.FindingText;
import aria.preset.Presets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What has to be typed so that a server shows its renewed certificate. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificateReloadTest {
    private Stack stack;

    @BeforeAll
    void read(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("compose.yaml"),
                "services:\n  db: {image: 'postgres:18'}\n  cache: {image: 'redis:8'}\n"
                        + "  metrics: {image: 'prom/prometheus:v2.53.3'}\n  pages: {image: 'grafana/grafana:13.0.1'}\n");
        ComposeProject project = ComposeProject.load(
                ComposeLocator.locate(folder, List.of(), List.of(), Map.of()).get(0), Map.of());
        stack = Stack.of(project, Presets.builtIn(PlainYaml::load), Selection.EVERYTHING);
    }

    @Test
    void a_server_is_told_by_its_signal() {
        assertThat(commands("db")).isEqualTo("docker compose up -d db-mtls-init && docker compose kill -s HUP db");
    }

    @Test
    void one_that_reads_at_its_start_is_started_again() {
        assertThat(commands("cache")).isEqualTo("docker compose up -d cache-mtls-init && docker compose restart cache");
    }

    @Test
    void one_that_looks_by_itself_needs_the_files_alone() {
        assertThat(renewal("metrics").words()).isEmpty();
        assertThat(commands("metrics")).isEqualTo("docker compose up -d metrics-mtls-init");
        assertThat(FindingText.IN_CHECKOUT.text(renewal("metrics").remedy()))
                .isEqualTo("run docker compose up -d metrics-mtls-init, then wait up to two minutes until metrics reads"
                        + " the files by itself");
    }

    @Test
    void where_a_proxy_answers_it_is_the_proxy_that_is_told() {
        assertThat(commands("pages"))
                .isEqualTo("docker compose up -d pages-mtls-init && docker compose kill -s USR1 pages-mtls-proxy");
    }

    private String commands(String service) {
        return FindingText.IN_CHECKOUT.command(renewal(service).remedy()).orElseThrow();
    }

    private CertificateReload renewal(String service) {
        return CertificateReload.ofListeners(
                stack.project(), stack.service(service).orElseThrow());
    }
}
