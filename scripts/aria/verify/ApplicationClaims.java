package aria.verify;

import aria.compose.Service;
import aria.docker.Engine;
import aria.docker.Helper;
import aria.docker.RunningService;
import aria.docker.SocketReader;
import aria.edit.yaml.YamlScalar;
import aria.pki.Revocation;
import aria.plan.OwnList;
import aria.preset.Preset;
import aria.stack.LabelReaders;
import aria.stack.OurServices;
import aria.stack.StackService;
import aria.store.Layout;
import aria.verify.probe.Listener;
import aria.verify.traffic.Call;
import aria.verify.traffic.Connections;
import aria.verify.traffic.EarlierState;
import aria.verify.traffic.Refusals;
import aria.verify.traffic.StackTraffic;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
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
        Connections all = Connections.read(
                new SocketReader(engine, Helper.IMAGE),
                live.containers().stream()
                        .filter(container -> containers.contains(container) || isOurs(container, planned))
                        .toList());
        Connections now = StackTraffic.byWayOfProxies(planned.stack(), live.containers(), all);
        Set<Call> suspects = all.calls().stream()
                .filter(call -> planned.stack().service(call.caller()).isPresent())
                .filter(call -> requiresCertificate(call) && !planned.plan().follows(call.caller(), call.server()))
                .collect(Collectors.toSet());
        Set<Call> refused = suspects.isEmpty()
                ? Set.of()
                : new Refusals(engine, owners(containers)).watch(watched(planned, suspects), WATCH);
        EarlierState before = EarlierState.recorded(
                        layout, planned.stack().project().name())
                .without(call -> planned.plan().proxies().carries(call.caller(), call.server()));
        ApplicationJudge judge = new ApplicationJudge(
                live,
                before,
                now,
                suspects,
                refused,
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

    /** Proxies carry the calls of services: without their connections no such call would be seen. */
    private static boolean isOurs(RunningService container, ComposeFacts.PlannedStack planned) {
        return container.labels().containsKey(OurServices.ROLE)
                && planned.stack()
                        .service(container.labels().getOrDefault(OurServices.SERVICE, ""))
                        .isPresent();
    }

    private boolean requiresCertificate(Call call) {
        return !live.stale().contains(call.server())
                && listeners.stream()
                        .anyMatch(listener -> listener.service().equals(call.server())
                                && listener.port() == call.port()
                                && listener.clientCertificateRequired());
    }

    private List<Refusals.Server> watched(ComposeFacts.PlannedStack planned, Set<Call> suspects) {
        List<Refusals.Server> servers = new ArrayList<>();
        suspects.stream()
                .collect(Collectors.groupingBy(Call::server, Collectors.toSet()))
                .forEach((name, calls) -> {
                    List<Pattern> patterns = planned
                            .stack()
                            .service(name)
                            .flatMap(StackService::preset)
                            .map(Preset::logRefusals)
                            .orElse(List.of())
                            .stream()
                            .map(Pattern::compile)
                            .toList();
                    live.container(name)
                            .ifPresent(container -> servers.add(new Refusals.Server(container, patterns, calls)));
                });
        return servers;
    }

    private static Map<String, String> owners(List<RunningService> containers) {
        Map<String, String> owners = new HashMap<>();
        containers.forEach(container ->
                container.addresses().values().forEach(address -> owners.put(address, container.service())));
        return owners;
    }
}
