package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.testing.Needs;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client program of NATS in a container beside its server: a client preset and nothing else. */
@Tag("full")
class NatsBoxTest {
    private static final String FILE = """
            services:
              bus:
                image: nats:2.14-alpine
                command: [-c, /etc/nats/bus.conf]
                volumes: ["./bus.conf:/etc/nats/bus.conf:ro"]
              box:
                image: natsio/nats-box:0.19
                command: sleep 3600
                stop_signal: KILL
                environment: {NATS_URL: "nats://bus:4222"}
            """;

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void it_publishes_and_subscribes_with_its_certificate_and_not_without(@TempDir Path folder) {
        Needs.compose();
        List.of("busybox:1.37", "nats:2.14-alpine", "natsio/nats-box:0.19").forEach(Needs::image);
        try (RealStack stack = RealStack.of(folder, FILE)) {
            stack.project.file("bus.conf", "port: 4222\n");
            Project.Ran ran = stack.project.run("bootstrap", "--yes", "--up");
            assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
            assertThat(stack.exec(
                            "box",
                            "sh",
                            "-c",
                            "nats reply greeting hello --count 1 & sleep 1; nats request greeting hi --raw"))
                    .contains("hello");
            Shell without = stack.compose(
                    "exec", "-T", "-e", "NATS_CERT=", "-e", "NATS_KEY=", "box", "nats", "request", "greeting", "hi");
            assertThat(without.exit()).isNotZero();
            // The alert, or the reset that overtook it.
            assertThat(without.out() + without.err()).contains("tls");
        }
    }
}
