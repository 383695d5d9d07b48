package aria.proxy;

import aria.compose.Port;
import aria.compose.Service;
import aria.finding.Finding;
import aria.finding.Place;
import aria.finding.Remedy;
import aria.stack.Edge;
import aria.stack.OurServices;
import aria.stack.ProxiedServices;
import aria.stack.ProxyChoices;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What keeps a server from being moved behind a proxy. A server that is held back keeps everything as it was. */
public final class ProxyRules {
    /** The names of its proxy, and of what delivers the proxy's key, are longer. */
    private static final int LONGEST_NAME = 63 - (Stack.PROXY_SUFFIX + Stack.INIT_SUFFIX).length();

    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?");

    private final Stack stack;
    private final Calls calls;
    private final Candidates candidates;
    private final ProxyDoubts doubts;
    private final UdpPorts udpPorts;
    private final OwnResolvers resolvers;
    private final Set<String> unfit;
    private final AddressRange range;

    ProxyRules(Stack stack, Calls calls, Candidates candidates) {
        this.stack = stack;
        this.calls = calls;
        this.candidates = candidates;
        this.doubts = new ProxyDoubts(stack, calls);
        this.udpPorts = new UdpPorts(calls);
        this.resolvers = new OwnResolvers(stack);
        this.unfit = stack.unfitNames().keySet();
        this.range = AddressRange.of(stack.project());
    }

    /**
     * Returns why a server is held back; empty when nothing stands against it.
     *
     * @param moved the servers that are to move, this one among them
     */
    Optional<Finding> against(StackService server, Set<String> moved) {
        return itself(server)
                .or(() -> member(server))
                .or(() -> callers(server, moved))
                .or(() -> ownCalls(server, moved))
                .or(() -> candidates.chosen().contains(server.name())
                        ? Optional.empty()
                        : doubts.about(server).flatMap(why -> held(why, choice(server.name()))))
                .map(reason -> reason.about(server.name()));
    }

    private Optional<Finding> itself(StackService server) {
        Service service = server.service();
        if (server.oneShot()) {
            return held("it is a one-shot service, not a server");
        }
        if (stack.project().services().containsKey(Stack.initName(server.name()))) {
            return held(
                    "it was secured by its own settings before",
                    Remedy.inOrder(Remedy.aria("patch-compose", "--undo"), Remedy.advice("run this command again")));
        }
        if (!service.addresses().isEmpty()) {
            return held("it has the fixed address " + service.addresses().get(0) + ", which callers may use");
        }
        Optional<String> udp = udpPorts.against(server);
        if (udp.isPresent()) {
            return held(udp.get());
        }
        Optional<String> sharer = sharer(server.name());
        if (sharer.isPresent()) {
            return held("service " + sharer.get() + " shares its network");
        }
        return published(server);
    }

    private Optional<String> sharer(String server) {
        return stack.services().stream()
                .filter(other -> other.service()
                        .networkMode()
                        .filter(("service:" + server)::equals)
                        .isPresent())
                .map(StackService::name)
                .findFirst();
    }

    private Optional<Finding> published(StackService server) {
        Optional<Port> port = server.service().ports().stream()
                .filter(published -> !ProxiedServices.staysPublished(stack, server, published))
                .findFirst();
        if (port.isEmpty() || stack.selection().proxies().published().contains(server.name())) {
            return Optional.empty();
        }
        return held(
                port.get().title() + " is published beyond this machine, and whoever calls it there has no certificate",
                Remedy.setting(ProxyChoices.PUBLISHED, server.name() + "=" + ProxyChoices.LOOPBACK),
                Remedy.advice("remove the port"));
    }

    /** What a server may not be that stays where it is: a caller's proxy calls one container of it. */
    Optional<Finding> soleMember(StackService server) {
        return server.service().replicas() == 1
                ? member(server)
                : held(
                        "service " + server.name() + " has several replicas, and a caller's proxy calls one",
                        Remedy.advice("run one replica of " + server.name()));
    }

    /** What neither a server nor a caller of one may be. */
    private Optional<Finding> member(StackService member) {
        return member(member, member.service().networks().keySet());
    }

    /** @param joined the networks that its proxy joins */
    private Optional<Finding> member(StackService member, Set<String> joined) {
        Service service = member.service();
        String who = "service " + member.name() + " ";
        if (!member.selected()) {
            return held(who + "is left out by your choice");
        }
        if (service.networkMode().isPresent()) {
            return held(who + "has network_mode: " + service.networkMode().get());
        }
        if (member.name().length() > LONGEST_NAME
                || unfit.contains(member.name())
                || !HOST_NAME.matcher(member.name()).matches()) {
            return held("the name of " + who + "does not fit a proxy's name");
        }
        Optional<Subnet> present = Optional.ofNullable(range.present().get(OurServices.network(member.name(), 0)));
        int most = present.orElse(Subnet.WIDEST).mostCallers();
        if (service.replicas() > most) {
            Remedy fewer = Remedy.advice("run " + most + " replicas of " + member.name());
            return held(
                    who + "has " + service.replicas() + " replicas, and its private network has addresses for " + most,
                    present.isEmpty()
                            ? fewer
                            : Remedy.inOrder(
                                    Remedy.aria("patch-compose", "--undo"), Remedy.advice("run this command again")));
        }
        return joined.stream()
                .flatMap(network -> SharedNetwork.of(stack.project(), network).unfit(network).stream())
                .findFirst()
                .flatMap(why -> held(who + why));
    }

    private Optional<Finding> callers(StackService server, Set<String> moved) {
        Map<String, List<Edge>> callers = calls.callers(server.name());
        if (callers.isEmpty()) {
            return held(
                    "no file tells who calls it",
                    Remedy.advice("name its callers in aria.yaml: `services: {CALLER: {calls: [\"" + server.name()
                            + ":PORT\"]}}`"));
        }
        return callers.entrySet().stream()
                .flatMap(caller -> caller(server, caller.getKey(), caller.getValue(), moved).stream())
                .findFirst();
    }

    /** Returns why a caller of a server cannot have a proxy for its calls to it. */
    Optional<Finding> caller(StackService server, String name, List<Edge> written, Set<String> moved) {
        Place place = written.get(0).evidence().place();
        if (written.stream().anyMatch(Edge::outside)) {
            return held(name + " calls it (" + place + "), and has no certificate");
        }
        if (written.stream().allMatch(call -> call.evidence().kind() == Edge.Kind.OBSERVED)) {
            return unknown(name + " was seen calling it, and no file tells of it", server, name);
        }
        StackService caller = stack.service(name).orElseThrow();
        Optional<Edge> byAddress = written.stream()
                .filter(call -> Calls.isAddress(Calls.host(call)))
                .findFirst();
        if (byAddress.isPresent()) {
            return held(name + " calls it by the address " + Calls.host(byAddress.get()) + " ("
                    + byAddress.get().evidence().place() + "), and not by a name");
        }
        if (EngineCallers.mayAsk(caller, written)) {
            return held(name + " finds its address through the container engine (" + place + ")");
        }
        List<String> names = calls.names(name, server);
        Optional<String> other = calls.alsoCalled(names, server.name());
        if (other.isPresent()) {
            return held(other.get() + " answers to one of its names, too");
        }
        if (names.stream().anyMatch(text -> !HOST_NAME.matcher(text).matches())) {
            return held("one of its names is not a host name");
        }
        Optional<Place> lookedUp = moved.contains(name) ? Optional.empty() : resolvers.of(caller, names, written);
        if (lookedUp.isPresent()) {
            return asksElsewhere(name + " calls it by a name", lookedUp.get());
        }
        if (calls.ports(name, server).isEmpty()) {
            return portUnknown(server, name, place);
        }
        return moved.contains(name) ? member(caller) : stayingMember(caller, server);
    }

    /** The proxy of a service that stays where it is joins only the networks where it meets other proxies. */
    private Optional<Finding> stayingMember(StackService caller, StackService server) {
        Set<String> met = new LinkedHashSet<>(caller.service().networks().keySet());
        met.retainAll(server.service().networks().keySet());
        return member(caller, met).or(() -> LabelledNetwork.unclear(stack, caller));
    }

    private static Optional<Finding> asksElsewhere(String what, Place where) {
        return held(
                what + " that it looks up while it runs (" + where + "), past its table of hosts",
                Remedy.advice("write that name where it is looked up at the start alone: nginx without a variable and"
                        + " without `resolve`, HAProxy without `resolvers`"));
    }

    private static Optional<Finding> portUnknown(StackService server, String caller, Place place) {
        return unknown("no file tells which port of it " + caller + " calls (" + place + ")", server, caller);
    }

    private static Optional<Finding> unknown(String why, StackService server, String caller) {
        return held(
                why,
                Remedy.advice("write `services: {" + caller + ": {calls: [\"" + server.name()
                        + ":PORT\"]}}` into aria.yaml"));
    }

    /** It leaves the shared networks, so that nobody there can be called but by way of proxies. */
    private Optional<Finding> ownCalls(StackService server, Set<String> moved) {
        return calls.servers(server.name()).stream()
                .filter(called -> !moved.contains(called)
                        && !(candidates.natives().contains(called) && candidates.reaches(server.name(), called)))
                .flatMap(called -> plainCall(server, stack.service(called).orElseThrow()).stream())
                .findFirst();
    }

    /** Returns why the proxy of a server cannot pass on what that one sends to another in plaintext. */
    private Optional<Finding> plainCall(StackService server, StackService called) {
        String name = called.name();
        Place place = calls.callers(name).get(server.name()).get(0).evidence().place();
        List<String> names = calls.names(server.name(), called);
        boolean byName = names.stream()
                .allMatch(text ->
                        !Calls.isAddress(text) && HOST_NAME.matcher(text).matches());
        if (calls.ports(server.name(), called).isEmpty()) {
            return unknown("no file tells which port of " + name + " it calls (" + place + ")", called, server.name());
        }
        Optional<Place> lookedUp =
                resolvers.of(server, names, calls.callers(name).get(server.name()));
        if (lookedUp.isPresent()) {
            return asksElsewhere("it calls " + name + " by a name", lookedUp.get());
        }
        boolean passes = byName
                && !candidates.natives().contains(name)
                && calls.alsoCalled(names, name).isEmpty()
                && called.service().networkMode().isEmpty()
                && called.service().replicas() == 1
                && !udpPorts.mayCall(server.name(), called)
                && doubts.announces(called).isEmpty();
        return passes
                ? Optional.empty()
                : held("it calls " + name + " (" + place + "), which is not behind a proxy", choice(name));
    }

    /** Returns that a person decides for a proxy, whatever is not known. */
    public static Remedy choice(String server) {
        return Remedy.advice("write `services: {" + server + ": {via: proxy}}` into aria.yaml");
    }

    static Optional<Finding> held(String why, Remedy... remedies) {
        return Optional.of(Finding.heldBack(why, remedies));
    }
}
