package aria.cli;

import aria.ca.CaInfo;
import aria.ca.OfflineSigner;
import aria.ca.online.HttpLimits;
import aria.ca.online.StepCaClient;
import aria.ca.rotation.CaRotation;
import aria.ca.rotation.CaRotation.Subject;
import aria.ca.rotation.RotationPlanner;
import aria.docker.RunningService;
import aria.edit.yaml.PlainYaml;
import aria.finding.RefusedException;
import aria.finding.UnavailableException;
import aria.operate.CaReload;
import aria.operate.CertificateDelivery.Delivered;
import aria.operate.CertificateDelivery.Taken;
import aria.operate.Readiness;
import aria.operate.StepCaHere;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.LeafRequest;
import aria.pki.Purpose;
import aria.pki.Validity;
import aria.preset.Presets;
import aria.stack.CertificateReload;
import aria.verify.CertificateFile;
import aria.verify.CheckResult;
import aria.verify.Report;
import aria.verify.Status;
import aria.verify.check.CheckCatalogue;
import aria.verify.check.Verification;
import java.net.URI;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The running servers of a project while one CA follows another: whether each goes by the present step, and what brings
 * it there. A step is seen at a listener by the certificate that it presents and by the clients that it lets in.
 *
 * @param servers  of the project
 * @param services that have a certificate
 */
public record CaTakeUp(RunningServers servers, Set<String> services) {
    private static final Duration PROBE = Duration.ofMinutes(10);
    private static final Supplier<Presets> PRESETS = () -> Presets.builtIn(PlainYaml::load);

    /** Keeps an unmodifiable copy. */
    public CaTakeUp {
        services = Set.copyOf(services);
    }

    /**
     * What was seen.
     *
     * @param running whether anything of the project runs
     * @param behind  the services that do not go by the step yet, each with the reason
     */
    public record Standing(boolean running, Map<String, String> behind) {
        /** Nothing runs, so nothing has to be seen. */
        static final Standing NOTHING_RUNS = new Standing(false, Map.of());

        /** Keeps an unmodifiable copy, in the order of names. */
        public Standing {
            behind = Collections.unmodifiableMap(new TreeMap<>(behind));
        }

        /** Whether the step is seen complete. */
        public boolean complete() {
            return behind.isEmpty();
        }
    }

    /** Looks, and changes nothing. */
    public Standing look(CaRotation rotation) {
        Map<String, String> behind = new TreeMap<>(stepCa());
        if (servers.noneRuns()) {
            return new Standing(!behind.isEmpty(), behind);
        }
        aria.verify.Subject subject = servers.subject().withRightClientOnly(services::contains);
        Set<String> seen = new HashSet<>();
        for (CheckResult result : run(subject, Readiness.SHOWN, Readiness.RIGHT_CLIENT)) {
            String service = result.service().orElse("");
            if (result.isTrouble() && runs(subject, service)) {
                behind.putIfAbsent(service, result.message());
            } else if (result.status() == Status.PASS && result.id().equals(Readiness.SHOWN)) {
                seen.add(service);
            }
        }
        tryTheOther(rotation, subject, behind, seen);
        untold(rotation, subject, seen).forEach(service -> behind.putIfAbsent(service, "it was not told yet"));
        return new Standing(subject.live().containers().stream().anyMatch(RunningService::runs), behind);
    }

    /** A client of the CA that does not issue is let in as long as both are trusted, and not afterwards. */
    private void tryTheOther(
            CaRotation rotation, aria.verify.Subject subject, Map<String, String> behind, Set<String> seen) {
        boolean both = rotation.phase().trustsBoth();
        if (!both && rotation.subject() == Subject.INTERMEDIATE) {
            return;
        }
        OfflineSigner other = new RotationPlanner(servers.layout(), Instant.now()).other(rotation);
        for (CheckResult result : run(subject.presenting(own -> like(own, other)), Readiness.RIGHT_CLIENT)) {
            String service = result.service().orElse("");
            if (seen.contains(service) && both && result.isTrouble()) {
                behind.putIfAbsent(
                        service,
                        "it does not trust " + Certificates.commonName(other.issuer()) + ": " + result.message());
            } else if (seen.contains(service) && !both && result.status() == Status.PASS) {
                behind.putIfAbsent(service, "it still trusts " + Certificates.commonName(other.issuer()));
            }
        }
    }

    /** The same names and purpose, certified by the other CA. It lives for minutes, and never leaves this process. */
    private static CertifiedKey like(CertifiedKey own, OfflineSigner other) {
        X509Certificate certificate = own.certificate();
        KeyPair pair = Keys.generate(KeyType.P256);
        return new CertifiedKey(
                pair.getPrivate(),
                other.sign(new LeafRequest(
                        Certificates.commonName(certificate),
                        Certificates.names(certificate),
                        pair.getPublic(),
                        Certificates.purpose(certificate).orElse(Purpose.CLIENT),
                        Validity.startingAt(Instant.now(), PROBE),
                        Optional.empty())));
    }

    /** Those of which nothing is seen: they go by the step once they were told, or were started since. */
    private Set<String> untold(CaRotation rotation, aria.verify.Subject subject, Set<String> seen) {
        return servers.reloads(services).stream()
                .filter(reload ->
                        !seen.contains(reload.service()) && !rotation.told().contains(reload.service()))
                .filter(reload -> subject.live()
                        .container(reload.server())
                        .filter(RunningService::runs)
                        .flatMap(RunningService::startedAt)
                        .filter(started -> started.isBefore(rotation.since()))
                        .isPresent())
                .map(CertificateReload::service)
                .collect(Collectors.toSet());
    }

    private static boolean runs(aria.verify.Subject subject, String service) {
        return subject.listeners().stream()
                .filter(listener -> listener.service().equals(service))
                .anyMatch(listener -> subject.live()
                        .container(listener.container())
                        .filter(RunningService::runs)
                        .isPresent());
    }

    private static List<CheckResult> run(aria.verify.Subject subject, String... checks) {
        Report report = Verification.run(Verification.select(CheckCatalogue.all(), List.of(checks)), subject);
        return report.results();
    }

    /** A step-ca that runs here, where it does not serve what lies on disk; empty otherwise. */
    private Map<String, String> stepCa() {
        Map<String, String> behind = new TreeMap<>();
        for (StepCaHere here : StepCaHere.running(servers.layout(), PRESETS)) {
            here.url(CaInfo.of(servers.layout()))
                    .flatMap(this::differs)
                    .ifPresent(why -> behind.put(here.server().service(), why));
        }
        return behind;
    }

    private Optional<String> differs(URI url) {
        List<X509Certificate> roots = CaInfo.of(servers.layout()).roots();
        StepCaClient client = new StepCaClient(url, roots, HttpLimits.NORMAL);
        try {
            boolean same = Set.copyOf(client.roots()).equals(Set.copyOf(roots))
                    && client.intermediates()
                            .containsAll(CertificateFile.read(servers.layout().intermediateCertificate())
                                    .chain());
            return same ? Optional.empty() : Optional.of("it goes by an earlier state of the CA");
        } catch (UnavailableException | RefusedException silent) {
            return Optional.of(silent.getMessage());
        }
    }

    /**
     * Brings the step to whoever does not go by it.
     *
     * @param restarts whether servers may be restarted
     * @param told     gets the services to which it was brought
     * @return what is seen then
     */
    public Standing settle(CaRotation rotation, boolean restarts, Set<String> told) {
        Standing before = look(rotation);
        if (before.complete()) {
            return before;
        }
        if (!stepCa().isEmpty()) {
            CaReload.run(servers.layout(), PRESETS, false)
                    .ifPresent(result -> servers.common().console().message(result.service() + " " + result.message()));
        }
        Set<String> wanted =
                before.behind().keySet().stream().filter(services::contains).collect(Collectors.toSet());
        List<Delivered> delivered = servers.deliver(wanted, restarts);
        delivered.stream()
                .filter(one -> one.taken() != Taken.NEEDS_RESTART && one.taken() != Taken.FAILED)
                .forEach(one -> told.add(one.reload().service()));
        delivered.stream()
                .filter(one -> one.taken() == Taken.NEEDS_RESTART || one.taken() == Taken.FAILED)
                .forEach(one -> told.remove(one.reload().service()));
        boolean polls = delivered.stream().anyMatch(one -> one.taken() == Taken.BY_ITSELF);
        Standing after = Readiness.until(
                () -> look(rotation.telling(told)),
                seen -> Collections.disjoint(seen.behind().keySet(), told),
                delivered.isEmpty() ? Duration.ZERO : RunningServers.limit(polls));
        Set<String> deaf = new HashSet<>(after.behind().keySet());
        deaf.retainAll(told);
        if (restarts && !deaf.isEmpty()) {
            servers.restart(deaf);
            after = Readiness.until(
                    () -> look(rotation.telling(told)), Standing::complete, RunningServers.limit(false));
        }
        return new Standing(
                after.running(),
                after.behind().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> reason(entry, delivered))));
    }

    private static String reason(Map.Entry<String, String> behind, List<Delivered> delivered) {
        return delivered.stream()
                .filter(one -> one.reload().service().equals(behind.getKey()))
                .filter(one -> one.taken() == Taken.NEEDS_RESTART)
                .findFirst()
                .map(one -> one.reload().server() + " has to be restarted")
                .orElse(behind.getValue());
    }
}
