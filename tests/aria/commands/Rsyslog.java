package aria.commands;

import aria.ca.StepCaProcess;
import aria.testing.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real rsyslog, which writes what it gets to a file: priority, host, program, kind, data and text of each message. */
final class Rsyslog implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);

    private final Process process;
    private final Path folder;
    private final int port;

    private Rsyslog(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts one that only this client may write to, by its name in a certificate.
     *
     * @param name of the certificate and key of the server, made by {@code pki-cert create}
     */
    static Rsyslog overTls(Project project, String name, String client) {
        return start(project, StepCaProcess.freePort(), """
                global(defaultNetstreamDriverCAFile="%s"
                       defaultNetstreamDriverCertFile="%s"
                       defaultNetstreamDriverKeyFile="%s")
                module(load="imtcp" StreamDriver.Name="gtls" StreamDriver.Mode="1"
                       StreamDriver.AuthMode="x509/name" PermittedPeer=["%s"])
                """.formatted(
                        project.layout.trustBundle(),
                        project.layout.serviceCertificate(name),
                        project.layout.serviceKey(name),
                        client));
    }

    /** Starts one without TLS. */
    static Rsyslog plain(Project project, int port) {
        return start(project, port, "module(load=\"imtcp\")\n");
    }

    private static Rsyslog start(Project project, int port, String modules) {
        Path program = Needs.program("rsyslogd");
        Path folder = project.root.resolveSibling("rsyslog");
        try {
            Files.createDirectories(folder);
            Path config = Files.writeString(
                    folder.resolve("rsyslog.conf"), modules + """
                    input(type="imtcp" address="127.0.0.1" port="%d")
                    template(name="all" type="string"
                             string="%%PRI%%|%%HOSTNAME%%|%%APP-NAME%%|%%MSGID%%|%%STRUCTURED-DATA%%|%%msg%%\\n")
                    action(type="omfile" file="%s" template="all")
                    """.formatted(port, folder.resolve("got")));
            Process process = new ProcessBuilder(
                            program.toString(),
                            "-n",
                            "-f",
                            config.toString(),
                            "-i",
                            folder.resolve("pid").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            Rsyslog rsyslog = new Rsyslog(process, folder, port);
            rsyslog.await();
            return rsyslog;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await() throws IOException {
        for (Instant end = Instant.now().plus(START); Instant.now().isBefore(end); pause()) {
            if (!process.isAlive()) {
                break;
            }
            if (listens()) {
                return;
            }
        }
        throw new AssertionError("rsyslog does not listen: " + Files.readString(folder.resolve("log")));
    }

    private boolean listens() {
        try (Socket open = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return open.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** The messages, once there are as many. */
    List<List<String>> messages(int count) {
        try {
            List<String> lines = List.of();
            for (Instant end = Instant.now().plus(START); Instant.now().isBefore(end); pause()) {
                Path got = folder.resolve("got");
                lines = Files.exists(got) ? Files.readAllLines(got) : List.of();
                if (lines.size() >= count) {
                    return lines.stream()
                            .map(line -> List.of(line.split("\\|", 6)))
                            .toList();
                }
            }
            throw new AssertionError(lines + Files.readString(folder.resolve("log")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
