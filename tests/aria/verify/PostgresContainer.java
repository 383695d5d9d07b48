package aria.verify;

import aria.docker.Engine;
import aria.docker.RunningService;
import aria.pki.CertifiedKey;
import aria.pki.Keys;
import aria.pki.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A real PostgreSQL with TLS, labelled as the service {@code db} of a Compose project. */
public final class PostgresContainer implements AutoCloseable {
    public static final String IMAGE = "postgres:18";
    private static final String START = """
            set -e
            mkdir /certs && cp /in/* /certs/ && chown -R postgres /certs && chmod 600 /certs/tls.key
            exec docker-entrypoint.sh postgres -c ssl=on -c ssl_cert_file=/certs/tls.crt -c ssl_key_file=/certs/tls.key \
              -c ssl_ca_file=/certs/ca.crt -c hba_file=/certs/pg_hba.conf
            """;

    final String project = "aria-test-" + UUID.randomUUID();
    private final String id;

    /** @param folder for the files to copy into the container */
    public PostgresContainer(CertifiedKey identity, List<X509Certificate> roots, String hba, Path folder)
            throws IOException {
        Files.write(folder.resolve("tls.crt"), Pem.certificates(identity.chain()));
        Files.write(folder.resolve("tls.key"), Keys.pkcs8Pem(identity.key()));
        Files.write(folder.resolve("ca.crt"), Pem.certificates(roots));
        Files.writeString(folder.resolve("pg_hba.conf"), hba);
        id = docker(
                "create",
                "-p",
                "127.0.0.1:0:5432",
                "-e",
                "POSTGRES_PASSWORD=" + UUID.randomUUID(),
                "--label",
                "com.docker.compose.project=" + project,
                "--label",
                "com.docker.compose.service=db",
                "--entrypoint",
                "sh",
                IMAGE,
                "-c",
                START);
        docker("cp", folder + "/.", id + ":/in");
        docker("start", id);
        awaitReady();
    }

    /** What the engine shows of it. */
    public LiveStack live() {
        try (Engine engine = Engine.connect()) {
            List<RunningService> containers = engine.services(project);
            return LiveStack.of(containers, Set.of());
        }
    }

    /** Replaces the access rules, and waits until the server has read them. */
    public void rules(String hba) throws IOException {
        docker("exec", id, "sh", "-c", "printf '%s' \"$1\" > /certs/pg_hba.conf", "sh", hba);
        String before = sql("select pg_conf_load_time()");
        sql("select pg_reload_conf()");
        while (sql("select pg_conf_load_time()").equals(before)) {
            pause();
        }
    }

    /** The names of the processes in the container, once those that end have had the time to. */
    public List<String> processesAfterAWhile() throws IOException {
        List<String> names = List.of("cat");
        for (int i = 0; i < 25 && names.contains("cat"); i++) {
            pause();
            names = docker(
                            "exec",
                            id,
                            "sh",
                            "-c",
                            "for f in /proc/[0-9]*/comm; do read n 2> /dev/null < $f && echo $n; done; true")
                    .lines()
                    .toList();
        }
        return names;
    }

    /** The last lines of its log. */
    public String log() throws IOException {
        return docker("logs", "--tail", "50", id);
    }

    @Override
    public void close() {
        try {
            docker("rm", "-f", "-v", id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String sql(String statement) throws IOException {
        return docker("exec", "-u", "postgres", id, "psql", "-qAtc", statement);
    }

    /** The server that initialises the database listens on a socket alone, so TCP says when the real one is there. */
    private void awaitReady() throws IOException {
        for (int i = 0; i < 300; i++) {
            if (docker("exec", id, "sh", "-c", "pg_isready -q -h 127.0.0.1 && echo yes || echo no")
                    .equals("yes")) {
                return;
            }
            pause();
        }
        throw new AssertionError("PostgreSQL does not start: " + docker("logs", "--tail", "20", id));
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(200).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs {@code docker} and gives what it printed. */
    public static String docker(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.onExit().join().exitValue() != 0) {
            throw new AssertionError(String.join(" ", command.subList(0, 2)) + ": " + output);
        }
        return output;
    }
}
