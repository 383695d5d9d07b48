package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresPlanTest {
    @TempDir
    Path folder;

    private PlannedProject project(String service) {
        return new PlannedProject(folder, "services:\n  db:\n" + service.indent(4));
    }

    private String patched(String service) {
        PlannedProject project = project(service);
        return project.after(project.plan(), "compose.yaml");
    }

    @Test
    void the_key_is_given_to_the_uid_of_the_image() {
        assertThat(patched("image: postgres:18-alpine")).contains("\"db\", \"70:70\"]");
        assertThat(patched("image: docker.io/library/postgres:18")).contains("\"db\", \"999:999\"]");
    }

    @Test
    void a_numeric_user_of_the_services_own_wins() {
        assertThat(patched("image: postgres:18\nuser: \"1234:5678\"")).contains("\"db\", \"1234:5678\"]");
    }

    @Test
    void a_command_of_the_users_keeps_its_words() {
        assertThat(patched("image: postgres:18\ncommand: postgres -c max_connections=200"))
                .contains("command: postgres -c max_connections=200 --ssl=on ")
                .contains("--hba_file=/etc/mtls/pg_hba.conf");
    }

    @Test
    void plaintext_is_rejected_in_the_generated_rules_and_the_password_method_is_kept() {
        String rules = PlannedProject.generated(
                project("image: postgres:18\nenvironment: {POSTGRES_HOST_AUTH_METHOD: md5}")
                        .plan(),
                "db/pg_hba.conf");
        assertThat(rules)
                .startsWith("# aria-generated for db")
                .contains("md5")
                .contains("clientcert=verify-ca")
                .containsPattern("hostnossl\\s+all\\s+all\\s+all\\s+reject");
    }

    @Test
    void rules_that_the_user_has_taken_over_are_left_alone() {
        PlannedProject project =
                project("image: postgres:18").write("data/mtls/db/pg_hba.conf", "local all all peer\n");
        assertThat(project.plan().files()).noneMatch(file -> file.write().path().endsWith("pg_hba.conf"));
        assertThat(project.plan().findings())
                .filteredOn(finding -> finding.id().equals("taken-over"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.service()).contains("db"));
    }

    @Test
    void rules_of_the_users_own_are_refused_with_the_remedy() {
        StackPlan plan = project("image: postgres:18\ncommand: [postgres, -c, hba_file=/my/pg_hba.conf]")
                .plan();
        assertThat(plan.edits()).isEmpty();
        assertThat(plan.refusedAny()).isTrue();
    }

    @Test
    void tls_that_is_set_up_already_is_not_overwritten() {
        StackPlan plan = project("image: postgres:18\ncommand: [postgres, -c, ssl=on, -c, ssl_cert_file=/my.crt]")
                .plan();
        assertThat(plan.edits()).isEmpty();
        assertThat(plan.findings()).anyMatch(finding -> finding.id().equals("setting-conflict"));
    }

    @Test
    void an_entrypoint_without_a_command_has_no_place_for_flags() {
        assertThat(project("image: postgres:18\nentrypoint: [docker-entrypoint.sh]")
                        .plan()
                        .findings())
                .anyMatch(finding -> finding.id().equals("entrypoint"));
    }

    @Test
    void a_program_of_the_users_own_is_not_taken_for_the_server() {
        StackPlan plan = project("image: postgres:18\nentrypoint: [/run.sh]").plan();
        assertThat(plan.secured()).isEmpty();
        assertThat(plan.findings()).anyMatch(finding -> finding.id().equals("no-preset"));
    }

    @Test
    void a_service_in_a_profile_gets_its_key_in_the_same_profile() {
        assertThat(patched("image: postgres:18\nprofiles: [data]")).contains("profiles: [\"data\"]");
    }

    @Test
    void a_script_as_command_is_refused_and_the_other_services_are_secured() {
        PlannedProject project = new PlannedProject(folder, """
                services:
                  one:
                    image: postgres:18
                    command: sh -c "postgres & wait"
                  two:
                    image: postgres:18
                """);
        StackPlan plan = project.plan();
        assertThat(plan.secured()).containsExactly("two");
        assertThat(plan.refusedAny()).isTrue();
    }

    @Test
    void a_name_that_no_certificate_can_hold_is_left_out_and_said() {
        StackPlan plan = project("image: postgres:18\nhostname: http://db:5432").plan();
        assertThat(plan.need("db").orElseThrow().names().dns()).contains("db").doesNotContain("http://db:5432");
        assertThat(plan.findings()).anyMatch(finding -> finding.id().equals("name-left-out"));
    }
}
