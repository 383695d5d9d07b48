package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Needs;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server behind a proxy is still called at its published UDP port. */
@Tag("full")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class UdpServerStackTest extends OnAStack {
    private static final String FILE = """
            services:
              app:
                image: aria-test-application:trixie
                init: true
                entrypoint: [sleep, infinity]
                environment: {SYNC_URL: "http://sync:8384"}
              sync:
                image: aria-test-application:trixie
                init: true
                entrypoint: [python3, /sync.py]
                volumes: ["./sync.py:/sync.py:ro"]
                ports: ["127.0.0.1:${UDP_PORT}:22000/udp"]
            """;
    private static final String SERVER = """
            import http.server, socket, threading
            def echo():
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.bind(("", 22000))
                while True:
                    data, sender = s.recvfrom(100)
                    s.sendto(b"echo " + data, sender)
            threading.Thread(target=echo, daemon=True).start()
            http.server.ThreadingHTTPServer(("", 8384), http.server.SimpleHTTPRequestHandler).serve_forever()
            """;

    @Test
    void answers_as_before(@TempDir Path folder) throws IOException {
        Needs.compose();
        List.of("busybox:1.37", "haproxy:3.0.11", "aria-test-application:trixie")
                .forEach(Needs::image);
        try (RealStack made = RealStack.of(folder, FILE, "UDP_PORT")) {
            stack = made;
            stack.project.file("sync.py", SERVER);
            stack.compose("up", "-d", "--wait").ok();
            answers();
            succeeds("bootstrap", "--yes", "--up");
            assertThat(stack.containers()).containsKey("sync-mtls-proxy");
            answers();
            stack.compose("up", "-d", "--force-recreate", "--wait").ok();
            answers();
        } finally {
            stack = null;
        }
    }

    private void answers() throws IOException {
        String ask =
                "for i in $(seq 40); do curl -sf -m 5 -o /dev/null http://sync:8384/ && echo page && break; sleep 0.5;"
                        + " done";
        assertThat(stack.exec("app", "bash", "-c", ask).strip()).isEqualTo("page");
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(5000);
            byte[] asked = "ping".getBytes(StandardCharsets.US_ASCII);
            socket.send(
                    new DatagramPacket(asked, asked.length, InetAddress.getLoopbackAddress(), stack.port("UDP_PORT")));
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            socket.receive(answer);
            assertThat(new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII))
                    .isEqualTo("echo ping");
        }
    }
}
