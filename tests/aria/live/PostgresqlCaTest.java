package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same CA on PostgreSQL, in the service as it is shipped; its password is in no file but the one for it. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class PostgresqlCaTest {
    private static final String IMAGE = "postgres:17";
    private static final String PASSWORD = "a-password-of-the-database";
    private static final String TEMPLATE = """
            {"subject": {"organization": {{ toJson .company }}, "commonName": {{ toJson .Subject.CommonName }}}, "sans": {{ toJson .SANs }},
             "keyUsage": ["digitalSignature"], "extKeyUsage": ["serverAuth", "clientAuth"]}
            """;
    private static final String DATABASE = """
            services:
              ca-database:
                image: %s
                environment: {POSTGRES_USER: stepca, POSTGRES_PASSWORD: %s}
                networks: [identity]
                healthcheck: {test: ["CMD", "pg_isready", "-h", "127.0.0.1", "-U", "stepca"], interval: 1s, retries: 60}

            """.formatted(IMAGE, PASSWORD);

    @Test
    void step_ca_is_healthy_on_postgresql_signs_by_a_template_of_ones_own_and_keeps_what_it_signed_there(
            @TempDir Path folder) throws IOException {
        Needs.compose();
        Needs.program("openssl");
        List.of("busybox:1.37", "smallstep/step-ca:0.30.2", IMAGE).forEach(Needs::image);
        try (RealStack stack = RealStack.partOfAria(folder, "STEP_CA_PORT")) {
            Project project = stack.project;
            Path identity = project.root.resolve("compose/identity.yml");
            Files.writeString(identity, Files.readString(identity).replaceFirst("(?m)^services:\n", DATABASE));
            project.file(
                    "compose/.env",
                    project.text("compose/.env") + "STEP_CA_PGHOST=ca-database\nSTEP_CA_PGUSER=stepca\n");
            Project.Ran made = project.run("init-ca", "--db", "postgresql");
            assertThat(made.exit()).isZero();
            assertThat(made.err()).contains("config/step-ca/secrets/pgpass");
            project.file("config/step-ca/secrets/pgpass", "ca-database:5432:*:stepca:" + PASSWORD + "\n");
            project.mode("config/step-ca/secrets/pgpass", "rw-------");
            project.file(
                    "config/step-ca/ca.json",
                    project.text("config/step-ca/ca.json")
                            .replaceFirst(
                                    "\"name\": \"admin\",",
                                    "\"name\": \"admin\", \"options\": {\"x509\": {\"templateFile\": \"templates/leaf.tpl\", \"templateData\": {\"company\": \"Lab\"}}},"));
            project.file("config/step-ca/templates/leaf.tpl", TEMPLATE);
            assertThat(project.run("init-ca", "--check").exit())
                    .as("nothing more to do")
                    .isZero();

            stack.compose("up", "-d", "--wait", "ca-database").ok();
            stack.compose("up", "-d", "--wait", "step-ca");
            assertThat(stack.containers().get("step-ca").ready())
                    .as(stack.compose("logs", "step-ca", "step-ca-init").out())
                    .isTrue();
            Project.Ran issued = project.run(
                    "generate-service-certs",
                    "--ca",
                    "jwk",
                    "--ca-url",
                    "https://localhost:" + stack.port("STEP_CA_PORT"),
                    "nats");
            assertThat(issued.exit()).as(issued.err()).isZero();
            Project.Ran offline = project.run("generate-service-certs", "--ca", "offline", "vault");
            assertThat(offline.exit()).as(offline.err()).isZero();
            for (String service : List.of("nats", "vault")) {
                assertThat(stack.sh(
                                        "openssl",
                                        "x509",
                                        "-in",
                                        "data/certs/" + service + "/" + service + ".crt",
                                        "-noout",
                                        "-subject")
                                .ok())
                        .as("by step-ca, and without it")
                        .isEqualToIgnoringWhitespace("subject=O = Lab, CN = " + service);
            }
            assertThat(rows(stack, "x509_certs")).isEqualTo("1");
            assertThat(project.text("config/step-ca/ca.json"))
                    .contains("\"type\": \"postgresql\"")
                    .doesNotContain(PASSWORD);
            assertThat(stack.exec("step-ca", "env")).doesNotContain(PASSWORD);
            backupBringsItBack(stack, folder.resolve("elsewhere"));
        }
    }

    /** The dump is made while step-ca runs, and the database is lost then. */
    private static void backupBringsItBack(RealStack stack, Path elsewhere) {
        Project project = stack.project;
        Project.Ran revoked = project.run(
                "pki-cert",
                "revoke",
                "nats",
                "--online",
                "--ca-url",
                "https://localhost:" + stack.port("STEP_CA_PORT"));
        assertThat(revoked.exit()).as(revoked.out() + revoked.err()).isZero();
        assertThat(rows(stack, "revoked_x509_certs")).isEqualTo("1");
        project.file("backup.password", "a-long-password-of-backups\n");
        project.mode("backup.password", "rw-------");
        Project.Ran written = project.run("pki-cert", "backup", "ca.cms", "--password-file", "backup.password");
        assertThat(written.exit()).as(written.err()).isZero();
        assertThat(written.err()).doesNotContain("warning");
        assertThat(stack.exec("ca-database", "sh", "-c", "ls -d /tmp/*.* || echo nothing stays"))
                .contains("nothing stays");

        stack.compose("stop", "step-ca").ok();
        stack.exec("ca-database", "dropdb", "--username=stepca", "--maintenance-db=postgres", "stepca");
        Project restored = Project.empty(elsewhere);
        Project.Ran back = restored.run(
                "pki-cert",
                "restore",
                project.root.resolve("ca.cms").toString(),
                "--password-file",
                project.root.resolve("backup.password").toString());
        assertThat(back.exit()).as(back.err()).isZero();
        stack.sh(
                        "sh",
                        "-c",
                        "docker exec -i \"$0\" pg_restore -U stepca -d postgres --create --clean --if-exists < \"$1\"",
                        stack.containers().get("ca-database").containerId(),
                        restored.root.resolve("config/step-ca/db/stepca.dump").toString())
                .ok();
        assertThat(rows(stack, "x509_certs")).isEqualTo("1");
        assertThat(rows(stack, "revoked_x509_certs")).isEqualTo("1");
        stack.compose("up", "-d", "--wait", "step-ca");
        assertThat(stack.containers().get("step-ca").ready()).isTrue();
    }

    private static String rows(RealStack stack, String table) {
        return stack.exec(
                "ca-database", "psql", "-U", "stepca", "-d", "stepca", "-Atc", "select count(*) from " + table);
    }
}
