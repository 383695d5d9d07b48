package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.ComposeChange.DoesNotDependOn;
import aria.compose.ComposeChange.JoinNetworks;
import aria.compose.ComposeChange.LeaveNetworks;
import aria.compose.ComposeChange.RemoveAliases;
import aria.compose.ComposeChange.RemoveDeclaration;
import aria.compose.ComposeChange.RemoveHosts;
import aria.compose.ComposeChange.RemoveService;
import aria.compose.ComposeEditor;
import aria.compose.FileEdit;
import aria.compose.Service;
import aria.proxy.Sidecar;
import aria.proxy.Topology;
import aria.stack.OurServices;
import aria.stack.Stack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What was added to the compose files for a service that is gone or has another name now. It goes, unless a service
 * that is left as it is still uses it.
 */
public final class LeftOvers {
    private final Stack stack;
    private final Set<String> planned;
    private final Optional<Topology> proxies;
    private final Map<String, List<String>> networks;

    /**
     * @param planned the services that get a certificate: what they use of it is replaced by the plan
     * @param proxies by which services call once it is applied; empty when nothing is planned
     */
    LeftOvers(Stack stack, Set<String> planned, Optional<Topology> proxies) {
        this.stack = stack;
        this.planned = planned;
        this.proxies = proxies;
        this.networks = OurServices.networks(stack.project());
    }

    /** Returns the edits that remove it where nothing uses it any more; the rest goes when the stack is planned. */
    public static List<FileEdit> unused(Stack stack) {
        return ComposeEditor.apply(stack.project(), new LeftOvers(stack, Set.of(), Optional.empty()).changes());
    }

    /** Returns why what was made for a service goes. */
    public static String reason(String service) {
        return "the service " + service + " no longer exists";
    }

    /** Returns the changes that remove it. */
    List<ComposeChange> changes() {
        Map<String, List<String>> byOwner = new LinkedHashMap<>();
        OurServices.leftOver(stack.project())
                .forEach(service -> byOwner.computeIfAbsent(OurServices.ownerOf(service), name -> new ArrayList<>())
                        .add(service.name()));
        List<ComposeChange> changes = new ArrayList<>();
        byOwner.forEach((owner, services) -> changes.addAll(changes(owner, services)));
        proxies.ifPresent(all -> stack.services().forEach(service -> apart(service.name(), all, changes)));
        return changes;
    }

    /** A service that bore another name once, or was copied, has parts of the other one. */
    private void apart(String service, Topology all, List<ComposeChange> changes) {
        Service now = stack.project().services().get(service);
        all.sidecars().stream()
                .filter(sidecar -> !sidecar.isServer() && !sidecar.service().equals(service))
                .filter(sidecar -> now.dependsOn().containsKey(sidecar.name()))
                .forEach(sidecar -> changes.add(new DoesNotDependOn(
                        service,
                        sidecar.name(),
                        "calls by way of its own proxy, not by that of " + sidecar.service())));
        names(now, all, changes);
        if (!all.servers().contains(service)) {
            networks.forEach((owner, theirs) -> leave(now, owner, theirs, changes));
        }
    }

    /** A caller whose proxy is left as it is keeps the names that lead to it. */
    private void names(Service service, Topology all, List<ComposeChange> changes) {
        String name = service.name();
        Optional<Sidecar> proxy = all.of(name);
        Set<String> hosts = new TreeSet<>(OurServices.hosts(service));
        if (proxy.isPresent() || !stack.project().services().containsKey(Stack.proxyName(name))) {
            proxy.ifPresent(own -> hosts.removeAll(own.hosts().keySet()));
            if (!hosts.isEmpty()) {
                changes.add(new RemoveHosts(name, hosts, "these names no longer lead to its proxy"));
            }
        }
        Set<String> aliases = service.networks().values().stream()
                .flatMap(List::stream)
                .filter(alias -> OurServices.isAlias(alias) && !alias.equals(OurServices.alias(name)))
                .collect(Collectors.toSet());
        if (!aliases.isEmpty() && !all.direct().containsKey(name)) {
            changes.add(new RemoveAliases(name, aliases, "is the name of another service"));
        }
    }

    /** Nobody else is answered there by the names of what a proxy calls. */
    private void leave(Service service, String owner, List<String> networks, List<ComposeChange> changes) {
        String name = service.name();
        if (!name.equals(owner) && service.networks().keySet().stream().anyMatch(networks::contains)) {
            Service before = stack.service(name).orElseThrow().service();
            String reason = "is for " + owner + " and its proxy alone";
            changes.add(new JoinNetworks(name, List.copyOf(before.networks().keySet()), reason));
            changes.add(new LeaveNetworks(name, networks, reason));
        }
    }

    private List<ComposeChange> changes(String owner, List<String> names) {
        List<String> volumes = stack.project().volumes().stream()
                .filter(name -> OurServices.ownerOfVolume(name).equals(owner))
                .toList();
        List<String> own = networks.getOrDefault(owner, List.of());
        List<Service> others = stack.project().services().values().stream()
                .filter(service -> !names.contains(service.name()))
                .toList();
        boolean used = others.stream()
                .filter(service -> !planned.contains(service.name()))
                .anyMatch(service -> service.mounts().stream().anyMatch(mount -> volumes.contains(mount.source()))
                        || proxies.isEmpty()
                                && (service.networks().keySet().stream().anyMatch(own::contains)
                                        || service.dependsOn().keySet().stream().anyMatch(names::contains)));
        if (used) {
            return List.of();
        }
        String reason = reason(owner);
        List<ComposeChange> changes = new ArrayList<>();
        for (Service user : others) {
            names.stream()
                    .filter(user.dependsOn()::containsKey)
                    .forEach(name -> changes.add(new DoesNotDependOn(user.name(), name, reason)));
        }
        names.forEach(name -> changes.add(new RemoveService(name, reason)));
        volumes.forEach(volume -> changes.add(new RemoveDeclaration(owner, "volumes", volume, reason)));
        own.forEach(network -> changes.add(new RemoveDeclaration(owner, "networks", network, reason)));
        return changes;
    }
}
