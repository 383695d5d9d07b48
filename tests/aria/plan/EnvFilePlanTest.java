package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.Severity;
import aria.store.FileMode;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack 11: what stands in an env file, in {@code .env} or in the shell is not copied into a tracked file or a diff. */
class EnvFilePlanTest {
    private static final String STACK = """
            services:
              sso:
                image: quay.io/keycloak/keycloak:26.7
                command: start
                ENV
                depends_on: [db]
              db:
                image: postgres:18
                environment: {POSTGRES_PASSWORD: x}
            """;
    private static final String KC_ENV =
            "KC_DB=postgres\nKC_DB_URL='jdbc:postgresql://db:5432/kc?user=kc&password=hidden'\n"
                    + "KC_HOSTNAME=https://id.example.org\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env_file: kc.env",
                "env_file: [kc.env]",
                "env_file: [kc.env, {path: other.env, required: false}]",
                "env_file:\n      - kc.env\n      - path: other.env\n        required: false"
            })
    void a_value_from_an_env_file_is_completed_in_an_env_file_of_ours(String written) {
        PlannedProject project = new PlannedProject(folder, STACK.replace("ENV", written)).write("kc.env", KC_ENV);
        StackPlan plan = project.plan();
        assertThat(plan.secured()).contains("sso", "db");
        assertThat(project.after(plan, "compose.yaml"))
                .contains("./data/mtls/sso/mtls.env", "kc.env")
                .doesNotContain("hidden");
        assertThat(PlannedProject.generated(plan, "sso/mtls.env"))
                .contains("KC_DB_URL=\"jdbc:postgresql://db:5432/kc?user=kc&password=hidden&sslmode=verify-full");
        assertThat(plan.files())
                .filteredOn(file -> file.path().endsWith("mtls.env"))
                .allMatch(file -> file.write().mode().equals(Optional.of(FileMode.SECRET)));

        project.apply(plan);
        assertThat(project.plan().isEmpty()).as("a second plan is empty").isTrue();
        project.write("kc.env", KC_ENV.replace("hidden", "changed"));
        assertThat(PlannedProject.generated(project.plan(), "sso/mtls.env")).contains("password=changed");
        assertThat(project.plan().edits()).isEmpty();
    }

    @Test
    void a_value_that_is_passed_on_stays_a_reference() {
        PlannedProject project = new PlannedProject(folder, STACK.replace("ENV", "environment: [KC_DB_URL]"))
                .write(".env", "KC_DB_URL=jdbc:postgresql://db:5432/kc?password=hidden\n");
        assertThat(project.after(project.plan(), "compose.yaml"))
                .contains("KC_DB_URL=${KC_DB_URL}&sslmode=verify-full")
                .doesNotContain("hidden");
    }

    @Test
    void a_value_that_cannot_stay_a_reference_holds_its_service_back() {
        String stack =
                "services:\n  vw:\n    image: vaultwarden/server:1.32.0\n    environment: {DOMAIN: \"${SITE}\"}\n";
        PlannedProject project = new PlannedProject(folder, stack).write(".env", "SITE=http://hidden.example\n");
        StackPlan plan = project.plan();
        assertThat(project.after(plan, "compose.yaml")).doesNotContain("hidden");
        assertThat(plan.findings())
                .filteredOn(finding -> finding.severity() == Severity.ERROR)
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .contains("DOMAIN has to be changed")
                        .doesNotContain("hidden"));
        project.write("compose.yaml", stack.replace("${SITE}", "${OTHER:-http://localhost}"));
        assertThat(project.after(project.plan(), "compose.yaml")).contains("https://localhost");
    }
}
