package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.pki.Certificates;
import aria.pki.Pem;
import aria.testing.Needs;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The step-ca of a stack signs for the stack: as its first service that starts, and ever after, by token and by ACME. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Tag("full")
class StackOwnCaTest {
    private static final String STEP_CA = "smallstep/step-ca:0.30.2";

    @Test
    void it_is_started_first_signs_for_the_others_and_goes_on_signing(@TempDir Path folder) throws IOException {
        Needs.compose();
        List.of("busybox:1.37", STEP_CA, "nats:2.14-alpine").forEach(Needs::image);
        try (RealStack stack = RealStack.partOfAria(folder, "STEP_CA_PORT", "NATS_PORT", "NATS_MONITOR_PORT")) {
            Project project = stack.project;
            String url = "https://localhost:" + stack.port("STEP_CA_PORT");
            Project.Ran ran = project.run("bootstrap", "--yes", "--up", "--ca", "jwk", "--only", "nats");
            assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
            assertThat(ran.err()).contains("Starting step-ca, which signs the certificates");
            assertThat(ran.out())
                    .contains("1 certificate in data/certs, signed by the CA at " + url + ", as requested");
            assertThat(stack.compose("logs", "step-ca").out())
                    .contains(leaf(stack, "nats").getSerialNumber().toString());
            assertThat(stack.containers().get("nats").ready()).isTrue();
            assertThat(project.run("bootstrap", "--yes", "--up", "--ca", "jwk", "--only", "nats")
                            .out())
                    .contains("no file needs a change, nothing written");

            a_backup_has_its_database(stack, folder.resolve("elsewhere"));
            a_new_CA_reaches_servers_that_run(stack);
            answers_acme_on_its_own_network(stack);
            learns_a_new_name_before_it_is_asked_for_it(stack);
        }
    }

    /** It is copied while step-ca has it open, and another one opens the copy. */
    private static void a_backup_has_its_database(RealStack stack, Path elsewhere) throws IOException {
        Project lost = stack.project.file("pw", "correct horse battery staple\n");
        lost.mode("pw", "rw-------");
        Project.Ran made = lost.run("pki-cert", "backup", "b.cms", "--password-file", "pw");
        assertThat(made.exit()).as(made.err()).isZero();
        Project restored = Project.empty(Files.createDirectories(elsewhere));
        String[] restore = {
            "restore",
            lost.root.resolve("b.cms").toString(),
            "--password-file",
            lost.root.resolve("pw").toString()
        };
        assertThat(restored.run("pki-cert", restore).exit()).isZero();
        assertThat(stack.sh(
                                "docker",
                                "run",
                                "--rm",
                                "--user=0",
                                "--volume=" + restored.root.resolve("config/step-ca") + ":/home/step",
                                "--entrypoint=sh",
                                STEP_CA,
                                "-c",
                                "cd /home/step; step-ca ca.json --password-file secrets/password.txt >/tmp/log 2>&1 &"
                                        + " until grep -qi 'serving https\\|error' /tmp/log; do sleep 1; done; cat /tmp/log")
                        .out())
                .contains("Serving HTTPS");
        assertThat(Files.readString(
                        restored.root.resolve("config/step-ca/db/000000.vlog"), StandardCharsets.ISO_8859_1))
                .as("what was issued")
                .contains("x509_certs");
    }

    /** They trusted the CA before, and step-ca could not open the new key; ten minutes were waited for them. */
    private static void a_new_CA_reaches_servers_that_run(RealStack stack) {
        Project.Ran made = stack.project.run("init-ca", "--force", "--yes");
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(made.err()).contains("docker compose up -d step-ca-init && docker compose restart step-ca");
        String started = stack.containers().get("nats").containerId();
        Project.Ran ran =
                stack.project.run("bootstrap", "--yes", "--up", "--ca", "jwk", "--only", "nats", "--up-timeout", "60s");
        assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.err())
                .contains(
                        "Restarted because the CA has changed: step-ca\n",
                        "Restarted because the CA has changed: nats\n");
        assertThat(stack.containers().get("nats").containerId()).isEqualTo(started);
        assertThat(stack.project
                        .run("bootstrap", "--yes", "--up", "--only", "nats")
                        .err())
                .as("only once")
                .doesNotContain("Restarted because");
    }

    private static void answers_acme_on_its_own_network(RealStack stack) throws IOException {
        Project.Ran ran = stack.project.run("generate-service-certs", "nats", "--ca", "acme", "--force");
        assertThat(ran.exit())
                .as(ran.err() + stack.compose("logs", "step-ca").out())
                .isZero();
        assertThat(ran.err())
                .contains("with ACME and http-01, answered by a container on its own network")
                .contains("Skipped", "::1");
        assertThat(Certificates.isByAcme(leaf(stack, "nats"))).isTrue();
        assertThat(Certificates.names(leaf(stack, "nats")).all())
                .contains("nats", "localhost", "127.0.0.1")
                .doesNotContain("::1");
        assertThat(stack.sh("docker", "ps", "--all", "--quiet", "--filter", "label=aria.helper")
                        .out())
                .as("nothing of it stays")
                .isEmpty();
        assertThat(stack.project.run("generate-service-certs", "nats").out()).contains("0 issued, 1 kept");
        assertThat(stack.results(
                        stack.project.run("verify-mtls-setup", "--no-live", "--json", "--only", "certs.names")))
                .filteredOn(check -> check.service().equals("nats"))
                .extracting(RealStack.Checked::status)
                .containsExactly("pass");
    }

    private static void learns_a_new_name_before_it_is_asked_for_it(RealStack stack) throws IOException {
        Path file = stack.project.root.resolve("compose/state.yml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst(
                                "(?m)^services:\n",
                                "services:\n  webshop:\n    image: busybox:1.37\n    networks: [state]\n\n"));
        Project.Ran ran = stack.project.run("generate-service-certs", "webshop", "--ca", "acme");
        assertThat(ran.exit())
                .as(ran.err() + stack.compose("logs", "step-ca").out())
                .isZero();
        assertThat(ran.err()).contains("authority.policy also allows webshop", "step-ca reloaded ca.json");
        assertThat(Certificates.isByAcme(leaf(stack, "webshop"))).isTrue();
    }

    @Test
    void one_that_does_not_come_up_is_said_and_the_next_run_does_the_rest(@TempDir Path folder) throws IOException {
        Needs.compose();
        List.of("busybox:1.37", STEP_CA, "nats:2.14-alpine").forEach(Needs::image);
        try (RealStack stack = RealStack.partOfAria(folder, "STEP_CA_PORT", "NATS_PORT", "NATS_MONITOR_PORT")) {
            try (ServerSocket taken = new ServerSocket(stack.port("STEP_CA_PORT"))) {
                Project.Ran ran = stack.project.run("bootstrap", "--yes", "--up", "--ca", "jwk", "--only", "nats");
                assertThat(ran.exit()).as(ran.err()).isEqualTo(6);
                assertThat(ran.errors())
                        .hasSize(1)
                        .first()
                        .asString()
                        .contains("step-ca did not start", "no certificate was issued", "run again");
                assertThat(stack.project.has("data/certs/nats")).isFalse();
            }
            Project.Ran rest = stack.project.run("bootstrap", "--yes", "--up", "--ca", "acme", "--only", "nats");
            assertThat(rest.exit()).as(rest.out() + rest.err()).isZero();
            assertThat(Certificates.isByAcme(leaf(stack, "nats"))).isTrue();
        }
    }

    private static X509Certificate leaf(RealStack stack, String service) throws IOException {
        return Pem.readCertificates(Files.readAllBytes(stack.project.layout.serviceCertificate(service)), service)
                .get(0);
    }
}
