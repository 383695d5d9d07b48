package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.testing.Needs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else's OpenBao, and a NATS in an image without a shell: one command secures them, one takes it back. */
class StrangersConfigsTest {
    private static final String COMPOSE = """
            services:
              bao:
                image: openbao/openbao:2.7
                command: server
                environment: [BAO_ADDR=http://127.0.0.1:8200]
                volumes: ["./bao:/openbao/config", "bao:/openbao/file"]
                ports: ["127.0.0.1:${BAO_PORT}:8200"]
              bus:
                image: nats:2.14
                command: -c /etc/nats/bus.conf
                volumes: ["./bus.conf:/etc/nats/bus.conf:ro"]
                ports: ["127.0.0.1:${BUS_PORT}:4222"]
            volumes: {bao: {}}
            """;
    private static final String BAO = "storage \"raft\" { path = \"/openbao/file\", node_id = \"a\" }\n"
            + "listener \"tcp\" { address = \"0.0.0.0:8200\", tls_disable = true }\ncluster_addr = \"http://127.0.0.1:8201\"\napi_addr = \"http://bao:8200\"\n";

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void they_are_secured_and_opened_again(@TempDir Path folder) {
        Needs.compose();
        List.of("busybox:1.37", "openbao/openbao:2.7", "nats:2.14").forEach(Needs::image);
        try (RealStack stack = RealStack.of(folder, COMPOSE, "BAO_PORT", "BUS_PORT")) {
            stack.project.file("bao/server.hcl", BAO).file("bus.conf", "port: 4222\n");
            Map<String, String> theirs = stack.project.contents();
            Project.Ran ran = stack.project.run("bootstrap", "--yes", "--up");
            assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
            List<RealStack.Checked> tried = stack.verify(0, "--only", "handshake");
            assertThat(tried)
                    .as("%s", tried)
                    .hasSize(2 * 7)
                    .extracting(RealStack.Checked::status)
                    .containsOnly("pass");
            assertThat(stack.compose("exec", "-T", "bao", "bao", "status").exit())
                    .as("2: it answers, and is sealed")
                    .isEqualTo(2);

            assertThat(stack.project.run("bootstrap", "--undo", "--yes").exit()).isZero();
            assertThat(stack.project.contents()).containsAllEntriesOf(theirs);
        }
    }
}
