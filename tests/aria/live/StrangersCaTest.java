package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.docker.RunningService;
import aria.testing.Needs;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real step-ca in somebody else's stack: added where there was none, put right where it was wrong in every way. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class StrangersCaTest {
    private static final String IMAGE = "smallstep/step-ca:0.30.2";
    private static final String DATABASE = """
            services:
              db:
                image: postgres:18
                environment: {POSTGRES_PASSWORD: only-here}
                networks: [back]
            networks:
              back:
            """;
    private static final String BROKEN = """
            services:
              ca:
                image: smallstep/step-ca:0.30.2
                working_dir: /etc/step-ca
                environment:
                  - DOCKER_STEPCA_INIT_NAME=Lab
                  - DOCKER_STEPCA_INIT_DNS_NAMES=ca,localhost
                volumes:
                  - ./docker/config/step-ca:/etc/step-ca
                  - ca-data:/home/step
                ports:
                  - "${CA_PORT}:9000"
                healthcheck:
                  test: step ca health
                  interval: 2s
                  retries: 10
            volumes:
              ca-data:
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void needs_docker_and_step_ca() {
        Needs.compose();
        List.of("busybox:1.37", "postgres:18", IMAGE).forEach(Needs::image);
    }

    @Test
    void it_is_added_on_the_network_of_those_who_use_it_and_certifies_them() {
        try (RealStack stack = RealStack.of(folder, DATABASE, "CA_PORT")) {
            Project project = stack.project;
            Project.Ran added = project.run("bootstrap", "--with-step-ca", "--yes");
            assertThat(added.exit()).as(added.out() + added.err()).isZero();
            // Several runs fit on a machine; and who moves the port finds it where it was put.
            String patched = project.text("docker-compose.yml");
            project.file("docker-compose.yml", patched.replace("127.0.0.1:9000:9000", "127.0.0.1:${CA_PORT}:9000"));
            Project.Ran up = project.run("bootstrap", "--yes", "--up", "--verbose");
            assertThat(up.exit()).as(up.out() + up.err()).isZero();
            assertThat(up.out())
                    .contains(
                            "All checks passed!",
                            "step-ca runs and is healthy",
                            "no file needs a change, nothing written");

            assertThat(stack.sh(
                                    "docker",
                                    "run",
                                    "--rm",
                                    "--network",
                                    stack.name + "_back",
                                    "-v",
                                    project.layout.rootCertificate() + ":/root.crt:ro",
                                    "--entrypoint",
                                    "step",
                                    IMAGE,
                                    "ca",
                                    "health",
                                    "--ca-url",
                                    "https://step-ca:9000",
                                    "--root",
                                    "/root.crt")
                            .ok())
                    .contains("ok");
            String before = stack.issuedSerial("db");
            Project.Ran issued = project.run(
                    "generate-service-certs",
                    "--ca",
                    "jwk",
                    "--ca-url",
                    "https://localhost:" + stack.port("CA_PORT"),
                    "--force",
                    "--yes",
                    "db");
            assertThat(issued.exit()).as(issued.err()).isZero();
            assertThat(stack.issuedSerial("db")).isNotEqualTo(before);

            project.file("docker-compose.yml", patched);
            Project.Ran undone = project.run("bootstrap", "--undo", "--volumes", "--yes");
            assertThat(undone.exit()).as(undone.out() + undone.err()).isZero();
            assertThat(stack.volumes())
                    .as("what step-ca has issued is not forgotten")
                    .containsExactly("step-ca-db");
        }
    }

    @Test
    void one_that_is_wrong_in_every_way_serves_our_ca_afterwards() {
        try (RealStack stack = RealStack.of(folder, BROKEN, "CA_PORT")) {
            Project project = stack.project;
            stack.compose("up", "-d").ok();
            assertThat(project.has("docker/config/step-ca"))
                    .as("Docker makes what is mounted and not there")
                    .isTrue();

            Project.Ran ran = project.run("bootstrap", "--yes", "--up", "--verbose");
            assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
            assertThat(ran.out()).contains("All checks passed!", "step-ca runs and is healthy: ca");
            RunningService server = stack.containers().get("ca");
            assertThat(server.ports())
                    .extracting(RunningService.PublishedPort::hostIp)
                    .containsOnly("127.0.0.1");
            assertThat(stack.exec(
                            "ca",
                            "step",
                            "ca",
                            "health",
                            "--ca-url",
                            "https://ca:9000",
                            "--root",
                            "/home/step/pki/root_ca.crt"))
                    .isEqualTo("ok");
            assertThat(stack.exec("ca", "ls", "/home/step/secrets"))
                    .as("who may ask for certificates is not the server's business")
                    .isEqualTo("password.txt");

            assertThat(project.run("bootstrap", "--undo", "--yes").exit()).isZero();
            assertThat(project.text("docker-compose.yml")).isEqualTo(BROKEN);
        }
    }
}
