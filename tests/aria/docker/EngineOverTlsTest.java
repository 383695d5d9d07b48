package aria.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.pki.CertifiedKey;
import aria.pki.KeyStores;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.Names;
import aria.pki.Pem;
import aria.pki.Purpose;
import aria.pki.TestCa;
import aria.testing.Needs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This machine's engine behind a port that asks for a certificate, as {@code dockerd --tlsverify} does. */
class EngineOverTlsTest {
    private static final Path SOCKET = Path.of("/var/run/docker.sock");

    @TempDir
    Path home;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private SSLServerSocket port;

    @BeforeEach
    void anEngineThatSpeaksTls() throws IOException {
        Needs.docker();
        TestCa ca = TestCa.of(KeyType.P256);
        CertifiedKey server = ca.leaf("engine", Names.of(List.of("127.0.0.1")), Purpose.SERVER);
        port = (SSLServerSocket) KeyStores.sslContext(server, List.of(ca.root().certificate()))
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        port.setNeedClientAuth(true);
        threads.execute(this::serve);
        CertifiedKey client = ca.leaf("me", Names.none(), Purpose.CLIENT);
        Path files = Files.createDirectories(home.resolve(".docker"));
        Files.write(files.resolve("ca.pem"), Pem.certificates(List.of(ca.root().certificate())));
        Files.write(files.resolve("cert.pem"), Pem.certificates(client.chain()));
        Files.write(files.resolve("key.pem"), Keys.pkcs8Pem(client.key()));
    }

    @AfterEach
    void close() throws IOException {
        if (port != null) {
            port.close();
        }
        threads.shutdownNow();
    }

    private void serve() {
        try {
            while (true) {
                Socket accepted = port.accept();
                SocketChannel engine = SocketChannel.open(UnixDomainSocketAddress.of(SOCKET));
                threads.execute(() -> copy(accepted, engine, true));
                threads.execute(() -> copy(accepted, engine, false));
            }
        } catch (IOException closed) {
            threads.shutdownNow();
        }
    }

    /** Until one side has ended, or was refused. */
    private static void copy(Socket outside, SocketChannel engine, boolean inwards) {
        byte[] bytes = new byte[8192];
        try (outside;
                engine) {
            for (int n = read(outside, engine, inwards, bytes); n >= 0; n = read(outside, engine, inwards, bytes)) {
                if (inwards) {
                    engine.write(ByteBuffer.wrap(bytes, 0, n));
                } else {
                    outside.getOutputStream().write(bytes, 0, n);
                }
            }
        } catch (IOException ended) {
            return; // what the client makes of that is what is asserted
        }
    }

    private static int read(Socket outside, SocketChannel engine, boolean inwards, byte[] bytes) throws IOException {
        return inwards ? outside.getInputStream().read(bytes) : engine.read(ByteBuffer.wrap(bytes));
    }

    private Map<String, String> environment(String... more) {
        Map<String, String> environment =
                new HashMap<>(Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + port.getLocalPort()));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    @Test
    void with_DOCKER_TLS_VERIFY_the_files_are_those_in_the_client_configuration() {
        try (Engine engine = Engine.connect(environment("DOCKER_TLS_VERIFY", "1"), home)) {
            assertThat(engine.projects()).isNotNull();
        }
    }

    @Test
    void or_those_in_DOCKER_CERT_PATH() throws IOException {
        Path elsewhere = home.resolve("elsewhere");
        Files.move(home.resolve(".docker"), elsewhere);
        try (Engine engine = Engine.connect(
                environment("DOCKER_TLS_VERIFY", "yes", "DOCKER_CERT_PATH", elsewhere.toString()), home)) {
            assertThat(engine.projects()).isNotNull();
        }
    }

    @Test
    void a_context_has_its_own() throws Exception {
        Path files = home.resolve(".docker");
        List<String> create = new ArrayList<>(List.of(
                "docker",
                "--config",
                files.toString(),
                "context",
                "create",
                "lab",
                "--docker",
                "host=tcp://127.0.0.1:" + port.getLocalPort() + ",ca=" + files.resolve("ca.pem") + ",cert="
                        + files.resolve("cert.pem") + ",key=" + files.resolve("key.pem")));
        assertThat(new ProcessBuilder(create)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();
        try (Engine engine = Engine.connect(Map.of("DOCKER_CONTEXT", "lab"), home)) {
            assertThat(engine.projects()).isNotNull();
        }
    }

    @Test
    void without_them_one_line_says_which_engine_does_not_answer() {
        assertThatThrownBy(() -> Engine.connect(environment(), home))
                .isInstanceOf(MissingEngineException.class)
                .hasMessageStartingWith(
                        "no Docker engine answers at DOCKER_HOST=tcp://127.0.0.1:" + port.getLocalPort())
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() ->
                        Engine.connect(environment("DOCKER_TLS_VERIFY", "1", "DOCKER_CERT_PATH", "/nowhere"), home))
                .isInstanceOf(MissingEngineException.class)
                .hasMessageContaining("/nowhere")
                .hasMessageNotContaining("\n");
    }

    @Test
    void a_socket_never_speaks_tls() {
        try (Engine engine = Engine.connect(
                environment("DOCKER_HOST", "unix://" + SOCKET, "DOCKER_TLS_VERIFY", "1"), home.resolve("empty"))) {
            assertThat(engine.projects()).isNotNull();
        }
    }
}
