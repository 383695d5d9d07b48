package aria.verify;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.preset.Preset;
import aria.proxy.CalledPorts;
import aria.stack.Edge;
import aria.stack.LabelReaders;
import aria.stack.OurServices;
import aria.stack.ProxiedServices;
import aria.stack.ProxyChoices;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.store.Layout;
import aria.verify.probe.Listener;
import aria.verify.probe.Probe;
import aria.verify.probe.Via;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Determines the state of every listener of a project: those of secured servers, of others, and each published port.
 *
 * @param layout     where everything lies
 * @param listeners  of the secured servers
 * @param live       what runs
 * @param ca         the CA
 * @param handshakes what the probes found
 * @param plaintext  what proxies accept in plaintext
 */
record ListenerClaims(
        Layout layout,
        List<Listener> listeners,
        LiveStack live,
        Supplier<LocalCa> ca,
        Supplier<Handshakes.Found> handshakes,
        PlaintextClaims plaintext) {
    /** Only somebody with the CA's key can make the certificates for the other wrong clients. */
    private static final Set<Probe> WITHOUT_THE_CA =
            Set.of(Probe.VALID, Probe.NONE, Probe.FOREIGN_CA, Probe.WRONG_NAME, Probe.PLAINTEXT);

    /** What a preset says of a listener that asks for a certificate in every mode. */
    private static final String REQUEST = "request";

    private PlainListeners plain() {
        return new PlainListeners(layout, live, ca);
    }

    /** Returns one for each listener, in the order of the services. */
    List<ListenerClaim> of(List<ComposeFacts.PlannedStack> stacks) {
        return stacks.stream().flatMap(planned -> of(planned).stream()).toList();
    }

    private List<ListenerClaim> of(ComposeFacts.PlannedStack planned) {
        Set<String> pending = planned.pending(layout);
        CalledPorts called = CalledPorts.of(planned.stack());
        List<List<ListenerClaim>> claims = planned.stack().services().parallelStream()
                .filter(service -> !service.oneShot())
                .map(service -> byChoice(
                        service,
                        planned.stack().selection(),
                        unproven(service, planned, of(service, planned, pending.contains(service.name()), called))))
                .toList();
        return Stream.concat(claims.stream().flatMap(List::stream), ofOurs(planned))
                .toList();
    }

    /** What a file says that was taken over only the running server shows. */
    private static List<ListenerClaim> unproven(
            StackService service, ComposeFacts.PlannedStack planned, List<ListenerClaim> claims) {
        Optional<Finding> kept = planned.plan().findings().stream()
                .filter(finding ->
                        finding.is(FindingId.TAKEN_OVER) && finding.service().equals(Optional.of(service.name())))
                .findFirst();
        return kept.isEmpty()
                ? claims
                : claims.stream()
                        .map(claim -> claim.state() == ListenerState.CONFIGURED
                                ? new ListenerClaim(
                                        claim.service(),
                                        claim.listener(),
                                        ListenerState.NOT_CHECKED,
                                        kept.get().place().orElseThrow() + " is not a generated file any more",
                                        claim.place())
                                : claim)
                        .toList();
    }

    /** Services of ours publish nothing; what bears a name of theirs and does is not one, or was changed. */
    private Stream<ListenerClaim> ofOurs(ComposeFacts.PlannedStack planned) {
        return OurServices.added(planned.stack()).stream()
                .map(name -> planned.stack().project().services().get(name))
                .flatMap(service -> service.ports().stream()
                        .map(port -> new ListenerClaim(
                                service.name(),
                                Integer.toString(port.target()),
                                ListenerState.NOT_UNDER_MTLS,
                                "published as " + port.shortForm(),
                                Optional.of(plain().place(service, port)))));
    }

    private List<ListenerClaim> of(
            StackService service, ComposeFacts.PlannedStack planned, boolean pending, CalledPorts called) {
        String name = service.name();
        Selection selection = planned.stack().selection();
        if (planned.plan().proxies().servers().contains(name)) {
            ProxyChoices choices = selection.proxies();
            boolean chosen =
                    choices.servers().contains(name) || choices.published().contains(name);
            return behindProxy(service, planned, pending, chosen);
        }
        if (planned.plan().secured().contains(name)) {
            return ofSecured(service, pending);
        }
        List<ListenerClaim> claims = plain().of(
                        service,
                        selection.plain().contains(name),
                        Optional.ofNullable(called.byServer().get(name)));
        if (planned.plan().entrances().contains(name)) {
            return Stream.concat(claims.stream(), routed(service, planned, claims))
                    .map(ListenerClaim::toThePublic)
                    .toList();
        }
        SeenCalls calls = SeenCalls.of(planned.stack(), name);
        boolean entrance = service.preset().isEmpty() && !calls.written();
        return claims.stream()
                .map(claim -> entrance && claim.place().isPresent() ? claim.toThePublic() : calls.named(claim))
                .toList();
    }

    /** Where a proxy calls it that found it by its labels. */
    private static Stream<ListenerClaim> routed(
            StackService service, ComposeFacts.PlannedStack planned, List<ListenerClaim> claims) {
        Stack stack = planned.stack();
        Optional<Edge> call = new LabelReaders().entrance(stack, service);
        Set<String> ports = stack.edges().stream()
                .filter(edge -> call.isPresent() && edge.server().equals(service.name()))
                .flatMap(edge -> edge.port().stream().map(String::valueOf))
                .collect(Collectors.toCollection(TreeSet::new));
        if (call.isPresent() && ports.isEmpty() && claims.isEmpty()) {
            ports.add("labels");
        }
        return ports.stream()
                .filter(port -> claims.stream().noneMatch(claim -> isAt(claim, service, port)))
                .map(port -> new ListenerClaim(
                        service.name(),
                        port,
                        ListenerState.NOT_UNDER_MTLS,
                        "in plaintext, called by " + call.orElseThrow().caller()
                                + (call.get().outside() ? " of another project" : ""),
                        Optional.empty()));
    }

    private static boolean isAt(ListenerClaim claim, StackService service, String port) {
        return claim.listener().equals(port)
                || PlainListeners.own(service).stream()
                        .anyMatch(listener -> listener.name().equals(claim.listener())
                                && String.valueOf(listener.port()).equals(port));
    }

    /** What is not under mutual TLS at a port that was chosen to be public is as it should be. */
    private static List<ListenerClaim> byChoice(StackService service, Selection selection, List<ListenerClaim> claims) {
        Map<String, Integer> ports = PlainListeners.own(service).stream()
                .collect(Collectors.toMap(Preset.Listener::name, Preset.Listener::port, (one, other) -> one));
        return claims.stream()
                .map(claim -> {
                    String port = String.valueOf(ports.getOrDefault(claim.listener(), 0));
                    boolean open = selection.open().getOrDefault(service.name(), Set.of()).stream()
                            .map(String::valueOf)
                            .anyMatch(each -> each.equals(port) || each.equals(claim.listener()));
                    return open ? claim.toThePublic() : claim;
                })
                .toList();
    }

    private List<ListenerClaim> ofSecured(StackService service, boolean pending) {
        List<ListenerClaim> claims = new ArrayList<>();
        tried(service, pending, claims);
        claims.replaceAll(claim -> leavesItToAccounts(service, claim.listener()) ? claim.byAccount() : claim);
        claims.addAll(plain().ofOtherPorts(service));
        return claims;
    }

    /** In no mode does such a server insist on a certificate. */
    private static boolean leavesItToAccounts(StackService service, String listener) {
        return service.preset().stream()
                .flatMap(preset -> preset.listeners().stream())
                .anyMatch(each ->
                        each.name().equals(listener) && each.clientAuth().equals(REQUEST));
    }

    private void tried(StackService service, boolean pending, List<ListenerClaim> claims) {
        listeners.stream()
                .filter(listener -> listener.service().equals(service.name()) && listener.portKnown())
                .forEach(listener -> tried(listener, pending).ifPresent(claims::add));
    }

    /**
     * What such a server publishes it publishes itself, in plaintext: to the public where browsers use it.
     *
     * @param chosen whether somebody chose that
     */
    private List<ListenerClaim> behindProxy(
            StackService service, ComposeFacts.PlannedStack planned, boolean pending, boolean chosen) {
        List<ListenerClaim> claims = new ArrayList<>();
        tried(service, pending, claims);
        claims.replaceAll(claim -> plaintext.judged(
                claim, planned.plan().proxies().of(service.name()).orElseThrow()));
        service.service().ports().stream()
                .filter(port -> port.protocol().equals("tcp"))
                .map(port -> {
                    ListenerClaim claim = plain().leftAlone(service, "published " + port.published(), port.target());
                    return ProxiedServices.isForBrowsers(planned.stack(), service, port) ? claim.toThePublic() : claim;
                })
                .forEach(claim -> claims.add(chosen ? claim.byChoice() : claim));
        return claims;
    }

    /** Empty for a listener that not every such server opens, when nobody is there. */
    private Optional<ListenerClaim> tried(Listener listener, boolean pending) {
        Optional<String> unseen = live.stale().contains(listener.service())
                ? Optional.of("its container is older than the files")
                : live.problem();
        if (unseen.isPresent()) {
            return Optional.of(new ListenerClaim(
                    listener.service(), listener.name(), ListenerState.NOT_CHECKED, unseen.get(), Optional.empty()));
        }
        Map<Probe, Observation> seen = new EnumMap<>(Probe.class);
        handshakes
                .get()
                .findings()
                .forEach((probe, all) -> all.stream()
                        .filter(one -> one.service().equals(Optional.of(listener.service()))
                                && one.listener().equals(Optional.of(listener.name())))
                        .forEach(one -> seen.put(probe, one)));
        Observation right = seen.get(Probe.VALID);
        if (listener.optional() && right.status() == Status.SKIP) {
            return Optional.empty();
        }
        Optional<Observation> wrong = seen.entrySet().stream()
                .filter(one -> one.getKey() != Probe.VALID)
                .map(Map.Entry::getValue)
                .filter(one -> one.status() == Status.FAIL || one.status() == Status.WARN)
                .min((one, other) -> other.status().compareTo(one.status()));
        ListenerState state = state(seen, wrong, pending);
        String why = wrong.map(Observation::message).orElseGet(() -> why(state, seen));
        return Optional.of(new ListenerClaim(listener.service(), listener.name(), state, why, Optional.empty()));
    }

    private static String why(ListenerState state, Map<Probe, Observation> seen) {
        return switch (state) {
            case NOT_CHECKED ->
                seen.values().stream()
                        .filter(one -> one.status() != Status.PASS)
                        .findFirst()
                        .map(Observation::message)
                        .orElse("");
            case NOT_UNDER_MTLS -> "its settings still have to be changed";
            default -> "";
        };
    }

    private ListenerState state(Map<Probe, Observation> seen, Optional<Observation> wrong, boolean pending) {
        if (wrong.isPresent()) {
            return wrong.get().status() == Status.FAIL
                    ? ListenerState.NOT_UNDER_MTLS
                    : ListenerState.PLAINTEXT_BY_CHOICE;
        }
        boolean runs =
                seen.get(Probe.VALID).via().filter(via -> via != Via.IN_PROCESS).isPresent();
        if (pending && !runs) {
            return ListenerState.NOT_UNDER_MTLS;
        }
        if (WITHOUT_THE_CA.stream().anyMatch(probe -> seen.get(probe).status() != Status.PASS)) {
            return ListenerState.NOT_CHECKED;
        }
        return runs ? ListenerState.ENFORCED : ListenerState.CONFIGURED;
    }
}
