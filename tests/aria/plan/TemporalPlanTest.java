package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.Remedy;
import aria.finding.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalPlanTest {
    @TempDir
    Path folder;

    private static final String COMPOSE = """
            services:
              db:
                image: postgres:18-alpine
              schema:
                image: temporalio/admin-tools:1.31.2
                environment: [SQL_HOST=db]
              workflows:
                image: temporalio/server:1.31.2
                environment:
                  DB: postgres12
                  POSTGRES_SEEDS: db
                depends_on:
                  schema: {condition: service_completed_successfully}
              ui:
                image: temporalio/ui:2.53.3
                environment: {TEMPORAL_ADDRESS: "workflows:7233"}
            """;

    private PlannedProject project(String compose) {
        return new PlannedProject(folder, compose);
    }

    @Test
    void the_server_requires_certificates_of_clients_and_nodes_and_shows_its_own_to_the_database() {
        PlannedProject project = project(COMPOSE);
        assertThat(project.after(project.plan(), "compose.yaml"))
                .contains(
                        "TEMPORAL_TLS_REQUIRE_CLIENT_AUTH: \"true\"",
                        "TEMPORAL_TLS_INTERNODE_SERVER_NAME: workflows",
                        "SQL_HOST_VERIFICATION: \"true\"",
                        "SQL_HOST_NAME: db");
    }

    @Test
    void a_one_shot_client_gets_a_certificate_too() {
        PlannedProject project = project(COMPOSE);
        StackPlan plan = project.plan();
        assertThat(plan.secured()).contains("schema");
        assertThat(plan.need("schema")).isPresent();
        assertThat(project.after(plan, "compose.yaml")).contains("SQL_TLS_SERVER_NAME=db", "schema-mtls-init:");
        assertThat(plan.findings()).noneMatch(finding -> finding.id().equals("unknown-caller"));
    }

    @Test
    void the_ui_listens_on_loopback_by_a_file_of_its_own() {
        PlannedProject project = project(COMPOSE);
        StackPlan plan = project.plan();
        assertThat(PlannedProject.generated(plan, "base.yaml")).contains("host: 127.0.0.1");
        assertThat(project.after(plan, "compose.yaml"))
                .contains("target: /home/ui-server/config/base.yaml", "TEMPORAL_TLS_ENABLE_HOST_VERIFICATION");
    }

    @Test
    void a_database_plugin_that_the_server_does_not_know_is_refused_with_the_remedy() {
        StackPlan plan =
                project(COMPOSE.replace("DB: postgres12", "DB: postgresql")).plan("workflows");
        assertThat(plan.edits()).isEmpty();
        assertThat(plan.findings())
                .anyMatch(finding -> finding.severity() == Severity.ERROR
                        && finding.remedies().equals(List.of(Remedy.setting("DB", "postgres12"))));
    }

    @Test
    void a_folder_of_settings_that_is_mounted_whole_is_refused() {
        StackPlan plan = project(COMPOSE.replace(
                        "image: temporalio/ui:2.53.3",
                        "image: temporalio/ui:2.53.3\n    volumes: [\"./ui:/home/ui-server/config\"]"))
                .plan("ui");
        assertThat(plan.findings())
                .anyMatch(finding -> finding.id().equals("preset-refuses")
                        && finding.service().equals(Optional.of("ui")));
    }

    @Test
    void a_second_plan_finds_nothing_to_do() {
        PlannedProject project = project(COMPOSE);
        project.apply(project.plan());
        StackPlan second = project.plan();
        assertThat(second.isEmpty()).as("%s", second.edits()).isTrue();
    }
}
