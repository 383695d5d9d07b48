package aria.verify;

import aria.compose.Service;
import aria.docker.Engine;
import aria.docker.RunningService;
import aria.edit.yaml.YamlScalar;
import aria.pki.Revocation;
import aria.plan.OwnList;
import aria.preset.Preset;
import aria.stack.LabelReaders;
import aria.stack.StackService;
import aria.store.Layout;
import aria.verify.probe.Listener;
import aria.verify.traffic.Call;
import aria.verify.traffic.Connections;
import aria.verify.traffic.EarlierState;
import aria.verify.traffic.Refusals;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Looks at the running applications of a project: containers, connections and the logs of the servers that they call.
 *
 * @param layout    where the record of the state before lies
 * @param listeners of the secured servers
 * @param live      what runs
 * @param revocationList the project's own
 */
record ApplicationClaims(
        Layout layout, List<Listener> listeners, LiveStack live, Supplier<Optional<X509CRL>> revocationList) {
    /** What {@code restart} says of a service that is no script. */
    private static final Set<String> LASTING = Set.of("always", "unless-stopped");

    /** So long a server's log is watched for a caller that has no certificate as far as the files tell. */
    private static final Duration WATCH = Duration.ofSeconds(15);

    /** Returns one for each of the user's services that runs or ran, in their order; none when nobody looked. */
    List<ApplicationClaim> of(List<ComposeFacts.PlannedStack> stacks) {
        if (live.containers().stream().noneMatch(RunningService::runs)) {
            return List.of();
        }
        OwnList own = OwnList.of(layout, revocationList.get());
        try (Engine engine = Engine.connect()) {
            return stacks.stream()
                    .flatMap(planned -> of(planned, engine, own).stream())
                    .toList();
        }
    }

    private List<ApplicationClaim> of(ComposeFacts.PlannedStack planned, Engine engine, OwnList own) {
        List<RunningService> containers = live.containers().stream()
                .filter(container ->
                        planned.stack().service(container.service()).isPresent())
                .toList();
        CallEvidence evidence = new CallEvidence(planned.stack(), live, engine);
        Connections all = evidence.read();
        Connections now = evidence.ofServices(all);
        Set<Call> suspects = all.calls().stream()
                .filter(call -> planned.stack().service(call.caller()).isPresent())
                .filter(call -> requiresCertificate(call) && !planned.plan().follows(call.caller(), call.server()))
                .collect(Collectors.toSet());
        Refusals logs = new Refusals(engine, owners(containers));
        Map<Call, Instant> earlier = logs.earlier(evidence.servers(possible(planned, containers), Preset::logRefusals));
        Set<Call> refused =
                suspects.isEmpty() ? Set.of() : logs.watch(evidence.servers(suspects, Preset::logRefusals), WATCH);
        earlier.keySet().removeIf(call -> isLetIn(call, all, refused));
        EarlierState before = EarlierState.recorded(
                        layout, planned.stack().project().name())
                .without(call -> planned.plan().proxies().carries(call.caller(), call.server()));
        ApplicationJudge judge = new ApplicationJudge(
                live,
                before,
                now,
                evidence.doubts(now, logs),
                suspects,
                refused,
                earlier,
                names(planned, service -> isStartedAgain(service.service())),
                names(planned, ApplicationClaims::isEntrance),
                call -> planned.stack().selection().always().contains(call.server())
                        && planned.plan().secured().contains(call.server())
                        && !planned.plan().follows(call.caller(), call.server()));
        return planned.stack().services().stream()
                .filter(service -> !service.oneShot())
                .map(StackService::name)
                .flatMap(name -> judge.claim(name).stream())
                .map(claim -> isRevoked(claim.service(), own) ? claim.ofRevoked() : claim)
                .toList();
    }

    private static Set<String> names(ComposeFacts.PlannedStack planned, Predicate<StackService> which) {
        return planned.stack().services().stream()
                .filter(which)
                .map(StackService::name)
                .collect(Collectors.toSet());
    }

    private static boolean isEntrance(StackService service) {
        return service.preset().filter(Preset::entrance).isPresent() || LabelReaders.isWebProxy(service);
    }

    private static boolean isStartedAgain(Service service) {
        return service.raw()
                .get("restart")
                .filter(YamlScalar.class::isInstance)
                .filter(policy -> LASTING.contains(((YamlScalar) policy).text()))
                .isPresent();
    }

    private boolean isRevoked(String service, OwnList own) {
        return own.list()
                .flatMap(list -> ServiceFiles.read(layout, service)
                        .identity()
                        .flatMap(identity -> Revocation.revoked(identity.certificate(), list)))
                .isPresent();
    }

    private boolean requiresCertificate(Call call) {
        return !live.stale().contains(call.server())
                && listeners.stream()
                        .anyMatch(listener -> listener.service().equals(call.server())
                                && listener.port() == call.port()
                                && listener.clientCertificateRequired());
    }

    /**
     * Returns every call that a running service may make of a server that requires certificates itself, and has none for:
     * a call that no file shows, and that is over in a moment, is only in the server's log.
     */
    private Set<Call> possible(ComposeFacts.PlannedStack planned, List<RunningService> containers) {
        Set<String> callers = containers.stream()
                .filter(RunningService::runs)
                .map(RunningService::service)
                .collect(Collectors.toSet());
        return listeners.stream()
                .filter(listener -> listener.behind().isEmpty() && listener.portKnown())
                .filter(listener -> live.container(listener.service())
                        .filter(RunningService::runs)
                        .isPresent())
                .flatMap(listener ->
                        callers.stream().map(caller -> new Call(caller, listener.service(), listener.port())))
                .filter(call -> !call.caller().equals(call.server()))
                .filter(call -> requiresCertificate(call) && !planned.plan().follows(call.caller(), call.server()))
                .collect(Collectors.toSet());
    }

    /** One that was open and is not refused. It may have found a certificate of its own since it was. */
    private static boolean isLetIn(Call call, Connections now, Set<Call> refused) {
        return now.seen().entrySet().stream()
                .filter(seen -> seen.getKey().caller().equals(call.caller())
                        && seen.getKey().server().equals(call.server())
                        && !refused.contains(seen.getKey()))
                .anyMatch(seen -> seen.getValue().containsValue(Connections.End.OPEN));
    }

    /** But for this machine, from which wrong clients are tried: it may be a container itself. */
    private static Map<String, RunningService> owners(List<RunningService> containers) {
        Map<String, RunningService> owners = new HashMap<>();
        containers.stream()
                .filter(RunningService::runs)
                .forEach(
                        container -> container.addresses().values().forEach(address -> owners.put(address, container)));
        owners.keySet().removeAll(ownAddresses());
        return owners;
    }

    private static Set<String> ownAddresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.toSet());
        } catch (SocketException e) {
            throw new UncheckedIOException(
                    "the network interfaces of this machine cannot be read: " + e.getMessage(), e);
        }
    }
}
