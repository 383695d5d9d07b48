package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.pki.CertifiedKey;
import aria.pki.Keys;
import aria.pki.Pem;
import aria.verify.probe.Address;
import aria.verify.probe.Connection;
import aria.verify.probe.Listener;
import aria.verify.probe.ProbeResult;
import aria.verify.probe.Protocols;
import aria.verify.probe.TlsContexts;
import aria.verify.probe.Via;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** A client that connects to a published port again and again, each time anew, until it is told to end. */
final class ConstantClient extends Thread {
    private final String service;
    private final Connection connection;
    private final Supplier<SSLContext> knows;
    private final Duration pause;
    private final List<String> refusals = Collections.synchronizedList(new ArrayList<>());
    private final Set<BigInteger> shown = Collections.synchronizedSet(new LinkedHashSet<>());
    private final AtomicInteger served = new AtomicInteger();
    private volatile boolean ends;

    /**
     * Makes one that has not begun.
     *
     * @param protocol that it speaks, as presets name it
     * @param port     of this machine
     * @param knows    its certificate and whom it trusts, asked for before each connection
     * @param pause    between two connections
     */
    ConstantClient(String service, String protocol, int port, Supplier<SSLContext> knows, Duration pause) {
        this.service = service;
        this.connection = new Connection(
                new Address("127.0.0.1", port, Via.PUBLISHED),
                new Listener(service, protocol, port, protocol, true, List.of("localhost"), "/"),
                Protocols.named(protocol).orElseThrow());
        this.knows = knows;
        this.pause = pause;
        setDaemon(true);
    }

    /** What the person who made a project knows: their own certificate, and its roots. */
    static SSLContext person(Project project) {
        try {
            Path people = project.layout.peopleFolder();
            return TlsContexts.context(
                    Optional.of(new CertifiedKey(
                            Keys.read(Files.readAllBytes(people.resolve(Project.USER + ".key")), null),
                            certificates(people.resolve(Project.USER + ".crt")))),
                    certificates(project.layout.trustBundle()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<X509Certificate> certificates(Path file) throws IOException {
        return Pem.readCertificates(Files.readAllBytes(file), file.toString());
    }

    @Override
    public void run() {
        while (!ends) {
            ProbeResult result = connection.overTls(knows.get(), "localhost");
            result.shown().map(X509Certificate::getSerialNumber).ifPresent(shown::add);
            if (result.kind() == ProbeResult.ClientFate.SERVED) {
                served.incrementAndGet();
            } else {
                refusals.add(Instant.now() + " " + service + ": " + result);
            }
            try {
                Thread.sleep(pause.toMillis());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Ends it; it has to have been served at least so often, and refused never. */
    void end(int least) throws InterruptedException {
        ends = true;
        join();
        assertThat(refusals).isEmpty();
        assertThat(served.get()).as(service).isGreaterThan(least);
    }

    /** How many certificates the server has shown. */
    int certificatesSeen() {
        return shown.size();
    }
}
