package aria.ca.online;

import aria.pki.Authorities;
import aria.pki.CertifiedKey;
import aria.pki.KeyStores;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.LeafIssuer;
import aria.pki.LeafRequest;
import aria.pki.Names;
import aria.pki.Pem;
import aria.pki.Purpose;
import aria.pki.Validity;
import aria.testing.Needs;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Let's Encrypt's test server, which rejects half of all nonces, so that a client shows what it is made of. */
final class Pebble implements AutoCloseable {
    private final Process process;
    private final CertifiedKey root;
    private final int port;
    private final int management;
    private final Path log;

    private Pebble(Process process, CertifiedKey root, int port, int management, Path log) {
        this.process = process;
        this.root = root;
        this.port = port;
        this.management = management;
        this.log = log;
    }

    /**
     * Starts it.
     *
     * @param validation where it looks for answers, for both kinds
     * @param external whether it wants accounts with its operator
     */
    static Pebble start(Path folder, int validation, boolean external) {
        Path program = Needs.program("pebble");
        Validity validity = Validity.startingAt(Instant.now(), Duration.ofDays(2));
        CertifiedKey root = Authorities.root("Pebble's TLS", KeyType.P256, validity, List.of());
        KeyPair pair = Keys.generate(KeyType.P256);
        X509Certificate leaf = new LeafIssuer(root)
                .issue(new LeafRequest(
                        "localhost",
                        Names.of(List.of("localhost")),
                        pair.getPublic(),
                        Purpose.SERVER,
                        validity,
                        Optional.empty()));
        int port = freePort();
        int management = freePort();
        try {
            Files.write(folder.resolve("tls.crt"), Pem.certificates(List.of(leaf)));
            Files.write(folder.resolve("tls.key"), Keys.pkcs8Pem(pair.getPrivate()));
            Files.writeString(
                    folder.resolve("pebble.json"), """
                    {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
                      "certificate": "tls.crt", "privateKey": "tls.key", "httpPort": %d, "tlsPort": %d, "ocspResponderURL": "",
                      "externalAccountBindingRequired": %s, "externalAccountMACKeys": {"kid-1": "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W"},
                      "profiles": {"default": {"description": "", "validityPeriod": 7776000}}}}
                    """.formatted(port, management, validation, validation, external));
            ProcessBuilder builder = new ProcessBuilder(program.toString(), "-config", "pebble.json", "-strict")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("pebble.log").toFile())
                    .redirectInput(new File("/dev/null"));
            builder.environment().put("PEBBLE_WFE_NONCEREJECT", "50");
            builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
            Pebble pebble = new Pebble(builder.start(), root, port, management, folder.resolve("pebble.log"));
            pebble.await();
            return pebble;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI directory() {
        return URI.create("https://localhost:" + port + "/dir");
    }

    /** What its TLS comes from. */
    List<X509Certificate> tls() {
        return root.chain();
    }

    /** What its certificates come from, made anew at each start. */
    List<X509Certificate> issuing() {
        return Pem.readCertificates(get(management, "/roots/0").getBytes(StandardCharsets.US_ASCII), "pebble's root");
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String get(int at, String path) {
        try {
            return HttpClient.newBuilder()
                    .sslContext(KeyStores.sslContext(null, tls()))
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create("https://localhost:" + at + path))
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void await() {
        for (int attempt = 0; ; attempt++) {
            try {
                get(port, "/dir");
                return;
            } catch (UncheckedIOException notYet) {
                if (attempt > 300 || !process.isAlive()) {
                    throw new AssertionError("pebble did not start: " + log(), notYet);
                }
                sleep();
            }
        }
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
