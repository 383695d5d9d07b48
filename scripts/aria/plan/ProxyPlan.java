package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.ComposeEditor;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Severity;
import aria.preset.Templates;
import aria.proxy.Candidates;
import aria.proxy.HaproxyConfig;
import aria.proxy.Sidecar;
import aria.proxy.Topology;
import aria.proxy.TopologyPlanner;
import aria.stack.ProxiedServices;
import aria.stack.Stack;
import aria.stack.SwarmStack;
import aria.store.FileWrite;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The proxies of a stack, and what is written for them.
 *
 * @param topology the proxies
 * @param reasons  why each of the servers has one
 * @param without  why others that need one have none, by their names
 * @param changes  to the compose files, proven to be possible alone
 * @param options  what they depend on
 */
record ProxyPlan(
        Topology topology,
        Map<String, String> reasons,
        Map<String, Finding> without,
        List<ComposeChange> changes,
        StackOptions options) {
    /** What else is said of a server may hold beside a proxy, too. */
    private static final Set<FindingId> EXPLAINED = Set.of(
            FindingId.HELD_BACK,
            FindingId.VARIANT,
            FindingId.PRESET_REFUSES,
            FindingId.SETTING_CONFLICT,
            FindingId.ENTRYPOINT,
            FindingId.CONFIG_UNSEEN);

    /** Keeps unmodifiable copies. */
    ProxyPlan {
        reasons = Map.copyOf(reasons);
        without = Map.copyOf(without);
        changes = List.copyOf(changes);
    }

    /** Returns that there are no proxies. */
    static ProxyPlan none(StackOptions options) {
        return new ProxyPlan(Topology.NONE, Map.of(), Map.of(), List.of(), options);
    }

    /**
     * Plans the proxies that were chosen, and those of servers that their presets cannot secure, as far as the compose
     * files can be edited for them.
     *
     * @param unedited services that cannot be edited, each with the reason
     * @throws RefusedException when a server is behind a proxy already, and something new stands against it
     */
    static ProxyPlan of(Stack stack, StackOptions options, Map<String, Finding> unedited) {
        Optional<String> wholly = wholly(stack);
        Set<String> indirect = new TreeSet<>();
        while (true) {
            NativeWay natives = wholly.isPresent()
                    ? NativeWay.withoutProxies(stack)
                    : NativeWay.of(stack, options, unedited, indirect);
            Optional<ProxyPlan> plan = of(stack, options, natives, wholly, indirect);
            if (plan.isPresent()) {
                return plan.get();
            }
        }
    }

    /** Empty when callers' proxies cannot call some servers, which are then added to {@code indirect}. */
    private static Optional<ProxyPlan> of(
            Stack stack, StackOptions options, NativeWay natives, Optional<String> wholly, Set<String> indirect) {
        Set<String> chosen = natives.candidates().chosen();
        Map<String, Finding> refused = new LinkedHashMap<>();
        wholly.ifPresent(why -> chosen.forEach(
                server -> refused.put(server, Finding.heldBack(why).about(server))));
        while (true) {
            Topology topology = TopologyPlanner.plan(stack, natives.candidates(), refused);
            topology.heldBack().forEach((server, why) -> requireNotMoved(stack, server, why));
            List<ComposeChange> changes = changes(stack, topology, options);
            Optional<RefusedException> refusal = refusal(stack, changes);
            if (refusal.isEmpty()) {
                return Optional.of(new ProxyPlan(
                        topology.holdingBack(chosen),
                        natives.reasons(topology, stack.selection().proxies().servers()),
                        topology.heldBack(),
                        changes,
                        options));
            }
            if (indirect.addAll(indirect(stack, topology, options))) {
                return Optional.empty();
            }
            refused.putAll(blamed(stack, natives.candidates(), topology, options, refusal.get()));
        }
    }

    /** One that is behind its proxy cannot be left as it is without its callers losing it. */
    private static void requireNotMoved(Stack stack, String server, Finding why) {
        if (ProxiedServices.isMoved(stack, stack.service(server).orElseThrow())) {
            throw new RefusedException(new Finding(
                    why.id(),
                    Severity.ERROR,
                    why.service(),
                    why.place(),
                    "it is behind a proxy, but would be " + why.message(),
                    why.remedies()));
        }
    }

    /** What rules out every proxy. */
    private static Optional<String> wholly(Stack stack) {
        return SwarmStack.of(stack.project()).map(sign -> "this is a Swarm stack (" + sign.text() + ")");
    }

    /** The servers that callers' proxies cannot call: they, or these callers, cannot be edited. */
    private static Set<String> indirect(Stack stack, Topology topology, StackOptions options) {
        Set<String> called = topology.direct().keySet();
        Set<String> blamed = called.stream()
                .filter(server -> refusal(stack, changes(stack, topology.onlyCalling(server), options))
                        .isPresent())
                .collect(Collectors.toSet());
        return blamed.isEmpty() && topology.servers().isEmpty() ? called : blamed;
    }

    /** Those that cannot be moved even alone; all of them when nobody is to blame. */
    private static Map<String, Finding> blamed(
            Stack stack, Candidates candidates, Topology topology, StackOptions options, RefusedException all) {
        Map<String, Finding> blamed = new LinkedHashMap<>();
        for (String server : topology.servers()) {
            Map<String, Finding> others = new LinkedHashMap<>(topology.heldBack());
            topology.servers().stream()
                    .filter(other -> !other.equals(server))
                    .forEach(other -> others.put(other, all.finding()));
            refusal(stack, changes(stack, TopologyPlanner.plan(stack, candidates, others), options))
                    .ifPresent(reason -> blamed.put(server, heldBack(server, reason)));
        }
        if (blamed.isEmpty()) {
            topology.servers().forEach(server -> blamed.put(server, heldBack(server, all)));
        }
        return blamed;
    }

    private static Finding heldBack(String server, RefusedException reason) {
        Finding finding = reason.finding();
        Finding held = Finding.heldBack(finding.message()).about(server).also(finding.remedies());
        return finding.place().map(held::at).orElse(held);
    }

    private static Optional<RefusedException> refusal(Stack stack, List<ComposeChange> changes) {
        try {
            ComposeEditor.apply(stack.project(), changes);
            return Optional.empty();
        } catch (RefusedException reason) {
            return Optional.of(reason);
        }
    }

    private static List<ComposeChange> changes(Stack stack, Topology topology, StackOptions options) {
        ProxyServices services = new ProxyServices(stack, topology, options);
        return Stream.concat(
                        topology.sidecars().stream().flatMap(sidecar -> services.changes(sidecar).stream()),
                        topology.direct().entrySet().stream()
                                .map(server -> services.alias(server.getKey(), server.getValue())))
                .toList();
    }

    /**
     * Returns what is said of services, with the reason why one has no proxy; a line of its own where many share one.
     * What lets a proxy secure it comes first among the remedies: that shuts out no caller.
     */
    List<Finding> explained(List<Finding> findings) {
        return findings.stream()
                .flatMap(finding -> finding.service()
                        .flatMap(name -> Optional.ofNullable(without.get(name)))
                        .filter(why -> !topology.heldBack().containsValue(why))
                        .map(why -> explained(finding, why))
                        .orElse(Stream.of(finding)))
                .toList();
    }

    /** Returns whether a service has a proxy, and one for what others call of it if anything is. */
    boolean carriesAll(String service) {
        return topology.of(service).isPresent() && !without.containsKey(service);
    }

    /** Returns that a server with a proxy calls others in plaintext; empty when it calls none so. */
    Optional<Finding> plainCalls(String server) {
        return topology.of(server)
                .map(sidecar -> sidecar.called(true))
                .filter(called -> !called.isEmpty())
                .map(called -> Finding.note(
                                FindingId.PLAIN_CALL,
                                "its calls to " + String.join(", ", called)
                                        + " pass through its proxy in plaintext, because no proxy secures "
                                        + (called.size() == 1 ? "that one" : "those"))
                        .about(server));
    }

    private Stream<Finding> explained(Finding finding, Finding why) {
        boolean itselfCalls = topology.of(why.service().orElseThrow()).isPresent();
        String none = (itselfCalls
                        ? "the proxy beside it secures its own calls alone, and none can secure calls to it"
                        : "no proxy can secure it")
                + ", because " + why.clause();
        if (finding.is(FindingId.NO_PRESET)) {
            Finding alone = Finding.note(FindingId.NO_PROXY, none)
                    .about(why.service().orElseThrow())
                    .also(why.remedies());
            return itselfCalls ? Stream.of(alone) : Stream.of(finding, alone);
        }
        return EXPLAINED.stream().noneMatch(finding::is)
                ? Stream.of(finding)
                : Stream.of(finding.withoutRemedies()
                        .saying(finding.message() + "; " + none)
                        .also(why.remedies())
                        .also(finding.remedies()));
    }

    /**
     * Returns the configurations; those the user has taken over are left out.
     *
     * @param metrics the servers that read the metrics of proxies
     */
    List<PlannedFile> files(List<ProxyMetrics> metrics) {
        List<PlannedFile> files = new ArrayList<>();
        OwnList revoked = topology.sidecars().isEmpty() ? OwnList.none() : OwnList.of(options.layout());
        for (Sidecar sidecar : topology.sidecars()) {
            Path config = ProxyServices.folder(options, sidecar.service()).resolve(HaproxyConfig.FILE);
            if (!GeneratedHeader.takenOver(config)) {
                String text = HaproxyConfig.of(
                        sidecar,
                        metrics.stream()
                                .filter(each -> each.sidecars().contains(sidecar))
                                .map(each -> each.service().name())
                                .toList(),
                        GeneratedHeader.line(sidecar.service()),
                        Templates.read("proxy/haproxy.cfg"));
                files.add(PlannedFile.of(
                        FileWrite.open(config, text.getBytes(StandardCharsets.UTF_8)),
                        "settings of the proxy of " + sidecar.service()));
            }
            files.add(PlannedFile.of(
                    RevokedSerials.of(options.layout(), sidecar.service(), revoked)
                            .write(options.layout()),
                    "revoked certificates that the proxy of " + sidecar.service() + " refuses"));
        }
        metrics.forEach(each -> each.file(options).ifPresent(files::add));
        return files;
    }
}
