package aria.attacks;

import static aria.ca.online.HostileServer.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import aria.ca.online.HostileServer;
import aria.ca.online.HostileServer.Behaviour;
import aria.commands.Project;
import aria.pki.Pem;
import aria.pki.Validity;
import aria.store.AuditReceipts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Receivers of the audit log that answer anything: nothing counts as acknowledged, no secret goes further, and soon. */
@Tag("full")
class HostileReceiversTest {
    private static final String TOKEN = "a-token-of-the-receiver";
    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void start() throws IOException {
        project = Project.empty(folder.toRealPath());
        assertThat(project.run("init-ca").exit()).isZero();
        project.file("data/mtls/audit.token", TOKEN + "\n").mode("data/mtls/audit.token", "rw-------");
    }

    @AfterEach
    void stop() {
        AuditReceipts.of(project.layout).forget();
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(
                        "a body without end", behaviour("HTTP/1.1 204 OK\r\nContent-Length: 900000000\r\n\r\n", " ")),
                Arguments.of(
                        "good news without end",
                        behaviour("HTTP/1.1 200 OK\r\nContent-Length: 900000000\r\n\r\n", " ")),
                Arguments.of("headers without end", behaviour("HTTP/1.1 200 OK\r\n", "X-Header: and another one\r\n")),
                Arguments.of("one header without end", behaviour("HTTP/1.1 200 OK\r\nX-Header: ", "and more ")),
                Arguments.of("early news without end", behaviour("", "HTTP/1.1 100 Continue\r\n\r\n")),
                Arguments.of(
                        "a status that writes to the terminal",
                        behaviour("\u001b]0;x\u0007\u001b[2J" + "y".repeat(20_000) + " 200\r\n\r\n", "")),
                Arguments.of("silence", (Behaviour) (request, out) -> Thread.sleep(60_000)));
    }

    private static Behaviour behaviour(String first, String again) {
        return (request, out) -> {
            out.write(first.getBytes(StandardCharsets.ISO_8859_1));
            byte[] more = again.repeat(100).getBytes(StandardCharsets.ISO_8859_1);
            while (more.length > 0) {
                out.write(more);
            }
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void a_webhook_that_answers_anything_acknowledges_nothing(String what, Behaviour behaviour) {
        try (HostileServer server = HostileServer.start(behaviour)) {
            Project.Ran ran = sent(server, server.url() + "/hook");
            assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(4);
            assertThat(ran.err()).doesNotContain("\u001b", "\u0007", TOKEN).hasSizeLessThan(1500);
            String receipts = project.run("pki-cert", "audit", "verify").out();
            assertThat(receipts).doesNotContain("acknowledged by", "\u001b").hasSizeLessThan(3000);
        }
    }

    /** Nor is the log or its secret sent to where an answer points, whoever that is. */
    @Test
    void a_redirect_is_not_followed_and_no_secret_reaches_whoever_has_another_certificate() {
        try (HostileServer other = HostileServer.start((request, out) -> out.write(http("204 No Content", "", "")))) {
            for (String status : new String[] {"301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent"}) {
                try (HostileServer server = HostileServer.start(
                        (request, out) -> out.write(http(status, "Location: " + other.url() + "/\r\n", "")))) {
                    Project.Ran ran = sent(server, server.url() + "/hook");
                    assertThat(ran.exit()).as(ran.err()).isEqualTo(4);
                    assertThat(ran.err()).doesNotContain(TOKEN);
                }
            }
            // Trusted is another one's root.
            try (HostileServer server = HostileServer.start((request, out) -> {})) {
                assertThat(sent(server, other.url() + "/hook").exit()).isEqualTo(4);
            }
            assertThat(other.asked()).isZero();
        }
        Validity day = Validity.startingAt(Instant.now(), Duration.ofDays(1));
        Validity past =
                new Validity(Instant.now().minusSeconds(9000), Instant.now().minusSeconds(60));
        for (boolean name : new boolean[] {true, false}) {
            try (HostileServer server = HostileServer.start(
                    (request, out) -> out.write(http("204 No Content", "", "")),
                    name ? "other.example" : "localhost",
                    day,
                    name ? day : past)) {
                Project.Ran ran = sent(server, server.url() + "/hook");
                assertThat(ran.exit()).as(ran.err()).isEqualTo(4);
                assertThat(server.asked()).isZero();
            }
        }
    }

    /** Syslog has no answer: whoever does not end the connection has acknowledged nothing. */
    @ParameterizedTest
    @MethodSource("talkers")
    void a_syslog_server_that_talks_or_never_ends_acknowledges_nothing(String what, Talker talker) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> serve(server, talker), "hostile syslog");
            thread.setDaemon(true);
            thread.start();
            String url = "tcp://127.0.0.1:" + server.getLocalPort();
            project.file("aria.yaml", "version: 1\naudit:\n  syslog: " + url + "\n");
            Project.Ran ran =
                    assertTimeoutPreemptively(SOON, () -> project.run("pki-cert", "audit", "send", "--to", url));
            assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(4);
            assertThat(ran.err()).doesNotContain("\u001b").hasSizeLessThan(1500);
        }
    }

    interface Talker {
        void talk(Socket socket) throws IOException, InterruptedException;
    }

    static Stream<Arguments> talkers() {
        return Stream.of(
                Arguments.of("escapes without end", (Talker) socket -> flood(socket.getOutputStream())),
                Arguments.of("nothing is read", (Talker) socket -> Thread.sleep(60_000)),
                Arguments.of("now and then a byte", (Talker) socket -> {
                    while (true) {
                        socket.getOutputStream().write(27);
                        Thread.sleep(200);
                    }
                }),
                Arguments.of("it is cut off", (Talker) socket -> {
                    socket.setSoLinger(true, 0);
                    socket.getInputStream().read();
                }));
    }

    private static void flood(OutputStream out) throws IOException {
        while (true) {
            out.write("\u001b[2J\u001b]0;x\u0007".repeat(1000).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void serve(ServerSocket server, Talker talker) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                talker.talk(socket);
            } catch (IOException gone) {
                // The client hung up, as it should.
            } catch (InterruptedException over) {
                return;
            }
        }
    }

    private Project.Ran sent(HostileServer trusted, String url) {
        write("trust.pem", Pem.certificates(trusted.roots()));
        project.file("aria.yaml", "version: 1\naudit:\n  webhook: " + url + "\n  trust: trust.pem\n");
        return assertTimeoutPreemptively(SOON, () -> project.run("pki-cert", "audit", "send", "--to", url));
    }

    private void write(String name, byte[] content) {
        try {
            Files.write(project.root.resolve(name), content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
