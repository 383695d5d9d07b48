package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.Severity;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeycloakPlanTest {
    @TempDir
    Path folder;

    private static final String STACK = """
            services:
              sso:
                image: quay.io/keycloak/keycloak:26.7
                command: start-dev
                environment:
                  KC_DB: postgres
                  KC_DB_URL: jdbc:postgresql://db:5432/${NAME:-kc}?ApplicationName=sso
                  KC_HTTP_ENABLED: "true"
                  KC_PROXY: edge
                ports: ["8080:8080", "9000:9000"]
                healthcheck:
                  test: ["CMD", "curl", "http://localhost:8080/health"]
                  interval: 7s
              db:
                image: postgres:18-alpine
            """;

    private String patched() {
        PlannedProject project = new PlannedProject(folder, STACK);
        return project.after(project.plan(), "compose.yaml");
    }

    @Test
    void a_server_in_development_mode_becomes_a_server() {
        assertThat(patched()).contains("command: start\n").doesNotContain("start-dev");
    }

    @Test
    void the_database_url_keeps_its_variables_and_its_own_parameters() {
        assertThat(patched())
                .contains("jdbc:postgresql://db:5432/${NAME:-kc}?ApplicationName=sso&sslmode=verify-full"
                        + "&sslrootcert=/etc/certs/ca.crt&sslcert=/etc/certs/tls.crt&sslkey=/etc/certs/tls.der");
    }

    @Test
    void plaintext_is_closed_and_its_port_leads_to_tls() {
        assertThat(patched())
                .contains("KC_HTTP_ENABLED: \"false\"")
                .contains("\"8080:8443\"")
                .doesNotContain("9000:9000")
                .doesNotContain("KC_PROXY");
    }

    @Test
    void a_health_check_that_would_break_is_replaced_and_keeps_its_times() {
        assertThat(patched())
                .contains("/dev/tcp/127.0.0.1/9000")
                .contains("interval: 7s")
                .doesNotContain("curl");
    }

    @Test
    void its_key_is_also_delivered_as_der_for_the_database_driver() {
        StackPlan plan = new PlannedProject(folder, STACK).plan();
        assertThat(plan.need("sso").orElseThrow().formats()).contains("der");
        assertThat(plan.need("db").orElseThrow().formats()).containsExactly("pem");
    }

    @Test
    void without_its_database_the_url_stays_as_it_is() {
        PlannedProject project = new PlannedProject(folder, STACK);
        StackPlan plan = project.plan("sso");
        assertThat(plan.secured()).containsExactly("sso");
        assertThat(project.after(plan, "compose.yaml"))
                .contains("kc}?ApplicationName=sso\n")
                .contains("start\n");
    }

    @Test
    void a_database_whose_caller_is_left_out_is_held_back() {
        StackPlan plan = new PlannedProject(folder, STACK).plan("db");
        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.needs()).isEmpty();
        assertThat(plan.findings()).anySatisfy(finding -> {
            assertThat(finding.id()).isEqualTo("held-back");
            assertThat(finding.service()).contains("db");
            assertThat(finding.message()).contains("sso (KC_DB_URL in compose.yaml:7)");
        });
    }

    @Test
    void a_database_that_is_secured_always_shuts_the_caller_out_and_that_is_said() {
        StackPlan plan = new PlannedProject(folder, STACK).always("db").plan("db");
        assertThat(plan.secured()).containsExactly("db");
        assertThat(plan.findings()).anySatisfy(finding -> {
            assertThat(finding.id()).isEqualTo("unknown-caller");
            assertThat(finding.message()).contains("it calls db").contains("as chosen");
        });
    }

    @Test
    void host_and_properties_in_variables_of_their_own_are_found() {
        PlannedProject project = new PlannedProject(
                folder,
                STACK.replace(
                        "KC_DB_URL: jdbc:postgresql://db:5432/${NAME:-kc}?ApplicationName=sso", "KC_DB_URL_HOST: db"));
        assertThat(project.after(project.plan(), "compose.yaml"))
                .contains("KC_DB_URL_PROPERTIES: \"?sslmode=verify-full&");
    }

    @Test
    void an_optimized_image_is_refused_alone_with_the_remedy() {
        StackPlan plan = new PlannedProject(folder, STACK.replace("start-dev", "start --optimized"))
                .always("db")
                .plan();
        assertThat(plan.secured()).containsExactly("db");
        assertThat(plan.findings()).anySatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.message()).contains("--optimized");
            assertThat(finding.remedies()).isNotEmpty();
        });
    }

    @Test
    void request_mode_asks_without_insisting() {
        PlannedProject project = new PlannedProject(folder, STACK).mode(StackOptions.REQUEST);
        StackPlan plan = project.plan();
        assertThat(project.after(plan, "compose.yaml")).contains("KC_HTTPS_CLIENT_AUTH: request");
        assertThat(PlannedProject.generated(plan, "db/pg_hba.conf"))
                .contains("hostssl")
                .doesNotContain("clientcert");
    }

    @Test
    void a_second_plan_is_empty() {
        PlannedProject project = new PlannedProject(folder, STACK);
        project.apply(project.plan());
        assertThat(project.plan().isEmpty()).isTrue();
    }
}
