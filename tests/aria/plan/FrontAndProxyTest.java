package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.Finding;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that its preset puts behind a proxy in its own network may also have one beside it, for its calls. */
class FrontAndProxyTest {
    private static final String COMPOSE = """
            services:
              workflows:
                image: temporalio/auto-setup:1.24
                environment: [DB=postgres12]
              ui:
                image: temporalio/ui:2.53.3
                environment: {TEMPORAL_ADDRESS: "workflows:7233"}
                ports: ["8080:8080"]
            """;

    @TempDir
    Path folder;

    @Test
    void it_keeps_the_one_and_calls_by_the_other() {
        PlannedProject project = project(COMPOSE);
        StackPlan plan = project.plan();
        assertThat(plan.secured()).contains("ui");
        assertThat(plan.proxies().servers()).containsExactly("workflows");
        assertThat(project.after(plan, "compose.yaml"))
                .contains(
                        "  ui-mtls-front:\n    image: caddy:2.11-alpine\n    network_mode: service:ui\n",
                        "  ui-mtls-proxy:\n    image: haproxy:");
        project.apply(plan);
        assertThat(project.plan().edits()).isEmpty();
    }

    /** What an earlier version wrote, or a run before the server was to move. */
    @Test
    void one_that_bore_the_name_of_the_other_gets_its_own() {
        PlannedProject project = project(COMPOSE).natively("workflows");
        project.apply(project.plan());
        assertThat(project.after(project.plan(), "compose.yaml"))
                .contains("  ui-mtls-proxy:\n    image: caddy:2.11-alpine\n");
        project.natively();
        project.apply(project.plan());
        assertThat(project.after(project.plan(), "compose.yaml"))
                .contains("  ui-mtls-front:\n    image: caddy:2.11-alpine\n", "  ui-mtls-proxy:\n    image: haproxy:");
        assertThat(project.plan().edits()).isEmpty();
    }

    @Test
    void it_calls_a_server_with_tls_of_its_own_by_the_other_too() {
        PlannedProject project = project("""
                services:
                  pages:
                    image: grafana/grafana:13.0.1
                    environment: {CACHE_URL: "redis://cache:6379"}
                    ports: ["3000:3000"]
                  cache:
                    image: redis:8
                """);
        StackPlan plan = project.plan();
        assertThat(plan.secured()).containsExactly("pages", "cache");
        assertThat(plan.proxies().direct()).containsKey("cache");
        assertThat(project.after(plan, "compose.yaml")).contains("pages-mtls-front:", "pages-mtls-proxy:");
    }

    @Test
    void a_service_of_the_users_with_that_name_stays() {
        StackPlan plan = project(COMPOSE + "  ui-mtls-front:\n    image: example/front:1\n")
                .plan();
        assertThat(plan.findings())
                .filteredOn(finding -> finding.service().filter("ui"::equals).isPresent())
                .extracting(Finding::message)
                .anyMatch(said -> said.contains("there is a service `ui-mtls-front` that is not ours"));
    }

    private PlannedProject project(String compose) {
        return new PlannedProject(folder, compose).withProxies();
    }
}
