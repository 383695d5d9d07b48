package aria.verify;

import aria.pki.CertifiedKey;
import aria.verify.probe.Connection;
import aria.verify.probe.Listener;
import aria.verify.probe.Probe;
import aria.verify.probe.ProbeResult;
import aria.verify.probe.Protocols;
import aria.verify.probe.Target;
import aria.verify.probe.TlsContexts;
import aria.verify.probe.WrongClients;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * Tries every listener with every client, all at once.
 *
 * @param roots  what a client trusts
 * @param wrong  the identities to be refused
 * @param probes those that are made beside {@link Probe#VALID}
 */
public record HandshakeMatrix(List<X509Certificate> roots, WrongClients wrong, Set<Probe> probes) {
    /** Reserved by RFC 2606, so that no certificate of anybody is good for it. */
    static final String WRONG_NAME = "wrong-name.invalid";

    private static final Duration AGAIN_AFTER = Duration.ofMillis(250);

    /** Makes all probes. */
    public HandshakeMatrix(List<X509Certificate> roots, WrongClients wrong) {
        this(roots, wrong, EnumSet.allOf(Probe.class));
    }

    /**
     * The results of the handshakes.
     *
     * @param findings for each probe a finding for each target
     * @param right    what the right client saw at each target
     */
    public record Tried(Map<Probe, List<Observation>> findings, List<ProbeResult> right) {}

    /**
     * Tries all targets; returns when the last probe has ended, which each does within seconds.
     *
     * @param executor runs the probes; each needs a thread for as long as it waits for its server
     * @return what was found, in the order of the targets
     */
    public Tried run(List<Target> targets, Executor executor) {
        List<Map<Probe, CompletableFuture<ProbeResult>>> started =
                targets.stream().map(target -> start(target, executor)).toList();
        Map<Probe, List<Observation>> findings = new EnumMap<>(Probe.class);
        for (int i = 0; i < targets.size(); i++) {
            Map<Probe, CompletableFuture<ProbeResult>> outcomes = started.get(i);
            ProbeResult right = outcomes.get(Probe.VALID).join();
            Target target = targets.get(i);
            outcomes.forEach((probe, outcome) -> findings.computeIfAbsent(probe, first -> new ArrayList<>())
                    .add(Verdict.of(probe, target, outcome.join(), right)));
        }
        return new Tried(
                findings,
                started.stream()
                        .map(outcomes -> outcomes.get(Probe.VALID).join())
                        .toList());
    }

    /** The right client goes first: what a server did before it let that one in was no refusal. */
    private Map<Probe, CompletableFuture<ProbeResult>> start(Target target, Executor executor) {
        Map<Probe, CompletableFuture<ProbeResult>> outcomes = new EnumMap<>(Probe.class);
        CompletableFuture<ProbeResult> right = CompletableFuture.supplyAsync(() -> rightClient(target), executor);
        outcomes.put(Probe.VALID, right);
        probes.stream()
                .filter(probe -> probe != Probe.VALID && probe.concerns(target.listener()))
                .forEach(probe -> outcomes.put(probe, right.thenApplyAsync(seen -> outcome(probe, target), executor)));
        return outcomes;
    }

    private ProbeResult rightClient(Target target) {
        ProbeResult seen = outcome(Probe.VALID, target);
        while (!target.listener().optional()
                && seen.mayBeStarting()
                && Instant.now().isBefore(target.startingUntil())) {
            LockSupport.parkNanos(AGAIN_AFTER.toNanos());
            seen = outcome(Probe.VALID, target);
        }
        return seen;
    }

    private ProbeResult outcome(Probe probe, Target target) {
        Listener listener = target.listener();
        return Protocols.named(listener.protocol())
                .map(protocol -> tried(probe, target, new Connection(target.address(), listener, protocol)))
                .orElseGet(() -> notTried("the protocol " + listener.protocol() + " cannot be probed yet"));
    }

    private ProbeResult tried(Probe probe, Target target, Connection connection) {
        String name = target.listener().verifiedName();
        String whyNone = wrong.whyNone().orElse("not available");
        String noRightClient = "no certificate of a client that it admits is available and not revoked";
        return switch (probe) {
            case VALID -> presenting(target.rightClient(), noRightClient, client -> connection.overTls(client, name));
            case WRONG_NAME ->
                presenting(target.rightClient(), noRightClient, client -> connection.overTls(client, WRONG_NAME));
            case NONE -> connection.overTls(TlsContexts.context(Optional.empty(), roots), name);
            case FOREIGN_CA -> presenting(wrong.foreign(), client -> connection.overTls(client, name));
            case EXPIRED -> presenting(wrong.expired(), whyNone, client -> connection.overTls(client, name));
            case SERVER_ONLY -> presenting(wrong.serverOnly(), whyNone, client -> connection.overTls(client, name));
            case PLAINTEXT -> connection.inClear();
            case NOT_A_CALLER ->
                presenting(
                        target.notACaller(),
                        "only a running proxy tells callers apart",
                        client -> connection.overTls(client, name));
            case REVOKED ->
                presenting(
                        target.revoked(),
                        wrong.whyNone()
                                .orElse(
                                        target.listener().readsLists()
                                                ? "the revocation list is empty, so there is no certificate to try"
                                                : "only a running proxy has a list of revoked certificates"),
                        client -> connection.overTls(client, name));
        };
    }

    private ProbeResult presenting(
            Optional<CertifiedKey> identity, String whyNone, Function<SSLContext, ProbeResult> probe) {
        return identity.map(key -> presenting(key, probe)).orElseGet(() -> notTried(whyNone));
    }

    private ProbeResult presenting(CertifiedKey identity, Function<SSLContext, ProbeResult> probe) {
        return probe.apply(TlsContexts.context(Optional.of(identity), roots));
    }

    private static ProbeResult notTried(String why) {
        return new ProbeResult(ProbeResult.ClientFate.NOT_TRIED, why);
    }
}
