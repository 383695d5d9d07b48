package aria.verify;

import aria.ca.config.CaFolder;
import aria.ca.config.IssuingRight;
import aria.finding.RefusedException;
import aria.pki.CertifiedKey;
import aria.plan.CertificateNeed;
import aria.plan.OwnList;
import aria.store.GitIndex;
import aria.store.Layout;
import aria.verify.probe.Listener;
import aria.verify.probe.Probe;
import aria.verify.traffic.PlaintextUse;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The project that is verified, as a value, so that all checks judge the same state.
 *
 * @param layout      where everything lies
 * @param now         the time certificates are judged at
 * @param environment environment variables
 * @param needs       the certificates that services have to have
 * @param listeners   the ports that have to speak TLS
 * @param compose     the compose files
 * @param live        the running stack
 * @param warnBefore  how long before its end a certificate that was not renewed is an error; empty as in
 *                    {@link Lifetime}
 * @param production  whether it is judged as one in production
 * @param auditSinks  addresses that the audit log is sent to
 * @param presents    what the right client shows instead of its own certificate
 * @param looked      what is looked at when a check first asks for it
 */
public record Subject(
        Layout layout,
        Instant now,
        Map<String, String> environment,
        List<CertificateNeed> needs,
        List<Listener> listeners,
        ComposeFacts compose,
        LiveStack live,
        Optional<Duration> warnBefore,
        boolean production,
        List<String> auditSinks,
        UnaryOperator<CertifiedKey> presents,
        Looks looked) {

    /** The facts that take time and that not every check needs. */
    record Looks(
            Lazy<LocalCa> ca,
            Lazy<Handshakes.Found> handshakes,
            Lazy<List<ListenerClaim>> claims,
            Lazy<List<ApplicationClaim>> applications,
            Lazy<Optional<ProxySurroundings>> surroundings,
            Lazy<Optional<X509CRL>> revoked) {
        private static Looks at(
                Layout layout,
                Instant now,
                List<Listener> listeners,
                ComposeFacts compose,
                LiveStack live,
                Set<Probe> probes,
                UnaryOperator<CertifiedKey> presents) {
            Lazy<LocalCa> ca = new Lazy<>(() -> LocalCa.open(layout, now));
            Lazy<Optional<X509CRL>> revoked = new Lazy<>(() -> OwnList.onDisk(layout));
            Lazy<Handshakes.Found> handshakes =
                    new Lazy<>(() -> new Handshakes(layout, ca.get(), live, now, probes, revoked, presents)
                            .of(listeners.stream()
                                    .filter(listener -> !live.stale().contains(listener.service()))
                                    .toList()));
            Lazy<Map<String, List<PlaintextUse>>> plaintext = new Lazy<>(() -> compose.stacks().stream()
                    .map(planned ->
                            PlaintextUse.of(planned.stack(), planned.plan().proxies(), live.containers(), now))
                    .flatMap(uses -> uses.entrySet().stream())
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one)));
            ListenerClaims claims =
                    new ListenerClaims(layout, listeners, live, ca, handshakes, new PlaintextClaims(plaintext, now));
            return new Looks(
                    ca,
                    handshakes,
                    new Lazy<>(() -> claims.of(compose.stacks())),
                    new Lazy<>(() -> new ApplicationClaims(layout, listeners, live, revoked).of(compose.stacks())),
                    new Lazy<>(() -> ProxySurroundings.of(compose.stacks(), live, layout)),
                    revoked);
        }
    }

    /** A project about which this much is known already. */
    static Subject of(
            Layout layout,
            Instant now,
            Map<String, String> environment,
            List<CertificateNeed> needs,
            List<Listener> listeners,
            ComposeFacts compose,
            LiveStack live,
            Optional<Duration> warnBefore,
            boolean production) {
        return new Subject(
                layout,
                now,
                environment,
                List.copyOf(needs),
                List.copyOf(listeners),
                compose,
                live,
                warnBefore,
                production,
                List.of(),
                UnaryOperator.identity(),
                Looks.at(layout, now, listeners, compose, live, EnumSet.allOf(Probe.class), UnaryOperator.identity()));
    }

    /**
     * Returns the same project, of which only the right client is tried, and only by these services: for whoever waits
     * until it is let in.
     */
    public Subject withRightClientOnly(Predicate<String> services) {
        List<Listener> tried = listeners.stream()
                .filter(listener -> services.test(listener.service()))
                .toList();
        return with(
                tried,
                auditSinks,
                presents,
                Looks.at(layout, now, tried, compose, live, EnumSet.of(Probe.VALID), presents));
    }

    /** Returns the same project, whose right client shows another certificate than its own. */
    public Subject presenting(UnaryOperator<CertifiedKey> other) {
        return with(
                listeners,
                auditSinks,
                other,
                Looks.at(layout, now, listeners, compose, live, EnumSet.allOf(Probe.class), other));
    }

    /** Returns the same project, whose audit log is sent to these addresses. */
    public Subject sendingAuditTo(List<String> addresses) {
        return with(listeners, List.copyOf(addresses), presents, looked);
    }

    private Subject with(List<Listener> tried, List<String> sinks, UnaryOperator<CertifiedKey> shown, Looks looks) {
        return new Subject(
                layout, now, environment, needs, tried, compose, live, warnBefore, production, sinks, shown, looks);
    }

    /** Returns the CA in this project; it is opened the first time. */
    public LocalCa ca() {
        return looked.ca().get();
    }

    /** Returns what the probes found; they run the first time. */
    public Handshakes.Found handshakes() {
        return looked.handshakes().get();
    }

    /**
     * Returns the project's own revocation list; empty when there is none. It is read the first time.
     *
     * @throws RefusedException      when the file holds something else
     * @throws UncheckedIOException when it cannot be read
     */
    public Optional<X509CRL> revocationList() {
        return looked.revoked().get();
    }

    /** Returns who can obtain what from step-ca; none without a CA here, or when its ca.json cannot be read. */
    public List<IssuingRight> issuing() {
        CaFolder folder = new CaFolder(layout);
        try {
            return Files.exists(layout.intermediateCertificate())
                    ? folder.config()
                            .map(config -> IssuingRight.of(config, folder))
                            .orElse(List.of())
                    : List.of();
        } catch (RefusedException unreadable) {
            return List.of(); // ca.config says so
        }
    }

    /** Returns what can be said of each listener; they are tried the first time. */
    public List<ListenerClaim> listenerClaims() {
        return looked.claims().get();
    }

    /**
     * Returns what can be said of each running application; they are looked at the first time. The listeners of a server
     * of which nothing else tells whether it works are tried.
     */
    public List<ApplicationClaim> applicationClaims() {
        List<ApplicationClaim> seen = applicationsFromOutside();
        if (seen.stream().noneMatch(ApplicationClaim::isSilent)) {
            return seen;
        }
        Set<String> serving = listenerClaims().stream()
                .filter(claim -> claim.state() == ListenerState.ENFORCED || claim.state() == ListenerState.OPEN)
                .map(ListenerClaim::service)
                .collect(Collectors.toSet());
        return seen.stream().map(claim -> claim.knowing(serving)).toList();
    }

    /** Returns the same from containers, connections and logs alone. */
    public List<ApplicationClaim> applicationsFromOutside() {
        return looked.applications().get();
    }

    /** Returns what surrounds the proxies; empty when none runs. The engine is asked the first time. */
    public Optional<ProxySurroundings> proxySurroundings() {
        return looked.surroundings().get();
    }

    /** A path as people write it. */
    public String show(Path path) {
        return layout.display(path);
    }

    /** Whether this is a checkout of the program itself. */
    public boolean ownCheckout() {
        return Files.exists(layout.root().resolve("scripts/VerifyMtlsSetup.java"));
    }

    /** Whether the project lies in a git work tree. */
    boolean inGit() {
        return GitIndex.covers(layout.root());
    }

    /** A value that is made when first asked for, and once. */
    static final class Lazy<T> implements Supplier<T> {
        private final Supplier<T> maker;
        private T value;

        Lazy(Supplier<T> maker) {
            this.maker = maker;
        }

        @Override
        public synchronized T get() {
            if (value == null) {
                value = maker.get();
            }
            return value;
        }
    }
}
