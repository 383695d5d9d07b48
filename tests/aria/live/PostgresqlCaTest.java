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
    private static final String IMAGE = "postgres:18-alpine";
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
            assertThat(stack.exec(
                            "ca-database",
                            "psql",
                            "-U",
                            "stepca",
                            "-d",
                            "stepca",
                            "-Atc",
                            "select count(*) from x509_certs"))
                    .isEqualTo("1");
            assertThat(project.text("config/step-ca/ca.json"))
                    .contains("\"type\": \"postgresql\"")
                    .doesNotContain(PASSWORD);
            assertThat(stack.exec("step-ca", "env")).doesNotContain(PASSWORD);
        }
    }
}
