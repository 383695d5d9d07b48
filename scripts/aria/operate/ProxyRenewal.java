package aria.operate;

import aria.docker.Engine;
import aria.docker.ExecResult;
import aria.docker.RunningService;
import aria.finding.RefusedException;
import aria.pki.Pem;
import aria.preset.Templates;
import aria.verify.ProxyIdentity;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/**
 * Has running proxies take up the certificates in their volumes and their lists of revoked certificates by HAProxy's
 * runtime API. A reload would leave a process behind for as long as one of its connections is open.
 */
public final class ProxyRenewal {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** What the script prints: two files, then what HAProxy says. */
    private static final int PARTS = 3;

    private static final String RENEW = Templates.read("proxy/renew.sh");

    private ProxyRenewal() {}

    /**
     * Returns whether the proxy presents the certificate in its volume now, to its callers and to those that its service
     * calls. Otherwise it has to be reloaded: its configuration is an older one, its list is long, or its CA has
     * changed, which HAProxy 3.0 cannot replace without losing track of the certificate.
     *
     * @throws aria.finding.UnavailableException when the engine does not answer
     */
    public static boolean take(Engine engine, RunningService proxy) {
        ExecResult done = engine.exec(proxy.containerId(), List.of("bash", "-c", RENEW), LIMIT);
        return done.succeeded() && isTaken(done.stdout());
    }

    /** Returns whether HAProxy uses the certificates that the script has printed. */
    static boolean isTaken(String printed) {
        String[] parts = printed.split("(?m)^==$", PARTS);
        if (parts.length < PARTS) {
            return false;
        }
        try {
            return ProxyIdentity.parse(parts[2])
                    .filter(seen -> seen.is(certificates(parts[0]).get(0), certificates(parts[1])))
                    .isPresent();
        } catch (RefusedException other) {
            // Not what a proxy of ours prints, so nothing is known of it.
            return false;
        }
    }

    private static List<X509Certificate> certificates(String pem) {
        return Pem.readCertificates(pem.getBytes(StandardCharsets.US_ASCII), "/etc/certs");
    }
}
