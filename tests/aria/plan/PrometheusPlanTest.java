package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.Place;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusPlanTest {
    @TempDir
    Path folder;

    private static final String COMPOSE = """
            services:
              metrics:
                image: prom/prometheus:v2.53.3
                volumes:
                  - ./prometheus:/etc/prometheus:ro
            """;
    private static final String CONFIG = """
            # scraped every minute
            scrape_configs:
              - job_name: self
                static_configs:
                  - targets: ["localhost:9090"]   # this one
              - job_name: node
                static_configs:
                  - targets: [node:9100]
            """;

    private PlannedProject project(String compose, String config) {
        return new PlannedProject(folder, compose).write("prometheus/prometheus.yml", config);
    }

    @Test
    void it_scrapes_itself_over_tls_and_others_as_before() {
        PlannedProject project = project(COMPOSE, CONFIG);
        String config = project.after(project.plan(), "prometheus/prometheus.yml");
        assertThat(config)
                .startsWith("# scraped every minute")
                .contains("# this one\n    scheme: https\n    tls_config:\n      ca_file: /etc/certs/ca.crt");
        assertThat(config.indexOf("scheme: https")).isLessThan(config.indexOf("job_name: node"));
        assertThat(config.split("scheme: https", -1)).hasSize(2);
    }

    @Test
    void without_a_command_the_images_own_arguments_come_along() {
        PlannedProject project = project(COMPOSE, CONFIG);
        assertThat(project.after(project.plan(), "compose.yaml"))
                .contains(
                        "--config.file=/etc/prometheus/prometheus.yml",
                        "--storage.tsdb.path=/prometheus",
                        "--web.config.file=/etc/mtls/web.yml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static_configs:\n      - targets: [\"localhost:9090\", \"node:9100\"]",
                "static_configs:\n      - targets: [metrics:9090, node:9100]"
            })
    void it_is_held_back_where_its_own_target_cannot_be_told_apart(String job) {
        PlannedProject project = project(COMPOSE, "scrape_configs:\n  - job_name: all\n    " + job + "\n");
        StackPlan plan = project.plan();
        assertThat(plan.secured()).isEmpty();
        assertThat(plan.edits()).isEmpty();
        assertThat(plan.findings())
                .anyMatch(finding -> finding.message().contains("would shut out itself (prometheus/prometheus.yml:4)"));
        StackPlan chosen = project.always("metrics").plan();
        assertThat(project.after(chosen, "prometheus/prometheus.yml")).doesNotContain("https");
        assertThat(chosen.findings()).anyMatch(finding -> finding.id().equals("mixed-targets"));
    }

    @Test
    void what_it_writes_to_itself_goes_over_tls() {
        PlannedProject project = project(
                COMPOSE,
                CONFIG + "remote_write:\n  - url: http://metrics:9090/api/v1/write\n    send_exemplars: true\n");
        assertThat(project.after(project.plan(), "prometheus/prometheus.yml"))
                .contains("  - url: https://metrics:9090/api/v1/write\n    send_exemplars: true\n    tls_config:\n");
    }

    @Test
    void it_is_held_back_where_its_config_is_the_images_which_scrapes_itself() {
        PlannedProject project =
                new PlannedProject(folder, "services:\n  metrics:\n    image: prom/prometheus:v2.53.3\n");
        StackPlan plan = project.plan();
        assertThat(plan.secured()).isEmpty();
        assertThat(plan.findings()).anyMatch(finding -> finding.id().equals("held-back"));
        assertThat(project.always("metrics").plan().findings())
                .anyMatch(finding -> finding.id().equals("config-in-image"));
    }

    @Test
    void a_config_outside_the_project_is_not_touched(@TempDir Path elsewhere) {
        PlannedProject project = project(COMPOSE.replace("./prometheus:", elsewhere + ":"), CONFIG);
        new PlannedProject(elsewhere, "").write("prometheus.yml", CONFIG);
        assertThat(project.plan().secured()).isEmpty();
        StackPlan plan = project.always("metrics").plan();
        assertThat(plan.edits()).noneMatch(edit -> edit.file().startsWith(elsewhere));
        assertThat(plan.findings()).anyMatch(finding -> finding.id().equals("outside-project"));
    }

    @Test
    void a_config_that_is_no_yaml_refuses_the_service_with_its_place() {
        StackPlan plan = project(COMPOSE, "scrape_configs:\n\t- x\n").plan();
        assertThat(plan.secured()).isEmpty();
        assertThat(plan.findings())
                .anyMatch(finding -> finding.place().equals(Optional.of(new Place("prometheus/prometheus.yml", 2, 1))));
    }
}
