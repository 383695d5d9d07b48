package aria.plan;

import aria.compose.ComposeProject;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.finding.Severity;
import aria.preset.Preset;
import aria.proxy.AssumedPorts;
import aria.stack.Edge;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.stack.SwarmStack;
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
 * The services of a stack that are secured.
 *
 * @param services  those that change. One whose server is held back is among them as a client alone, with a preset of
 *                  that kind
 * @param clients   the names of those that are secured as clients alone
 * @param heldBack  the names of the servers that are left as they are because of their callers, for the public, or for
 *                  what their presets refuse
 * @param following the callers that present certificates once the plan is applied, by the server's name
 * @param byProxy   those of them that do so only by a proxy beside them, by the server's name
 * @param proxies   of the servers that are moved behind one, and of their callers
 * @param findings  why each of the others is not secured, and who is shut out by choice
 */
record SecuredServices(
        List<StackService> services,
        Set<String> clients,
        Set<String> heldBack,
        Map<String, Set<String>> following,
        Map<String, Set<String>> byProxy,
        ProxyPlan proxies,
        List<Finding> findings) {

    /** Keeps unmodifiable copies. */
    SecuredServices {
        services = List.copyOf(services);
        clients = Set.copyOf(clients);
        heldBack = Set.copyOf(heldBack);
        following = Map.copyOf(following);
        byProxy = Map.copyOf(byProxy);
        findings = List.copyOf(findings);
    }

    /** Returns the servers that read the metrics of proxies. */
    List<ProxyMetrics> metrics(StackOptions options) {
        return ProxyMetrics.of(services, proxies.topology(), options);
    }

    /**
     * Decides for every service of a stack.
     *
     * @param refused services that cannot be edited, each with the reason
     * @param proxies those of the stack; the servers behind them are secured by these alone
     */
    static SecuredServices of(Stack stack, StackOptions options, Map<String, Finding> refused, ProxyPlan proxies) {
        return of(stack, options, refused, proxies, proxies.topology().direct());
    }

    /** @param byProxy the callers that can call a server by a proxy beside them, by the server */
    static SecuredServices of(
            Stack stack,
            StackOptions options,
            Map<String, Finding> refused,
            ProxyPlan proxies,
            Map<String, Set<String>> byProxy) {
        List<StackService> planned = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        Set<String> left = new TreeSet<>();
        Optional<Finding> swarm = SwarmStack.of(stack.project()).map(SecuredServices::inSwarm);
        for (StackService service : stack.services()) {
            if (proxies.topology().servers().contains(service.name())) {
                continue;
            }
            if (swarm.isPresent() && isUndecided(service, stack, options)) {
                left.add(service.name());
                continue;
            }
            Optional<Finding> reason = PublishedPorts.entrance(service)
                    .filter(why -> service.secured())
                    .or(() -> RoutedEntrance.of(service, stack))
                    .filter(why -> isUndecided(service, stack, options))
                    .or(() -> Optional.ofNullable(refused.get(service.name())))
                    .or(() -> Optional.ofNullable(proxies.topology().heldBack().get(service.name())))
                    .or(() -> service.secured()
                            ? refusal(service, stack, options)
                            : leftAlone(service).filter(why -> !proxies.carriesAll(service.name())))
                    .or(() -> PublishedPorts.chosen(service, stack.selection())
                            .filter(why -> !new ServicePlan(service, options).isSecured(stack.project())));
            if (reason.isEmpty() && service.secured()) {
                planned.add(service);
            }
            if (reason.filter(why -> service.secured() && isLeft(why, service, stack, options))
                    .isPresent()) {
                left.add(service.name());
            }
            reason.ifPresent(findings::add);
        }
        if (stack.services().stream().anyMatch(service -> service.secured() && left.contains(service.name()))) {
            swarm.ifPresent(findings::add);
        }
        return new Decision(stack, planned, options, byProxy).decide(findings, left, proxies);
    }

    /** Whether it needs no certificate for this reason. One that an earlier plan secured goes on using its own. */
    private static boolean isLeft(Finding why, StackService service, Stack stack, StackOptions options) {
        return why.is(FindingId.PUBLIC_ENTRANCE)
                || why.severity() != Severity.NOTE && !new ServicePlan(service, options).isSecured(stack.project());
    }

    /** One that is secured stays so, and one that was chosen is secured. */
    private static boolean isUndecided(StackService service, Stack stack, StackOptions options) {
        return !stack.selection().chooses(service.name())
                && !(service.secured() && new ServicePlan(service, options).isSecured(stack.project()));
    }

    private static Finding inSwarm(SwarmStack.Sign sign) {
        return Finding.heldBack(
                        "this is a Swarm stack (" + sign.text()
                                + "): a swarm starts no service after the one that delivers its key",
                        Remedy.advice("where Docker Compose runs it all the same, choose its servers with --preset"))
                .at(sign.place());
    }

    /** Returns the names of all that change. */
    Set<String> names() {
        return services.stream().map(StackService::name).collect(Collectors.toSet());
    }

    /** Returns the names of those that are secured, not only as clients; in their order. */
    List<String> servers() {
        return services.stream()
                .map(StackService::name)
                .filter(name -> !clients.contains(name))
                .toList();
    }

    private static Optional<Finding> refusal(StackService service, Stack stack, StackOptions options) {
        if (new InitService(options).isForAnotherFolder(service, stack.project())) {
            return Optional.of(Finding.note(
                            FindingId.OTHER_FOLDER,
                            "its key delivery has paths relative to another folder, for a project that includes this"
                                    + " file, so it is not changed")
                    .about(service.name()));
        }
        return Refusals.of(service, stack, options);
    }

    private static Optional<Finding> leftAlone(StackService service) {
        if (!service.selected() || service.oneShot()) {
            return Optional.empty();
        }
        return Optional.of(service.preset()
                .flatMap(Preset::leaveAlone)
                .map(reason -> Finding.note(FindingId.LEFT_ALONE, reason))
                .or(() -> service.alike().map(preset -> variant(service, preset)))
                .orElseGet(() -> Finding.note(
                        FindingId.NO_PRESET,
                        service.presetReason() + ", left alone",
                        Remedy.setting("--preset", service.name() + "=mount")))
                .about(service.name()));
    }

    private static Finding variant(StackService service, Preset preset) {
        return Finding.note(
                FindingId.VARIANT,
                service.service().shownImage().orElseThrow() + " is a variant of " + preset.title()
                        + ", which no preset is made for, so it is left alone",
                Remedy.setting("--preset", service.name() + "=" + preset.id()));
    }

    /** Holds servers back until every caller of those that are left can follow. */
    private static final class Decision {
        private final Stack stack;
        private final List<StackService> planned;
        private final CallerRules rules;
        private final Map<String, Map<String, List<Edge>>> heldBack = new LinkedHashMap<>();
        private final Set<String> secured;
        private final Set<String> always;
        private final StackOptions options;
        private final ComposeProject project;

        Decision(Stack stack, List<StackService> planned, StackOptions options, Map<String, Set<String>> byProxy) {
            this.stack = stack;
            this.planned = planned;
            this.options = options;
            this.project = stack.project();
            this.rules = new CallerRules(stack, planned, options, byProxy);
            this.always = stack.selection().always();
            this.secured = planned.stream()
                    .filter(service -> new ServicePlan(service, options).isSecured(stack.project()))
                    .map(StackService::name)
                    .collect(Collectors.toSet());
        }

        SecuredServices decide(List<Finding> findings, Set<String> leftBefore, ProxyPlan proxies) {
            int before;
            do {
                before = heldBack.size();
                List<StackService> servers = servers();
                servers.stream()
                        .filter(server -> !secured.contains(server.name()) && !always.contains(server.name()))
                        .forEach(server -> hold(server, rules.shutOut(server, servers)));
            } while (heldBack.size() > before);
            List<StackService> servers = servers();
            List<StackService> services = new ArrayList<>();
            Set<String> clients = new TreeSet<>();
            for (StackService service : planned) {
                if (!heldBack.containsKey(service.name())) {
                    services.add(service);
                } else if (rules.isClientOf(service, servers)) {
                    services.add(service.asClient());
                    clients.add(service.name());
                }
            }
            Map<String, Set<String>> following = new LinkedHashMap<>();
            Map<String, Set<String>> byProxy = new LinkedHashMap<>();
            servers.forEach(server -> {
                byProxy.put(server.name(), rules.onlyByProxy(server, servers));
                Map<String, List<Edge>> out = rules.shutOut(server, servers);
                following.put(
                        server.name(),
                        rules.callers(server.name()).keySet().stream()
                                .filter(caller -> !out.containsKey(caller))
                                .collect(Collectors.toSet()));
                findings.addAll(CallerFindings.shutOut(server, out, always.contains(server.name()), this::hasKey));
            });
            Map<String, StackService> byName =
                    planned.stream().collect(Collectors.toMap(StackService::name, service -> service));
            heldBack.forEach((server, out) ->
                    findings.add(CallerFindings.heldBack(byName.get(server), undecided(server, out), this::hasKey)));
            List<StackService> fresh = servers.stream()
                    .filter(server -> !secured.contains(server.name()))
                    .toList();
            findings.addAll(new PublishedPorts(options).findings(fresh));
            List<StackService> moved = stack.services().stream()
                    .filter(service -> proxies.topology().servers().contains(service.name())
                            && !project.services().containsKey(Stack.proxyName(service.name())))
                    .toList();
            moved.forEach(server -> findings.addAll(PublishedPorts.stay(server, stack.selection())));
            moved.forEach(server -> proxies.plainCalls(server.name()).ifPresent(findings::add));
            findings.addAll(AssumedPorts.of(stack, moved));
            PublishedPorts.shared(Stream.concat(fresh.stream(), moved.stream()).toList(), project)
                    .ifPresent(findings::add);
            Set<String> left = new TreeSet<>(leftBefore);
            left.addAll(heldBack.keySet());
            return new SecuredServices(services, clients, left, following, byProxy, proxies, findings);
        }

        /** Those about which nothing is decided: nobody outside calls what is to be published on this machine alone. */
        private Map<String, List<Edge>> undecided(String server, Map<String, List<Edge>> out) {
            Map<String, List<Edge>> inside = new LinkedHashMap<>(out);
            if (stack.selection().proxies().published().contains(server)) {
                inside.values()
                        .removeIf(calls ->
                                calls.stream().allMatch(call -> call.evidence().kind() == Edge.Kind.PORTS));
            }
            return inside.isEmpty() ? out : inside;
        }

        /** Whether a certificate is delivered to it, or will be by the choices that were made. */
        private boolean hasKey(String service) {
            return project.services().containsKey(Stack.initName(service))
                    || planned.stream()
                            .anyMatch(each -> each.name().equals(service)
                                    && each.preset().orElseThrow().deliversOnly());
        }

        private void hold(StackService server, Map<String, List<Edge>> out) {
            if (!out.isEmpty()) {
                heldBack.put(server.name(), out);
            }
        }

        /** Those that ask callers for certificates, as far as it is decided. */
        private List<StackService> servers() {
            return planned.stream()
                    .filter(service -> !heldBack.containsKey(service.name()))
                    .filter(service ->
                            !service.preset().orElseThrow().listeners().isEmpty())
                    .toList();
        }
    }
}
