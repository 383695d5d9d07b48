package aria.verify;

import aria.docker.Engine;
import aria.docker.RunningService;
import aria.proxy.HaproxyConfig;
import aria.stack.CertificateReload;
import aria.stack.Stack;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a running proxy goes by its configuration as it is on the disk. A run that is killed between the two leaves it
 * with an earlier one, in which a new caller is a stranger.
 */
public final class ProxyConfiguration {
    private static final Pattern UPTIME = Pattern.compile("(?m)^Uptime_sec: (\\d{1,9})$");

    private ProxyConfiguration() {}

    /** The configuration of the proxy beside a service. */
    public static Path file(Layout layout, String service) {
        return layout.generatedFolder(service).resolve(HaproxyConfig.HOME).resolve(HaproxyConfig.FILE);
    }

    /**
     * Returns whether the file is newer than what the proxy has read; a change within the second after that is not seen.
     *
     * @throws aria.finding.UnavailableException when the engine or the proxy does not answer
     */
    public static boolean isOlder(Engine engine, RunningService proxy, Path file) {
        Optional<Instant> written = written(file);
        Optional<Instant> started = proxy.startedAt();
        if (written.isEmpty() || started.filter(written.get()::isBefore).isPresent()) {
            return false;
        }
        String info = String.join("\n", ProxySocket.ask(engine, proxy, "show info"));
        return readAt(info, Instant.now()).filter(written.get()::isAfter).isPresent();
    }

    /**
     * Returns when the present process was started, which read the configuration then; empty when it does not say. By its
     * age, for the clock of the engine's machine may be another one than that of the file.
     */
    static Optional<Instant> readAt(String info, Instant now) {
        Matcher uptime = UPTIME.matcher(info);
        return uptime.find() ? Optional.of(now.minusSeconds(Long.parseLong(uptime.group(1)))) : Optional.empty();
    }

    /** Returns what is to be said of a proxy that goes by an earlier one. */
    static Observation older(Layout layout, String service) {
        return Observation.fail(
                Stack.proxyName(service) + " goes by an earlier configuration than "
                        + layout.display(file(layout, service)),
                CertificateReload.ofProxy(service).reading());
    }

    private static Optional<Instant> written(Path file) {
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(Files.getLastModifiedTime(file).toInstant())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
