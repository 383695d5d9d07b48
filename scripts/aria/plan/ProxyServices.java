package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.ComposeChange.AddNetwork;
import aria.compose.ComposeChange.AddService;
import aria.compose.ComposeChange.AddVolume;
import aria.compose.ComposeChange.BindPort;
import aria.compose.ComposeChange.DependsOn;
import aria.compose.ComposeChange.JoinNetworks;
import aria.compose.ComposeChange.PutAlias;
import aria.compose.ComposeChange.PutHosts;
import aria.compose.ComposeChange.PutLabel;
import aria.compose.ComposeChange.PutNetworks;
import aria.compose.Escapes;
import aria.compose.Service;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import aria.proxy.HaproxyConfig;
import aria.proxy.LabelledNetwork;
import aria.proxy.Sidecar;
import aria.proxy.Sidecar.Outbound;
import aria.proxy.Sidecar.PrivateNetwork;
import aria.proxy.Subnet;
import aria.proxy.Topology;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.stack.StackService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The changes to compose files that put a service behind a proxy of its own, or one in front of its calls. */
final class ProxyServices {
    /** The user of the image. */
    private static final String OWNER = "99:99";

    /** The folder of a proxy, in that of its service. */
    static final String FOLDER = HaproxyConfig.HOME;

    private static final String HEALTHY = "service_healthy";
    private static final List<String> CHECK = List.of(
            "CMD",
            "bash",
            "-c",
            "exec 3<>/dev/tcp/127.0.0.1/8404; printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3; grep -q '200 OK' <&3");

    private final Stack stack;
    private final Topology topology;
    private final StackOptions options;

    ProxyServices(Stack stack, Topology topology, StackOptions options) {
        this.stack = stack;
        this.topology = topology;
        this.options = options;
    }

    /** The folder of a proxy's configuration. */
    static Path folder(StackOptions options, String service) {
        return options.layout().generatedFolder(service).resolve(FOLDER);
    }

    /** Returns the changes for one proxy and the service at its side. */
    List<ComposeChange> changes(Sidecar sidecar) {
        Service service = stack.service(sidecar.service()).orElseThrow().service();
        String name = sidecar.service();
        String init = name + Stack.PROXY_INIT_SUFFIX;
        List<ComposeChange> changes = new ArrayList<>();
        changes.add(new AddVolume(
                name, sidecar.name(), service.file(), "holds certificate and key as the proxy can read them"));
        sidecar.networks()
                .forEach(network -> changes.add(new AddNetwork(
                        name,
                        network.name(),
                        service.file(),
                        network(name, network),
                        "joins " + name + " and its proxy alone")));
        changes.add(new AddService(
                name,
                init,
                service.file(),
                new InitService(options).body(service, name, OWNER, sidecar.name(), AddedService.profiles(service)),
                isOurs(init),
                "copies certificate and key into the volume"));
        changes.add(new AddService(
                name,
                sidecar.name(),
                service.file(),
                body(sidecar, service, init),
                isOurs(sidecar.name()),
                true,
                reason(sidecar)));
        own(sidecar, service, changes);
        waiting(sidecar, service, changes);
        return changes;
    }

    /** Returns the change by which callers' proxies find a server that stays where it is. */
    ComposeChange alias(String name, Set<String> callers) {
        Service server = stack.service(name).orElseThrow().service();
        return new PutAlias(
                name,
                server.networks().keySet(),
                OurServices.alias(name),
                stack.project().services().get(name).networks().values().stream()
                        .flatMap(List::stream)
                        .filter(OurServices::isAlias)
                        .collect(Collectors.toSet()),
                "a proxy beside " + String.join(", ", callers) + " shows its certificate to " + name);
    }

    /** A proxy bears our label, and its init has no network. */
    private boolean isOurs(String name) {
        return Optional.ofNullable(stack.project().services().get(name))
                .filter(there -> there.networkMode().filter("none"::equals).isPresent()
                        || there.raw().get("labels").orElse(null) instanceof YamlMap labels
                                && labels.get(OurServices.ROLE).isPresent())
                .isPresent();
    }

    private static String reason(Sidecar sidecar) {
        Set<String> called = sidecar.called(false);
        String calls = called.isEmpty()
                ? ""
                : "shows the certificate of " + sidecar.service() + " to " + String.join(", ", called);
        if (!sidecar.isServer()) {
            return calls;
        }
        Set<String> callers = new LinkedHashSet<>();
        sidecar.inbound().forEach(port -> callers.addAll(port.callers()));
        return "admits " + String.join(", ", callers) + " to " + sidecar.service() + ", by certificate"
                + (calls.isEmpty() ? "" : "; " + calls);
    }

    private void own(Sidecar sidecar, Service service, List<ComposeChange> changes) {
        String name = sidecar.service();
        if (!sidecar.isServer()) {
            changes.add(new JoinNetworks(
                    name,
                    sidecar.networks().stream().map(PrivateNetwork::name).toList(),
                    "its calls go to its proxy; it stays on its other networks"));
            hosts(sidecar, changes);
            label(name, changes);
            return;
        }
        changes.add(new PutNetworks(name, networks(sidecar, service), "only its proxy reaches it"));
        hosts(sidecar, changes);
        boolean local = stack.selection().proxies().published().contains(name);
        service.ports().stream()
                .filter(port -> local && !StackService.isLocal(port))
                .forEach(port -> changes.add(
                        new BindPort(name, port, "127.0.0.1", "published: loopback, in plaintext on this machine")));
    }

    private void label(String name, List<ComposeChange> changes) {
        LabelledNetwork.of(stack, stack.service(name).orElseThrow())
                .ifPresent(network -> network.name()
                        .ifPresent(engineName -> changes.add(new PutLabel(
                                name,
                                network.label(),
                                engineName,
                                network.reader() + " calls it there, and not on the private network"))));
    }

    private void hosts(Sidecar sidecar, List<ComposeChange> changes) {
        Map<String, String> hosts = new LinkedHashMap<>();
        sidecar.hosts().forEach((host, rest) -> hosts.put(host, address(rest).text()));
        if (!hosts.isEmpty()) {
            changes.add(new PutHosts(sidecar.service(), hosts, "these names lead to its proxy"));
        }
    }

    /** A name that its containers answered to before stays with it, for itself. */
    private YamlMap networks(Sidecar sidecar, Service service) {
        Set<String> aliases = new LinkedHashSet<>();
        service.networks().values().forEach(aliases::addAll);
        Map<String, YamlValue> all = new LinkedHashMap<>();
        for (PrivateNetwork network : sidecar.networks()) {
            Map<String, YamlValue> options = new LinkedHashMap<>();
            boolean first = all.isEmpty();
            if (first && sidecar.several()) {
                aliases.add(OurServices.alias(sidecar.service()));
            } else if (first) {
                options.put("ipv4_address", address(network.subnet().server()));
            }
            if (first && !aliases.isEmpty()) {
                options.put("aliases", Escapes.escaped(YamlValue.words(List.copyOf(aliases))));
            }
            all.put(network.name(), first ? YamlValue.map(options) : YamlValue.none());
        }
        return YamlValue.map(all);
    }

    private void waiting(Sidecar sidecar, Service service, List<ComposeChange> changes) {
        String name = sidecar.service();
        changes.add(new DependsOn(
                name,
                sidecar.name(),
                sidecar.outbound().isEmpty() ? "service_started" : HEALTHY,
                sidecar.outbound().isEmpty() ? "starts with its proxy" : "calls by way of its proxy"));
        Set<String> called = new LinkedHashSet<>();
        sidecar.outbound().stream()
                .filter(call -> call.direct().isEmpty() && !call.plain())
                .map(Outbound::server)
                .forEach(called::add);
        for (String server : called) {
            List<String> profiles =
                    stack.service(server).orElseThrow().service().profiles();
            // Compose refuses to wait for a service that is not enabled.
            if (profiles.isEmpty() || !service.profiles().isEmpty() && profiles.containsAll(service.profiles())) {
                changes.add(new DependsOn(name, Stack.proxyName(server), HEALTHY, "calls by way of that proxy"));
            }
        }
    }

    private YamlScalar address(String rest) {
        return YamlValue.scalar("${" + Subnet.VARIABLE + ":-" + topology.prefix() + "}" + rest);
    }

    private YamlMap network(String service, PrivateNetwork network) {
        Map<String, YamlValue> body = new LinkedHashMap<>();
        AddedService.mark(body, "network", service);
        if (network.internal()) {
            body.put("internal", YamlValue.bool(true));
        }
        YamlMap subnet = YamlValue.map(Map.of("subnet", address(network.subnet().mask())));
        body.put("ipam", YamlValue.map(Map.of("config", YamlValue.list(subnet))));
        return YamlValue.map(body);
    }

    private YamlMap body(Sidecar sidecar, Service service, String init) {
        Map<String, YamlValue> body = new LinkedHashMap<>();
        body.put("image", YamlValue.scalar(options.ownImage(OurServices.PROXY)));
        AddedService.mark(body, OurServices.PROXY, sidecar.service());
        AddedService.putProfiles(service, body);
        AddedService.confine(body, List.of());
        body.put("sysctls", YamlValue.map(Map.of("net.ipv4.ip_forward", YamlValue.number(0))));
        body.put("stop_signal", YamlValue.scalar("SIGTERM"));
        body.put("restart", YamlValue.scalar(AddedService.restart(service)));
        body.put("environment", YamlValue.map(Map.of(Subnet.VARIABLE, address(""))));
        body.put(
                "volumes",
                YamlValue.list(
                        Escapes.escaped(AddedService.bind(
                                options, service, folder(options, sidecar.service()), HaproxyConfig.FOLDER)),
                        YamlValue.scalar(sidecar.name() + ":" + StackOptions.CERTS + ":ro")));
        body.put("networks", networks(sidecar));
        body.put(
                "depends_on",
                YamlValue.map(
                        Map.of(init, YamlValue.map(Map.of("condition", YamlValue.scalar(AddedService.COMPLETED))))));
        Map<String, YamlValue> check = new LinkedHashMap<>();
        check.put("test", YamlValue.words(CHECK));
        check.put("interval", YamlValue.scalar("2s"));
        check.put("retries", YamlValue.number(15));
        body.put("healthcheck", YamlValue.map(check));
        return YamlValue.map(body);
    }

    private YamlMap networks(Sidecar sidecar) {
        Map<String, YamlValue> all = new LinkedHashMap<>();
        YamlValue former = sidecar.former()
                .<YamlValue>map(way -> YamlValue.map(Map.of("aliases", Escapes.escaped(YamlValue.words(way.names())))))
                .orElseGet(YamlValue::none);
        sidecar.shared().forEach(network -> all.put(network, former));
        for (PrivateNetwork network : sidecar.networks()) {
            Map<String, YamlValue> options = new LinkedHashMap<>();
            options.put("ipv4_address", address(network.subnet().proxy()));
            if (!network.names().isEmpty()) {
                options.put("aliases", YamlValue.words(network.names()));
            }
            all.put(network.name(), YamlValue.map(options));
        }
        return YamlValue.map(all);
    }
}
