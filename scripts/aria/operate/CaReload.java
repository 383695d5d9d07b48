package aria.operate;

import aria.ca.CaInfo;
import aria.ca.online.HttpLimits;
import aria.ca.online.RemoteProvisioner;
import aria.ca.online.StepCaClient;
import aria.docker.Engine;
import aria.docker.MissingEngineException;
import aria.docker.RunningService;
import aria.finding.RefusedException;
import aria.finding.UnavailableException;
import aria.pki.KeyStores;
import aria.preset.Presets;
import aria.store.Layout;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;

/**
 * Makes a running step-ca of this project read its ca.json again. Its init service copies the file, SIGHUP makes
 * step-ca read it, and the provisioners that it then lists are compared with the file. The reload has ended when
 * step-ca presents a new server certificate.
 */
public final class CaReload {
    private static final Duration INIT_LIMIT = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** How it begins the line on a file that it can't take. */
    private static final String REFUSED = "error reloading";

    private static final int CONNECT_MILLIS = 2000;
    private static final long PAUSE_MILLIS = 100;

    private final Layout layout;
    private final Engine engine;
    private final StepCaHere here;
    private final RunningService server;
    private final Optional<RunningService> init;
    private final boolean restarts;

    private CaReload(Layout layout, Engine engine, StepCaHere here, boolean restarts) {
        this.layout = layout;
        this.restarts = restarts;
        this.engine = engine;
        this.here = here;
        this.server = here.server();
        this.init = here.init();
    }

    /**
     * The result of a reload.
     *
     * @param service the service that runs step-ca
     * @param taken   whether it goes by the new file
     * @param message for a person: what was done, or what is in the way and what to do
     */
    public record ReloadResult(String service, boolean taken, String message) {}

    /**
     * Reloads the one that runs here.
     *
     * @param presets  read only when some container runs here
     * @param restarts whether its process is started anew: the password of the key is read at no other time
     * @return empty when none does, or there is no engine to ask
     */
    public static Optional<ReloadResult> run(Layout layout, Supplier<Presets> presets, boolean restarts) {
        if (StepCaHere.nothingRuns(layout)) {
            return Optional.empty();
        }
        try (Engine engine = Engine.connect()) {
            List<ReloadResult> outcomes = new ArrayList<>();
            for (StepCaHere found : StepCaHere.all(engine, layout, presets.get())) {
                if (outcomes.stream().noneMatch(ReloadResult::taken)) {
                    outcomes.add(new CaReload(layout, engine, found, restarts).run());
                }
            }
            return outcomes.stream().reduce((first, last) -> last);
        } catch (MissingEngineException none) {
            return Optional.empty();
        }
    }

    private ReloadResult run() {
        Optional<URI> url = here.url(CaInfo.of(layout));
        try {
            Optional<BigInteger> before = url.flatMap(this::servedSerial);
            if (url.isPresent() && before.isEmpty()) {
                return failed("it does not answer at " + url.get() + " with a certificate of this CA", "restart");
            }
            if (init.isPresent()) {
                int exit = engine.runAgain(init.get().containerId(), INIT_LIMIT);
                if (exit != 0) {
                    return failed(init.get().service() + " failed with exit code " + exit + ": "
                            + String.join(" ", engine.lastLines(init.get().containerId(), 2)));
                }
            }
            List<String> said = lastLines();
            if (restarts) {
                engine.restart(server.containerId());
            } else {
                engine.signal(server.containerId(), "HUP");
            }
            if (url.isEmpty()) {
                return new ReloadResult(
                        server.service(),
                        true,
                        (restarts ? "was restarted" : "was told to reload ca.json")
                                + "; it is not reachable from here, so the reload could not be confirmed");
            }
            return awaited(url.get(), before.orElseThrow(), said);
        } catch (UnavailableException refused) {
            return failed(refused.getMessage());
        }
    }

    private ReloadResult awaited(URI url, BigInteger before, List<String> said) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (servedSerial(url).filter(serial -> !serial.equals(before)).isEmpty()) {
            List<String> lines = lastLines();
            boolean refused = !lines.equals(said) && lines.stream().anyMatch(line -> line.contains(REFUSED));
            if (refused || System.nanoTime() > end || !paused()) {
                return failed("it kept its old settings: " + String.join(" ", lines));
            }
        }
        return compared(url);
    }

    private List<String> lastLines() {
        return engine.lastLines(server.containerId(), 2);
    }

    private ReloadResult compared(URI url) {
        try {
            CaInfo known = CaInfo.of(layout);
            List<RemoteProvisioner> listed = new StepCaClient(url, known.roots(), HttpLimits.NORMAL).provisioners();
            TreeSet<String> running = new TreeSet<>();
            listed.stream().filter(RemoteProvisioner::ready).forEach(each -> running.add(each.name()));
            TreeSet<String> wanted = new TreeSet<>(CaInfo.provisioners(layout));
            if (known.provisionerKeyId()
                    .filter(id -> listed.stream().noneMatch(each -> each.keyId().equals(Optional.of(id))))
                    .isPresent()) {
                return failed("it still goes by an earlier key of the provisioner "
                        + known.provisioner().orElseThrow());
            }
            return running.equals(wanted)
                    ? new ReloadResult(
                            server.service(),
                            true,
                            (restarts ? "was restarted" : "reloaded ca.json") + ", with the provisioners "
                                    + String.join(", ", running))
                    : failed("it lists the provisioners " + String.join(", ", running) + ", but ca.json has "
                            + String.join(", ", wanted));
        } catch (UnavailableException | RefusedException unclear) {
            return failed(unclear.getMessage());
        }
    }

    private ReloadResult failed(String why) {
        return failed(why, restarts ? "restart" : "kill -s HUP");
    }

    /**
     * @param order what makes it read its files; a new CA's key it can't open without a restart, because its password
     *              is another one
     */
    private ReloadResult failed(String why, String order) {
        return new ReloadResult(
                server.service(),
                false,
                "did not reload ca.json: " + why + "; then run: docker compose up -d "
                        + init.map(RunningService::service).orElse(server.service()) + " && docker compose " + order
                        + " " + server.service());
    }

    /**
     * The serial number of the certificate it serves now; empty when it can't be reached, as for a moment while it
     * reloads.
     */
    private Optional<BigInteger> servedSerial(URI url) {
        try (SSLSocket socket =
                (SSLSocket) KeyStores.sslContext(null, CaInfo.of(layout).roots())
                        .getSocketFactory()
                        .createSocket()) {
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), CONNECT_MILLIS);
            socket.setSoTimeout(CONNECT_MILLIS);
            socket.startHandshake();
            return Stream.of(socket.getSession().getPeerCertificates())
                    .findFirst()
                    .map(X509Certificate.class::cast)
                    .map(X509Certificate::getSerialNumber);
        } catch (IOException notNow) {
            return Optional.empty();
        }
    }

    private static boolean paused() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
