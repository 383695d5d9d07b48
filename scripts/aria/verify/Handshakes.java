package aria.verify;

import aria.docker.RunningService;
import aria.finding.FindingText;
import aria.finding.Remedy;
import aria.pki.CertifiedKey;
import aria.pki.Revocation;
import aria.plan.OwnList;
import aria.plan.RevokedSerials;
import aria.store.Layout;
import aria.verify.probe.Address;
import aria.verify.probe.Listener;
import aria.verify.probe.LoopbackServer;
import aria.verify.probe.Probe;
import aria.verify.probe.Target;
import aria.verify.probe.Tunnels;
import aria.verify.probe.WrongClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The handshakes of a project: with running servers, and with test servers on the issued files for services that do
 * not run.
 *
 * @param layout where the files are
 * @param ca     the CA
 * @param live   what runs
 * @param now    the time wrong certificates are made for
 * @param probes those that are made; the right client is always among them
 * @param revocationList the project's own
 * @param presents what the right client shows instead of its own certificate
 */
record Handshakes(
        Layout layout,
        LocalCa ca,
        LiveStack live,
        Instant now,
        Set<Probe> probes,
        Supplier<Optional<X509CRL>> revocationList,
        UnaryOperator<CertifiedKey> presents) {

    /** Makes all probes. */
    Handshakes(Layout layout, LocalCa ca, LiveStack live, Instant now) {
        this(layout, ca, live, now, EnumSet.allOf(Probe.class), () -> OwnList.onDisk(layout), UnaryOperator.identity());
    }

    /**
     * The results of the handshakes.
     *
     * @param findings for each probe a finding for each listener. A listener without anything to try is not checked,
     *                 and says why
     * @param served   what each running server shows that let the right client in, and for which a certificate was
     *                 issued
     */
    public record Found(Map<Probe, List<Observation>> findings, List<ServedCertificate> served) {}

    /** Tries them all. */
    Found of(List<Listener> listeners) {
        ExecutorService threads = Executors.newCachedThreadPool(Handshakes::daemon);
        List<LoopbackServer> servers = new ArrayList<>();
        try (Tunnels tunnels = new Tunnels(threads)) {
            Optional<CertifiedKey> person = person();
            Supplier<OwnList> own = new Subject.Lazy<>(() -> OwnList.of(layout, revocationList.get()));
            List<Target> targets = new ArrayList<>();
            Map<Probe, List<Observation>> findings = new EnumMap<>(Probe.class);
            probes.forEach(probe -> findings.put(probe, new ArrayList<>()));
            List<CompletableFuture<Optional<Address>>> addresses = listeners.stream()
                    .map(listener -> CompletableFuture.supplyAsync(() -> address(listener, tunnels), threads))
                    .toList();
            for (int i = 0; i < listeners.size(); i++) {
                Listener listener = listeners.get(i);
                Optional<CertifiedKey> identity =
                        ServiceFiles.read(layout, listener.service()).identity();
                Optional<Address> address = addresses.get(i).join();
                if (address.isPresent()) {
                    targets.add(new Target(
                            listener,
                            address.get(),
                            caller(listener, own)
                                    .or(() -> listener.behind().isPresent()
                                            ? Optional.empty()
                                            : person.filter(each -> !isRevoked(each, own))
                                                    .or(() -> identity))
                                    .map(presents),
                            live.startingUntil(listener),
                            identity.map(CertifiedKey::certificate),
                            identity.filter(unused -> listener.behind().isPresent()),
                            revoked(listener, own)));
                } else if (live.asked() && listener.portKnown()) {
                    add(findings, listener, probe -> notRunning(probe, listener));
                } else if (identity.isPresent()) {
                    targets.add(inProcess(listener, identity.get(), servers, threads));
                } else {
                    Observation skipped = Observation.skip("it is not running and has no certificate")
                            .about(listener);
                    add(findings, listener, probe -> skipped);
                }
            }
            HandshakeMatrix.Tried tried = new HandshakeMatrix(ca.roots(), wrongClients(), probes).run(targets, threads);
            tried.findings().forEach((probe, found) -> findings.get(probe).addAll(found));
            return new Found(findings, ServedCertificate.by(targets, tried.right()));
        } finally {
            servers.forEach(LoopbackServer::close);
            threads.shutdownNow();
        }
    }

    private static void add(
            Map<Probe, List<Observation>> findings, Listener listener, Function<Probe, Observation> found) {
        findings.forEach((probe, list) -> {
            if (probe.concerns(listener)) {
                list.add(found.apply(probe));
            }
        });
    }

    /** The identity of a service that a proxy admits. */
    private Optional<CertifiedKey> caller(Listener listener, Supplier<OwnList> own) {
        return RightClient.among(
                listener.behind().stream()
                        .flatMap(proxy -> proxy.callers().stream())
                        .flatMap(caller -> ServiceFiles.read(layout, caller).identity().stream())
                        .toList(),
                identity -> isRevoked(identity, own),
                now);
    }

    private static boolean isRevoked(CertifiedKey identity, Supplier<OwnList> own) {
        return own.get()
                .list()
                .flatMap(list -> Revocation.revoked(identity.certificate(), list))
                .isPresent();
    }

    /** A certificate of a caller like the right one, but for its number, which the proxy's list contains for this. */
    private Optional<CertifiedKey> revoked(Listener listener, Supplier<OwnList> own) {
        if (listener.readsLists()) {
            return revocationList.get().map(Revocation::serials).stream()
                    .flatMap(List::stream)
                    .findFirst()
                    .flatMap(serial -> ca.signer().map(signer -> WrongClients.listed(signer, serial, now)));
        }
        return listener.behind()
                .flatMap(proxy -> ca.signer()
                        .map(signer -> WrongClients.revoked(
                                signer,
                                proxy.callers().get(0),
                                RevokedSerials.of(layout, listener.service(), own.get())
                                        .sample(),
                                now)));
    }

    /** Where a running listener is: by its published port, else by the container's address, else from inside. */
    private Optional<Address> address(Listener listener, Tunnels tunnels) {
        return live.running(listener)
                .flatMap(container -> tunnels.reachable(live.address(listener), container, listener));
    }

    /** Where the stack is looked at, the files of a service that has stopped prove nothing about it. */
    private Observation notRunning(Probe probe, Listener listener) {
        Optional<RunningService> container = live.container(listener.container());
        Observation finding = container
                .filter(found -> probe == Probe.VALID && found.state() != RunningService.State.RUNNING)
                .map(found -> Observation.fail(
                        "is " + found.state().name().toLowerCase(Locale.ROOT),
                        found.state() == RunningService.State.CREATED
                                ? Remedy.aria("bootstrap", "--up")
                                : Remedy.command("docker", "logs", found.name())))
                .orElseGet(() -> Observation.skip(
                        container.isEmpty() ? "it has no container" : "it cannot be reached from here"));
        return finding.about(listener);
    }

    /** On loopback every listener speaks HTTPS: it is the files that are tried, not the server. */
    private Target inProcess(
            Listener listener, CertifiedKey own, List<LoopbackServer> servers, ExecutorService threads) {
        LoopbackServer server = LoopbackServer.start(own, ca.roots(), listener.clientCertificateRequired(), threads);
        servers.add(server);
        Listener spoken = new Listener(
                listener.service(),
                listener.name(),
                listener.port(),
                "https",
                listener.clientCertificateRequired(),
                listener.serverNames(),
                "/");
        return new Target(spoken, server.address(), Optional.of(own));
    }

    private WrongClients wrongClients() {
        return ca.signer()
                .map(signer -> WrongClients.signedBy(signer, now))
                .orElseGet(() -> WrongClients.withoutOurCa(
                        FindingText.located(ca.whyNoSign().orElseThrow()), now));
    }

    /** The certificate of the person at the keyboard, which is what has to work; the first when there are several. */
    private Optional<CertifiedKey> person() {
        if (!Files.isReadable(layout.peopleFolder())) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(layout.peopleFolder())) {
            return files.filter(file -> file.toString().endsWith(".crt"))
                    .sorted()
                    .map(file -> ServiceFiles.read(file, keyOf(file)))
                    .map(ServiceFiles::identity)
                    .flatMap(Optional::stream)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + layout.peopleFolder(), e);
        }
    }

    private static Path keyOf(Path certificate) {
        return certificate.resolveSibling(certificate.getFileName().toString().replaceAll("\\.crt$", ".key"));
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "handshake");
        thread.setDaemon(true);
        return thread;
    }
}
