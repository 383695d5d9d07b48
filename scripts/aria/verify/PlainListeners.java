package aria.verify;

import aria.compose.Port;
import aria.compose.Service;
import aria.finding.Place;
import aria.preset.Preset;
import aria.stack.StackService;
import aria.store.Layout;
import aria.verify.probe.Address;
import aria.verify.probe.Connection;
import aria.verify.probe.Listener;
import aria.verify.probe.ProbeResult;
import aria.verify.probe.Protocols;
import aria.verify.probe.TlsContexts;
import aria.verify.probe.Via;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The listeners that neither a preset nor a proxy looks after.
 *
 * @param layout where everything lies
 * @param live   what runs
 * @param ca     the CA
 */
record PlainListeners(Layout layout, LiveStack live, Supplier<LocalCa> ca) {
    /** What is spoken to a port of which nothing is known: HTTP, with TLS and without. */
    private static final String UNKNOWN = "https";

    private static final String OWN_TLS = ", uses its own TLS; whom it lets in was not tested";

    /**
     * What nobody secures: what it publishes, and where others of the stack call it.
     *
     * @param chosen whether somebody chose to leave it as it is
     * @param called the ports at which others call it, none when no file tells them; empty when nobody does
     */
    List<ListenerClaim> of(StackService service, boolean chosen, Optional<Set<Integer>> called) {
        List<ListenerClaim> claims = new ArrayList<>();
        own(service).stream()
                .filter(listener -> !listener.optional())
                .forEach(listener -> claims.add(leftAlone(service, listener.name(), listener.port())));
        claims.addAll(ofOtherPorts(service));
        claims.addAll(inside(service, called));
        return chosen ? claims.stream().map(ListenerClaim::byChoice).toList() : claims;
    }

    /** Those that are published and that no preset knows; the CA's own are meant for whoever has no certificate yet. */
    List<ListenerClaim> ofOtherPorts(StackService service) {
        boolean authority = service.preset().filter(Preset::authority).isPresent();
        return service.service().ports().stream()
                .filter(port -> port.protocol().equals("tcp") && !authority)
                .map(Port::target)
                .distinct()
                .filter(port -> own(service).stream().noneMatch(listener -> listener.port() == port))
                .map(port -> leftAlone(service, Integer.toString(port), port))
                .toList();
    }

    private List<ListenerClaim> inside(StackService service, Optional<Set<Integer>> called) {
        if (called.isEmpty()
                || service.preset()
                        .filter(preset -> !preset.listeners().isEmpty())
                        .isPresent()) {
            return List.of();
        }
        if (called.get().isEmpty()) {
            return List.of(new ListenerClaim(
                    service.name(),
                    "called",
                    ListenerState.NOT_UNDER_MTLS,
                    "others call it, at a port that no file tells",
                    Optional.empty()));
        }
        return called.get().stream()
                .filter(port -> service.service().ports().stream().noneMatch(published -> published.target() == port))
                .map(port -> leftAlone(service, Integer.toString(port), port))
                .toList();
    }

    /** Returns the listeners that its preset knows; empty without one. */
    static List<Preset.Listener> own(StackService service) {
        return service.preset().map(Preset::listeners).orElse(List.of());
    }

    /** A listener that no preset looks after: not under mutual TLS, unless it is seen to speak a TLS of its own. */
    ListenerClaim leftAlone(StackService service, String name, int port) {
        Optional<Port> published = service.service().ports().stream()
                .filter(one -> one.target() == port && one.protocol().equals("tcp"))
                .findFirst();
        Listener listener =
                new Listener(service.name(), name, port, protocol(service, port), false, service.names(), "/");
        String heard = published.isPresent() ? heard(listener) : "";
        String at = published.map(one -> "published as " + one.shortForm()).orElse("port " + port);
        return new ListenerClaim(
                service.name(),
                name,
                heard.equals(OWN_TLS) ? ListenerState.NOT_CHECKED : ListenerState.NOT_UNDER_MTLS,
                at + heard,
                published.map(one -> place(service.service(), one)));
    }

    /** What is heard at a published port, to go on with; empty where nothing runs. */
    private String heard(Listener listener) {
        Optional<Address> address = live.address(listener);
        if (address.isEmpty()) {
            return "";
        }
        if (address.get().via() != Via.PUBLISHED) {
            // As it is for a service all of whose networks are internal.
            return ", but the engine has published nothing there";
        }
        Connection connection = new Connection(
                address.get(), listener, Protocols.named(listener.protocol()).orElseThrow());
        ProbeResult tls = connection.overTls(
                TlsContexts.context(Optional.empty(), ca.get().roots()), listener.verifiedName());
        if (tls.shown().isPresent() || tls.kind() == ProbeResult.ClientFate.REFUSED_BY_CLIENT) {
            return OWN_TLS;
        }
        ProbeResult clear = connection.inClear();
        return clear.kind() == ProbeResult.ClientFate.SERVED
                ? ", answers in plaintext"
                : clear.mayBeNobody()
                        ? listener.protocol().equals(UNKNOWN) ? ", does not respond to HTTP" : ", nobody answers now"
                        : "";
    }

    /** A server that waits for words of its own protocol takes others for nobody's. */
    private static String protocol(StackService service, int port) {
        return own(service).stream()
                .filter(listener -> listener.port() == port)
                .map(Preset.Listener::protocol)
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** Returns where a port is published. */
    Place place(Service service, Port port) {
        return new Place(layout.display(service.file()), port.raw().position().line(), 0);
    }
}
