package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.testing.Needs;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The names that the running CA certifies are those of the stack: a neighbour on its network gets none of its own. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class PolicyFollowsStackTest {
    private static final String IMAGE = "smallstep/step-ca:0.30.2";

    @Test
    void a_neighbour_is_refused_by_acme_until_it_is_a_service_of_the_stack(@TempDir Path folder) throws IOException {
        Needs.compose();
        List.of("busybox:1.37", IMAGE).forEach(Needs::image);
        try (RealStack stack = RealStack.partOfAria(folder, "STEP_CA_PORT")) {
            Project project = stack.project;
            assertThat(project.run("init-ca").exit()).isZero();
            stack.compose("up", "-d", "--wait", "step-ca");
            assertThat(stack.containers().get("step-ca").ready())
                    .as(stack.compose("logs", "step-ca").out())
                    .isTrue();

            Shell refused = asksByAcme(stack, "webshop");
            assertThat(refused.exit()).as(refused.err()).isNotZero();
            assertThat(refused.err()).contains("will not issue certificates for the identifier");

            Path file = project.root.resolve("compose/state.yml");
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replaceFirst(
                                    "(?m)^services:\n",
                                    "services:\n  webshop:\n    image: busybox:1.37\n    networks: [state]\n\n"));
            Project.Ran added = project.run("generate-service-certs", "--ca", "offline", "webshop");
            assertThat(added.exit()).as(added.err()).isZero();
            assertThat(project.text("config/step-ca/ca.json")).contains("\"webshop\"");
            assertThat(added.err()).contains("step-ca reloaded ca.json, with the provisioners acme, admin, sshpop");

            Shell allowed = asksByAcme(stack, "webshop");
            assertThat(allowed.exit())
                    .as(allowed.err() + stack.compose("logs", "step-ca").out())
                    .isZero();
            assertThat(asksByAcme(stack, "stranger").exit())
                    .as("and still nobody else")
                    .isNotZero();
            assertThat(asksByAcme(stack, "step-ca").exit())
                    .as("and nobody for the CA's own name")
                    .isNotZero();
            answers_for_another_service(stack);

            project.file(
                    "config/step-ca/ca.json",
                    project.text("config/step-ca/ca.json").replace("\"acme\"", "\"admin\""));
            Project.Ran broken = project.run("generate-service-certs", "--ca", "offline", "another");
            assertThat(broken.err())
                    .as("a file that it can't take")
                    .contains("warning: step-ca did not reload ca.json:")
                    .contains("docker compose kill -s HUP step-ca");
        }
    }

    /** Attack 12: what a container gets for another's name is for servers, for 90 days; no server takes it for that service. */
    private static void answers_for_another_service(RealStack stack) {
        Shell posing = asksByAcme(
                stack,
                "postgres",
                "step certificate inspect /tmp/c --format json && ! step ca renew --force --ca-url https://step-ca:9000"
                        + " --root /root.crt /tmp/c /tmp/k");
        assertThat(posing.exit()).as(posing.out() + posing.err()).isZero();
        assertThat(posing.out()).contains("\"server_auth\": true").doesNotContain("\"client_auth\": true");
        assertThat(posing.err()).contains("remote error: tls");
        JsonObject validity =
                JsonParser.parseString(posing.out()).getAsJsonObject().getAsJsonObject("validity");
        assertThat(Duration.between(
                        Instant.parse(validity.get("start").getAsString()),
                        Instant.parse(validity.get("end").getAsString())))
                .isLessThanOrEqualTo(Duration.ofDays(90).plusMinutes(1));
    }

    private static Shell asksByAcme(RealStack stack, String name) {
        return asksByAcme(stack, name, "true");
    }

    /** As a container on the CA's network would, under a name that leads to it: http-01 on port 80. */
    private static Shell asksByAcme(RealStack stack, String name, String then) {
        return stack.sh(
                "docker",
                "run",
                "--rm",
                "--user",
                "0:0",
                "--network",
                stack.name + "_identity",
                "--network-alias",
                name,
                "-v",
                stack.project.layout.rootCertificate() + ":/root.crt:ro",
                "--entrypoint",
                "sh",
                IMAGE,
                "-c",
                "step ca certificate " + name + " /tmp/c /tmp/k --provisioner acme --ca-url https://step-ca:9000"
                        + " --root /root.crt && " + then);
    }
}
