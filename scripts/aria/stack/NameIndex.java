package aria.stack;

import aria.compose.ComposeProject;
import aria.compose.Port;
import aria.compose.Service;
import aria.edit.yaml.YamlList;
import aria.preset.Preset;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All names under which the services of a stack can be reached, and who reaches whom. Made once for a stack. */
final class NameIndex {
    /** A server that an address leads to, with the port in its container. */
    record Target(StackService server, Optional<Integer> port) {}

    private static final List<String> HOST_NAMES =
            List.of("host.docker.internal", "gateway.docker.internal", "host-gateway", "172.17.0.1");
    private static final Pattern REPLICA = Pattern.compile("(.+)[-_]\\d{1,4}");
    private static final Pattern PRIVATE =
            Pattern.compile("(?:10|192\\.168|172\\.(?:1[6-9]|2\\d|3[01]))(?:\\.\\d{1,3})+");
    private static final String OF_SERVICE = "service:";
    private static final String OF_CONTAINER = "container:";
    private static final String HOST = "host";

    private final Map<String, StackService> services = new HashMap<>();
    private final Map<String, Set<StackService>> byName = new HashMap<>();
    private final Map<String, Set<StackService>> byContainer = new HashMap<>();
    /** The services in one network namespace, by the one that owns it; only where there are several. */
    private final Map<String, List<StackService>> members = new HashMap<>();

    private final Map<Integer, List<Target>> byPublishedPort = new HashMap<>();
    private final List<StackService> onHost;
    private final boolean addressesV6;

    NameIndex(ComposeProject project, List<StackService> all) {
        all.forEach(service -> services.put(service.name(), service));
        all.forEach(service -> service.service().containerName().ifPresent(name -> add(byContainer, name, service)));
        for (StackService service : all) {
            names(project, service).forEach(name -> add(byName, name, service));
            for (String separator : List.of("-", "_")) {
                add(byContainer, project.name() + separator + service.name(), service);
            }
            service.service().ports().forEach(port -> published(service, port));
            String owner = owner(service);
            if (!owner.equals(service.name())) {
                members.computeIfAbsent(
                                owner,
                                name -> new ArrayList<>(
                                        Stream.ofNullable(services.get(name)).toList()))
                        .add(service);
            }
        }
        for (StackService service : all) {
            links(service)
                    .forEach(link -> Optional.ofNullable(services.get(link[0]))
                            .ifPresent(server -> add(byName, link[1], server)));
        }
        onHost = all.stream().filter(this::isOnHost).toList();
        addressesV6 = byName.keySet().stream().anyMatch(name -> name.indexOf(':') >= 0);
    }

    private static Stream<String> names(ComposeProject project, StackService service) {
        Stream<String> qualified = service.service().networks().keySet().stream()
                .flatMap(network -> Stream.of(network, project.name() + "_" + network))
                .map(network -> service.name() + "." + network);
        return Stream.of(
                        service.names().stream().filter(name -> !Stack.LOOPBACK.contains(name)),
                        Stream.of("tasks." + service.name()),
                        qualified)
                .flatMap(names -> names);
    }

    /** Pairs of a service and the name that another one gives it by {@code links}. */
    private static Stream<String[]> links(StackService service) {
        return service.service()
                .raw()
                .get("links")
                .filter(YamlList.class::isInstance)
                .map(list -> ((YamlList) list)
                        .items().stream()
                                .map(item -> item.toString().split(":", 2))
                                .filter(link -> link.length == 2 && !link[1].isEmpty()))
                .orElse(Stream.empty());
    }

    private static void add(Map<String, Set<StackService>> index, String name, StackService service) {
        index.computeIfAbsent(canonical(name), key -> new LinkedHashSet<>()).add(service);
    }

    private void published(StackService service, Port port) {
        if (port.published().matches("\\d{1,5}") && port.protocol().equals("tcp")) {
            byPublishedPort
                    .computeIfAbsent(Integer.parseInt(port.published()), key -> new ArrayList<>())
                    .add(new Target(service, Optional.of(port.target())));
        }
    }

    /** Names are compared without case (RFC 4343), IPv6 addresses by their value. */
    private static String canonical(String name) {
        if (name.indexOf(':') < 0) {
            return name.toLowerCase(Locale.ROOT);
        }
        try {
            return InetAddress.getByName("[" + name.replaceAll("[^0-9a-fA-F:.]", "") + "]")
                    .getHostAddress();
        } catch (UnknownHostException notAnAddress) {
            return name;
        }
    }

    /** Whether a word may lead to a service of the stack. */
    boolean knows(String word) {
        if (word.indexOf(':') >= 0) {
            return addressesV6 && byName.containsKey(canonical(word));
        }
        String name = word.toLowerCase(Locale.ROOT);
        return byName.containsKey(name)
                || byContainer.containsKey(name)
                || Stack.LOOPBACK.contains(name)
                || isThisMachine(name)
                || !replicas(name).isEmpty();
    }

    private Set<StackService> replicas(String name) {
        char last = name.charAt(name.length() - 1);
        if (last < '0' || last > '9') {
            return Set.of();
        }
        Matcher replica = REPLICA.matcher(name);
        return replica.matches() ? byContainer.getOrDefault(replica.group(1), Set.of()) : Set.of();
    }

    private boolean isThisMachine(String name) {
        return HOST_NAMES.contains(name)
                || !byPublishedPort.isEmpty() && PRIVATE.matcher(name).matches();
    }

    /** Returns the servers that an address leads a caller to; never the caller itself. */
    List<Target> targets(StackService caller, AddressScanner.Mention mention) {
        String name = canonical(mention.name());
        Set<StackService> named = byName.getOrDefault(name, byContainer.getOrDefault(name, replicas(name)));
        List<Target> targets = new ArrayList<>();
        if (Stack.LOOPBACK.contains(name)) {
            inNamespace(owner(caller), mention.port(), targets, true);
            if (isOnHost(caller)) {
                onHost(mention.port(), targets);
            }
        } else if (named.isEmpty()) {
            onHost(mention.port(), targets);
        }
        for (StackService server : named) {
            if (reaches(caller, server)) {
                targets.add(new Target(server, mention.port()));
                inNamespace(server.name(), mention.port(), targets, false);
            }
        }
        targets.removeIf(target -> target.server().equals(caller));
        return targets;
    }

    /** Whoever shares a namespace answers at the same addresses, each at ports of its own. */
    private void inNamespace(String owner, Optional<Integer> port, List<Target> targets, boolean localhost) {
        for (StackService member : members.getOrDefault(owner, List.of())) {
            boolean listens = port.filter(number -> listensAt(member, number)).isPresent();
            if (listens || port.isEmpty() && !localhost && !member.name().equals(owner)) {
                targets.add(new Target(member, port));
            }
        }
    }

    private void onHost(Optional<Integer> port, List<Target> targets) {
        port.ifPresent(number -> {
            targets.addAll(byPublishedPort.getOrDefault(number, List.of()));
            onHost.stream()
                    .filter(service -> listensAt(service, number))
                    .forEach(service -> targets.add(new Target(service, port)));
        });
    }

    private static boolean listensAt(StackService service, int port) {
        return service.preset()
                .filter(preset -> preset.listeners().stream().anyMatch(listener -> listener.port() == port)
                        || preset.compose().ports().stream()
                                .map(Preset.Port::from)
                                .anyMatch(from -> from == port))
                .isPresent();
    }

    private boolean isOnHost(StackService service) {
        return Optional.ofNullable(services.get(owner(service)))
                .flatMap(owner -> owner.service().networkMode())
                .filter(HOST::equals)
                .isPresent();
    }

    /** The name of the service whose network namespace it is in; its own when it shares nobody's. */
    String owner(StackService service) {
        String name = service.name();
        for (int depth = 0; depth < services.size(); depth++) {
            Optional<String> next = Optional.ofNullable(services.get(name))
                    .map(StackService::service)
                    .flatMap(Service::networkMode)
                    .flatMap(this::shared);
            if (next.isEmpty()) {
                return name;
            }
            name = next.get();
        }
        return name;
    }

    private Optional<String> shared(String mode) {
        if (mode.startsWith(OF_SERVICE)) {
            return Optional.of(mode.substring(OF_SERVICE.length()));
        }
        return mode.startsWith(OF_CONTAINER)
                ? byContainer.getOrDefault(mode.substring(OF_CONTAINER.length()), Set.of()).stream()
                        .map(StackService::name)
                        .findFirst()
                : Optional.empty();
    }

    /** Whether one is on a network of the other's, or may be: what another container shares with it is not known. */
    boolean reaches(StackService caller, StackService server) {
        String from = owner(caller);
        String to = owner(server);
        StackService one = services.get(from);
        StackService other = services.get(to);
        return from.equals(to)
                || one == null
                || other == null
                || unknown(one)
                || unknown(other)
                || !Collections.disjoint(networks(one), networks(other));
    }

    private static Collection<String> networks(StackService service) {
        return service.service().networks().keySet();
    }

    private static boolean unknown(StackService service) {
        return service.service()
                .networkMode()
                .filter(mode -> !mode.equals(HOST) && !mode.equals("none"))
                .isPresent();
    }
}
