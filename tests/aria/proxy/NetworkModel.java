package aria.proxy;

import aria.stack.OurServices;
import aria.stack.Stack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The containers of a stack with proxies, as the engine and HAProxy see them: names are resolved in the networks that a
 * container is on, and connections go where the text of the configuration sends them.
 */
final class NetworkModel {
    private static final Pattern FRONTEND = Pattern.compile(
            "frontend (\\S+)\n(?:  maxconn .*\n)*  bind \"?(?:\\$\\{ARIA_PROXY_NETWORKS})?([\\d.]*):(\\d+)\"?(?:,:::\\d+ v6only)?( ssl)?.*\n"
                    + "(?:  (?:log-format|error-log-format|stick-table) .*\n)*((?:  tcp-request .*\n)*)  default_backend \\1\n"
                    + "backend \\1\n(?:  tcp-response .*\n)?  server \\S+ \"?(?:\\$\\{ARIA_PROXY_NETWORKS})?([\\w.-]*):(\\d+)\"?(.*)");

    /** Each network's names, and the containers that answer to them. */
    private final Map<String, Map<String, Set<String>>> names = new LinkedHashMap<>();

    private final Map<String, Set<String>> networksOf = new LinkedHashMap<>();
    private final Map<String, List<MatchResult>> frontends = new LinkedHashMap<>();
    private final Topology topology;

    NetworkModel(RandomStack drawn, Topology topology) {
        this.topology = topology;
        drawn.stack.services().stream()
                .filter(service -> topology.direct().containsKey(service.name()))
                .forEach(service -> service.service()
                        .networks()
                        .keySet()
                        .forEach(network -> join(service.name(), network, OurServices.alias(service.name()))));
        drawn.stack.services().forEach(service -> {
            Optional<Sidecar> sidecar = topology.of(service.name());
            if (sidecar.filter(Sidecar::isServer).isEmpty()) {
                service.service().networks().keySet().forEach(network -> {
                    join(service.name(), network, service.name());
                    service.service().networks().get(network).forEach(alias -> join(service.name(), network, alias));
                });
            }
            sidecar.ifPresent(proxy -> proxy.networks().forEach(network -> {
                join(service.name(), network.name(), service.name());
                join(proxy.name(), network.name(), proxy.name());
                network.names().forEach(name -> join(proxy.name(), network.name(), name));
            }));
            sidecar.ifPresent(proxy -> {
                proxy.shared().forEach(network -> {
                    join(proxy.name(), network, proxy.name());
                    proxy.former().ifPresent(way -> way.names().forEach(name -> join(proxy.name(), network, name)));
                });
                frontends.put(
                        proxy.name(),
                        FRONTEND.matcher(HaproxyConfig.of(proxy, List.of(), "#", ""))
                                .results()
                                .toList());
            });
        });
    }

    private void join(String container, String network, String name) {
        names.computeIfAbsent(network, key -> new LinkedHashMap<>())
                .computeIfAbsent(name, key -> new LinkedHashSet<>())
                .add(container);
        networksOf.computeIfAbsent(container, key -> new LinkedHashSet<>()).add(network);
    }

    /** Returns how many frontends HAProxy has beside the one for its health. */
    int frontends(String proxy) {
        return frontends.get(proxy).size();
    }

    /** Returns who answers to a name, as {@code container@network}, in all networks of a container. */
    List<String> resolve(String container, String name) {
        List<String> found = new ArrayList<>();
        Optional<Sidecar> proxy =
                topology.of(container).filter(own -> own.hosts().containsKey(name));
        if (proxy.isPresent()) {
            String address = proxy.get().hosts().get(name);
            return proxy.get().networks().stream()
                    .filter(network -> network.subnet().proxy().equals(address))
                    .map(network -> proxy.get().name() + "@" + network.name())
                    .toList();
        }
        networksOf
                .get(container)
                .forEach(network -> names.get(network)
                        .getOrDefault(name, Set.of())
                        .forEach(other -> found.add(other + "@" + network)));
        return found;
    }

    /** Returns {@code service:port} where a connection ends; empty when it does not get through. */
    Optional<String> connect(String caller, String name, int port) {
        List<String> found = resolve(caller, name);
        String proxy = Stack.proxyName(name.replace("-alias", ""));
        if (found.stream().allMatch(at -> at.startsWith(proxy + "@"))) {
            return inPlaintext(proxy, port);
        }
        if (found.size() != 1 || !found.get(0).matches(".*-mtls-proxy@.*")) {
            return Optional.empty();
        }
        String[] own = found.get(0).split("@");
        Subnet subnet = network(caller, own[1]).subnet();
        return frontends.get(own[0]).stream()
                .filter(front ->
                        front.group(2).equals(subnet.proxy()) && front.group(3).equals("" + port))
                .filter(front -> front.group(4) == null
                        && front.group(5).contains("unless { src \"${ARIA_PROXY_NETWORKS}" + subnet.mask() + "\" }"))
                .findFirst()
                .flatMap(front -> overTls(caller, own[0], front));
    }

    /** At the names that the server had before. */
    private Optional<String> inPlaintext(String proxy, int port) {
        return frontends.getOrDefault(proxy, List.of()).stream()
                .filter(front -> front.group(1).equals("open-" + port)
                        && front.group(2).isEmpty()
                        && front.group(3).equals("" + port))
                .findFirst()
                .map(front -> proxy.replace("-mtls-proxy", "") + ":" + front.group(7));
    }

    private Optional<String> overTls(String caller, String proxy, MatchResult out) {
        List<String> found = resolve(proxy, out.group(6));
        if (!out.group(8).contains(" ssl ")) {
            return found.stream().allMatch(text -> text.startsWith(out.group(6) + "@"))
                    ? Optional.of(out.group(6) + ":" + out.group(7))
                    : Optional.empty();
        }
        String server = out.group(6).replace("-mtls-proxy", "").replace(".srv.mtls", "");
        if (found.stream().map(text -> text.replaceFirst("@.*", "")).distinct().count() != 1
                || !out.group(8).contains(" verify required verifyhost " + server + " ")) {
            return Optional.empty();
        }
        String end = found.get(0).replaceFirst("@.*", "");
        return end.equals(server) ? Optional.of(server + ":" + out.group(7)) : inbound(end, out.group(7), caller);
    }

    /** Returns where a connection to a proxy ends that shows the certificate of a service. */
    Optional<String> inbound(String proxy, String tlsPort, String commonName) {
        return frontends.get(proxy).stream()
                .filter(front -> front.group(2).isEmpty() && front.group(3).equals(tlsPort) && front.group(4) != null)
                .filter(front -> front.group(5)
                        .matches("(?s).*unless \\{ ssl_c_s_dn\\(CN\\) -m str (?:\\S+ )*" + Pattern.quote(commonName)
                                + " (?:\\S+ )*}.*"))
                .findFirst()
                .flatMap(front -> {
                    String service = proxy.replace("-mtls-proxy", "");
                    Sidecar sidecar = topology.of(service).orElseThrow();
                    return front.group(6)
                                    .equals(sidecar.networks().get(0).subnet().server())
                            ? Optional.of(service + ":" + front.group(7))
                            : Optional.empty();
                });
    }

    private Sidecar.PrivateNetwork network(String service, String name) {
        return topology.of(service).orElseThrow().network(name);
    }
}
