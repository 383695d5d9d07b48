package aria.verify;

import aria.proxy.Sidecar;
import aria.proxy.Topology;
import aria.stack.StackService;
import aria.verify.probe.Listener;
import aria.verify.probe.Protocols;
import java.util.List;
import java.util.Optional;

/** The listeners of servers that stand behind a proxy. */
final class ProxyListeners {
    private ProxyListeners() {}

    /** Returns one for each port of a server, at its proxy; none for a service without one. */
    static List<Listener> of(StackService service, Topology proxies) {
        return proxies.of(service.name()).stream()
                .flatMap(sidecar -> sidecar.inbound().stream().map(port -> listener(service, sidecar, port)))
                .toList();
    }

    private static Listener listener(StackService service, Sidecar sidecar, Sidecar.Inbound port) {
        return new Listener(
                service.name(),
                Integer.toString(port.port()),
                port.tlsPort(),
                Protocols.TLS,
                true,
                service.names(),
                "/",
                false,
                Optional.of(new Listener.Proxy(sidecar.name(), port.callers())),
                false);
    }
}
