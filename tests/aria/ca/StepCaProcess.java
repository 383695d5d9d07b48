package aria.ca;

import aria.pki.CertifiedKey;
import aria.pki.KeyStores;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real step-ca as a process, started in a generated configuration folder as its README says, on a free port. */
public final class StepCaProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(40);

    private final Process process;
    private final Path log;
    private final URI url;
    private final List<X509Certificate> roots;

    private StepCaProcess(Process process, Path log, URI url, List<X509Certificate> roots) {
        this.process = process;
        this.log = log;
        this.url = url;
        this.roots = roots;
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it and waits until it is healthy. */
    public static StepCaProcess start(Path program, Path configDir, int port, List<X509Certificate> roots) {
        return start(program, configDir, port, roots, List.of());
    }

    /**
     * As {@link #start(Path, Path, int, List)}.
     *
     * @param options more words for its command line
     */
    public static StepCaProcess start(
            Path program, Path configDir, int port, List<X509Certificate> roots, List<String> options) {
        Path log = configDir.resolveSibling("step-ca.log");
        List<String> words = new ArrayList<>(List.of(program.toString(), "--password-file", "secrets/password.txt"));
        words.addAll(options);
        words.add("ca.json");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(configDir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"));
        builder.environment()
                .put("STEPPATH", configDir.resolveSibling("steppath").toString());
        try {
            StepCaProcess ca = new StepCaProcess(builder.start(), log, URI.create("https://localhost:" + port), roots);
            ca.awaitHealth();
            return ca;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return url;
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes it read ca.json again. */
    void reload() {
        signal("HUP");
    }

    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Stops it where it stands. The signal reaches one thread after the other, and one of them once answered in between: returns
     * when the last is stopped ({@code T} in proc(5)); where there is no such file system, at once.
     */
    void hang() {
        signal("STOP");
        try {
            for (int attempt = 0; attempt < 5000 && runs(Path.of("/proc/" + process.pid() + "/task")); attempt++) {
                Thread.sleep(1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static boolean runs(Path threads) throws IOException {
        if (!Files.isDirectory(threads)) {
            return false;
        }
        try (Stream<Path> each = Files.list(threads)) {
            for (Path thread : each.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                if (!stat.startsWith(" T ", stat.lastIndexOf(')') + 1)) {
                    return true;
                }
            }
        }
        return false;
    }

    public HttpResponse<String> get(String path) {
        return send(null, HttpRequest.newBuilder(url.resolve(path)).GET());
    }

    /**
     * Posts to a path of the CA.
     *
     * @param identityOrNull what to present as the client
     */
    public HttpResponse<String> post(String path, String body, CertifiedKey identityOrNull) {
        return send(
                identityOrNull,
                HttpRequest.newBuilder(url.resolve(path)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(CertifiedKey identityOrNull, HttpRequest.Builder request) {
        try {
            return HttpClient.newBuilder()
                    .sslContext(KeyStores.sslContext(identityOrNull, roots))
                    .build()
                    .send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void awaitHealth() {
        long end = System.nanoTime() + START.toNanos();
        while (true) {
            try {
                if (get("/health").statusCode() == 200) {
                    return;
                }
            } catch (UncheckedIOException notYet) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    close();
                    throw new AssertionError("step-ca did not start: " + log(), notYet);
                }
            }
            sleep();
        }
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }

    /** Ends it as a power cut would. */
    void kill() {
        process.destroyForcibly();
        close();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }
}
