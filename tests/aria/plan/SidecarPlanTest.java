package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.FindingText;
import aria.finding.Severity;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SidecarPlanTest {
    @TempDir
    Path folder;

    private static final String COMPOSE = """
            services:
              dashboards:
                image: grafana/grafana:13.0.1
                profiles: [metrics]
                environment:
                  GF_SERVER_ROOT_URL: http://${HOST:-localhost}:3000/   # what people open
                volumes:
                  - ./provisioning:/etc/grafana/provisioning:ro
                ports: ["3000:3000"]
                healthcheck:
                  test: curl -f http://localhost:3000/api/health
              metrics:
                image: prom/prometheus:v2.53.3
                volumes: ["./prometheus:/etc/prometheus:ro"]
            """;
    private static final String SOURCES = """
            apiVersion: 1
            datasources:
              - name: metrics
                type: prometheus
                url: http://metrics:9090/prom   # by its name
                jsonData:
                  timeInterval: 30s
              - name: logs
                type: loki
                url: http://loki:3100
            """;

    private PlannedProject project(String compose) {
        return new PlannedProject(folder, compose)
                .write("prometheus/prometheus.yml", "scrape_configs: []\n")
                .write("provisioning/datasources/ds.yaml", SOURCES);
    }

    @Test
    void the_proxy_answers_the_published_port_and_the_server_moves_to_loopback() {
        PlannedProject project = project(COMPOSE);
        StackPlan plan = project.plan();
        assertThat(project.after(plan, "compose.yaml"))
                .contains(
                        "ports: [\"3000:3000\"]",
                        "GF_SERVER_HTTP_ADDR: \"127.0.0.1\"",
                        "GF_SERVER_HTTP_PORT: \"13000\"",
                        "GF_SERVER_ROOT_URL: https://${HOST:-localhost}:3000/   # what people open",
                        "http://127.0.0.1:13000/api/health",
                        "  dashboards-mtls-proxy:\n    image: caddy:2.11-alpine\n    network_mode: service:dashboards\n    user: \"472:0\"\n",
                        "    profiles: [\"metrics\"]\n");
        assertThat(PlannedProject.generated(plan, "Caddyfile"))
                .contains("https://:3000 {", "mode require_and_verify", "reverse_proxy 127.0.0.1:13000");
    }

    @Test
    void a_second_plan_finds_nothing_to_do() {
        PlannedProject project = project(COMPOSE);
        project.apply(project.plan());
        StackPlan second = project.plan();
        assertThat(second.isEmpty()).as("%s", second.edits()).isTrue();
        assertThat(second.secured()).containsExactly("dashboards", "metrics");
    }

    @Test
    void in_request_mode_the_proxy_asks_without_insisting() {
        assertThat(PlannedProject.generated(
                        project(COMPOSE).mode(StackOptions.REQUEST).plan(), "Caddyfile"))
                .contains("mode verify_if_given");
    }

    @Test
    void a_data_source_on_a_secured_server_gets_the_certificate_and_keeps_its_own_settings() {
        PlannedProject project = project(COMPOSE);
        String sources = project.after(project.plan(), "provisioning/datasources/ds.yaml");
        assertThat(sources)
                .contains(
                        "url: https://metrics:9090/prom   # by its name",
                        "timeInterval: 30s",
                        "tlsAuth: true",
                        "tlsClientKey: $__file{/etc/certs/tls.key}",
                        "url: http://loki:3100\n");
        assertThat(sources.split("tlsAuth:", -1)).hasSize(2);
    }

    @Test
    void without_the_server_in_the_plan_its_data_source_stays_plain() {
        PlannedProject project = project(COMPOSE);
        assertThat(project.after(project.plan("dashboards"), "provisioning/datasources/ds.yaml"))
                .isEqualTo(SOURCES);
    }

    @Test
    void a_port_of_the_users_choice_is_refused_with_the_remedy() {
        StackPlan plan = project(COMPOSE.replace(
                        "GF_SERVER_ROOT_URL: http://${HOST:-localhost}:3000/", "GF_SERVER_HTTP_PORT: 8080"))
                .plan("dashboards");
        assertThat(plan.edits()).isEmpty();
        assertThat(plan.findings())
                .anyMatch(finding -> finding.severity() == Severity.ERROR
                        && finding.message().contains("GF_SERVER_HTTP_PORT")
                        && FindingText.IN_CHECKOUT.line(finding).contains("publish port 3000"));
    }

    @Test
    void a_network_that_is_not_its_own_is_refused() {
        StackPlan plan = project(COMPOSE.replace("    profiles: [metrics]", "    network_mode: host"))
                .plan("dashboards");
        assertThat(plan.findings()).anyMatch(finding -> finding.id().equals("network-mode"));
    }

    @Test
    void another_service_of_the_proxys_name_is_left_alone_and_refused() {
        StackPlan plan = project(COMPOSE + "  dashboards-mtls-proxy:\n    image: nginx\n")
                .plan("dashboards");
        assertThat(plan.findings())
                .anyMatch(finding ->
                        finding.id().equals("name-taken") && finding.message().contains("dashboards-mtls-proxy"));
    }
}
