package aria.stack;

import aria.compose.ComposeProject;
import aria.compose.Port;
import aria.compose.Service;
import aria.finding.DidYouMean;
import aria.finding.FindingId;
import aria.finding.UsageException;
import aria.preset.ImageName;
import aria.preset.Preset;
import aria.preset.Presets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The user's stack as a value: its services, their names, their presets, and their calls.
 *
 * @param project  the compose project it was read from
 * @param services in the order of the files; the services that this program added are left out
 * @param edges    who calls whom among them, and from outside, in the order of the callers
 * @param selection what the user said about it
 */
public record Stack(ComposeProject project, List<StackService> services, List<Edge> edges, Selection selection) {
    /** Keeps unmodifiable copies. */
    public Stack {
        services = List.copyOf(services);
        edges = List.copyOf(edges);
    }

    /** What the name of a service's one-shot key delivery ends with. */
    public static final String INIT_SUFFIX = "-mtls-init";

    /**
     * What the name of the one-shot service ends with that a service waits for in its place, where the service's
     * {@code depends_on} is a list and has to stay one: the short form can't say "completed", but this one starts
     * after that.
     */
    public static final String READY_SUFFIX = "-mtls-ready";

    /** What the name of the proxy before a service ends with. */
    public static final String PROXY_SUFFIX = "-mtls-proxy";

    /** What the name of the one-shot service ends with that delivers the key of such a proxy, where it has its own. */
    public static final String PROXY_INIT_SUFFIX = PROXY_SUFFIX + "-init";

    /** What the name of the volume ends with into which a service's key is delivered. */
    public static final String VOLUME_SUFFIX = "-mtls";

    /** The names under which every container reaches itself. */
    static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1");

    /**
     * Reads a project as a stack.
     *
     * @throws UsageException when the selection names a service or a preset that is not there
     */
    public static Stack of(ComposeProject project, Presets known, Selection selection) {
        Presets presets = selection.givesLists() ? known.givingLists() : known;
        Map<String, Service> all = ProxiedServices.asBefore(project.services());
        Set<String> waitedFor = all.values().stream()
                .flatMap(service -> service.dependsOn().keySet().stream())
                .collect(Collectors.toSet());
        List<Service> servers = all.values().stream()
                .filter(service -> !OurServices.isOurs(service, all, waitedFor))
                .toList();
        requireKnown(selection, servers, presets);
        Set<String> oneShots = oneShots(servers);
        Map<String, String> unfit =
                ServiceNames.unfit(servers.stream().map(Service::name).toList());
        List<StackService> first = new ArrayList<>();
        for (Service service : servers) {
            Choice choice = choose(service, presets, selection);
            first.add(new StackService(
                    service,
                    names(service, choice.preset(), selection),
                    choice.preset(),
                    choice.reason(),
                    List.of(),
                    oneShots.contains(service.name()),
                    selection.includes(service.name()) && !unfit.containsKey(service.name()),
                    choice.alike()));
        }
        Collection<Edge> edges = EdgeFinder.of(project, first, selection);
        Map<String, Preset> presetOf = new HashMap<>();
        first.forEach(service -> service.preset().ifPresent(preset -> presetOf.put(service.name(), preset)));
        Map<String, List<Edge>> byCaller =
                edges.stream().filter(edge -> !edge.outside()).collect(Collectors.groupingBy(Edge::caller));
        return new Stack(
                project,
                first.stream()
                        .map(service -> withCalls(service, byCaller.getOrDefault(service.name(), List.of()), presetOf))
                        .toList(),
                List.copyOf(edges),
                selection);
    }

    /** The services that are left as they are because of their names, each with the reason. */
    public Map<String, String> unfitNames() {
        return ServiceNames.unfit(services.stream().map(StackService::name).toList());
    }

    /** The names of a project's services that run a CA, and of the one-shot services that they wait for. */
    public static Set<String> ofTheCa(ComposeProject project, Presets presets) {
        List<Service> authorities = project.services().values().stream()
                .filter(service -> service.image()
                        .map(ImageName::parse)
                        .flatMap(presets::forImage)
                        .filter(Preset::authority)
                        .isPresent())
                .toList();
        return Stream.concat(authorities.stream().map(Service::name), oneShots(authorities).stream())
                .collect(Collectors.toSet());
    }

    /** The service with this name; empty when there is none. */
    public Optional<StackService> service(String name) {
        return services.stream().filter(service -> service.name().equals(name)).findFirst();
    }

    /** The name of the one-shot service that delivers a service's key. */
    public static String initName(String service) {
        return service + INIT_SUFFIX;
    }

    /** The name of the one-shot service that starts once a service's key has been delivered. */
    public static String readyName(String service) {
        return service + READY_SUFFIX;
    }

    /** The name of the volume into which a service's key is delivered. */
    public static String volumeName(String service) {
        return service + VOLUME_SUFFIX;
    }

    /** The name of the proxy that speaks TLS for a service. */
    public static String proxyName(String service) {
        return service + PROXY_SUFFIX;
    }

    /** Returns the stack with these calls as well, where no file tells that the one calls the other. */
    public Stack observing(Collection<Edge> seen) {
        List<Edge> all = new ArrayList<>(edges);
        seen.stream()
                .filter(selection::admits)
                .filter(edge -> edges.stream()
                        .noneMatch(known -> known.caller().equals(edge.caller())
                                && known.server().equals(edge.server())))
                .forEach(all::add);
        return new Stack(project, services, all, selection);
    }

    private static void requireKnown(Selection selection, List<Service> services, Presets presets) {
        List<String> known = services.stream().map(Service::name).toList();
        requireServices("--only", selection.only(), known);
        requireServices(ProxyChoices.PUBLISHED, selection.proxies().published(), known);
        requireServices("--san", selection.names().keySet(), known);
        requireServices(
                "--preset",
                selection.presets().keySet().stream()
                        .filter(name -> !name.equals("*"))
                        .toList(),
                known);
        for (String id : selection.presets().values()) {
            presets.unknown(id).ifPresent(why -> {
                throw new UsageException(FindingId.SELECTION_INVALID, "--preset: " + why);
            });
        }
    }

    private static void requireServices(String option, Collection<String> asked, List<String> known) {
        for (String name : asked) {
            if (!known.contains(name)) {
                throw new UsageException(
                        FindingId.SELECTION_INVALID,
                        option + ": there is no service '" + name + "' in the compose files"
                                + DidYouMean.among(name, known, "; there are " + String.join(", ", known)));
            }
        }
    }

    private static Set<String> oneShots(List<Service> services) {
        Set<String> waitedFor = new LinkedHashSet<>();
        for (Service service : services) {
            service.dependsOn().forEach((name, condition) -> {
                if (condition.equals("service_completed_successfully")) {
                    waitedFor.add(name);
                }
            });
        }
        return waitedFor;
    }

    private record Choice(Optional<Preset> preset, String reason, Optional<Preset> alike) {}

    private static Choice choose(Service service, Presets presets, Selection selection) {
        Optional<String> asked = Optional.ofNullable(selection.presets().get(service.name()))
                .or(() -> Optional.ofNullable(selection.presets().get("*")));
        Optional<ImageName> name = service.image().map(ImageName::parse);
        Optional<Preset> fitting = name.flatMap(presets::forImage);
        if (asked.isPresent()) {
            return new Choice(
                    presets.byId(asked.get()).map(preset -> OwnPorts.of(preset, service)), "asked for", fitting);
        }
        if (fitting.isPresent() && new ServerPrograms(fitting.get().programs()).runs(service)) {
            return new Choice(
                    fitting.map(preset -> OwnPorts.of(preset, service)),
                    "image " + service.shownImage().orElseThrow(),
                    Optional.empty());
        }
        if (selection.all()) {
            return new Choice(presets.byId(Selection.MOUNT), "--all", Optional.empty());
        }
        return new Choice(
                Optional.empty(),
                service.shownImage()
                        .map(image -> fitting.isPresent()
                                ? "runs another program of image " + image + " than the server"
                                : "no preset yet for image " + image)
                        .orElse("no preset yet: the service is built here and names no image"),
                fitting.isPresent() ? Optional.empty() : name.flatMap(presets::alike));
    }

    /** Built from the compose files and the user's choices, never from a certificate request. */
    private static List<String> names(Service service, Optional<Preset> preset, Selection selection) {
        Set<String> names = new LinkedHashSet<>();
        preset.flatMap(Preset::layer)
                .ifPresent(layer -> names.add(service.name() + "." + layer + ".svc.cluster.local"));
        names.add(service.name());
        service.containerName().ifPresent(names::add);
        service.hostname().ifPresent(names::add);
        service.domainname().ifPresent(domain -> names.add(service.hostname().orElse(service.name()) + "." + domain));
        service.networks().values().forEach(names::addAll);
        names.addAll(service.addresses());
        names.removeIf(name -> name.startsWith("*"));
        if (isCalledOnLoopback(service, preset)) {
            names.addAll(LOOPBACK);
        }
        names.addAll(selection.names().getOrDefault(service.name(), List.of()));
        return List.copyOf(names);
    }

    /** A name that every service had would let each pose as any other on a published port. */
    private static boolean isCalledOnLoopback(Service service, Optional<Preset> preset) {
        String check = String.join(" ", service.healthcheck());
        return preset.filter(Preset::callsItself).isPresent()
                || LOOPBACK.stream().anyMatch(check::contains)
                || service.ports().stream().anyMatch(Port::isPublishedHere);
    }

    private static boolean isFoundIn(Preset.Call settings, Edge edge, Service caller) {
        return edge.isVariable() && settings.foundIn().contains(edge.evidence().name())
                || edge.evidence().kind() == Edge.Kind.COMMAND
                        && CommandWords.value(caller, settings.foundIn())
                                .filter(value ->
                                        value.startsWith(edge.evidence().text().replaceFirst(":\\d+$", "")))
                                .isPresent();
    }

    /** A call has settings when one of the variables or flags that they go with names the other service. */
    private static StackService withCalls(StackService caller, List<Edge> edges, Map<String, Preset> presetOf) {
        List<StackService.Call> calls = new ArrayList<>();
        for (Preset.Call settings : caller.preset().map(Preset::calls).orElse(List.of())) {
            edges.stream()
                    .filter(edge -> isFoundIn(settings, edge, caller.service()))
                    .filter(edge -> Optional.ofNullable(presetOf.get(edge.server()))
                            .filter(preset -> preset.id().equals(settings.preset()))
                            .isPresent())
                    .forEach(edge -> calls.add(new StackService.Call(edge.server(), settings)));
        }
        return new StackService(
                caller.service(),
                caller.names(),
                caller.preset(),
                caller.presetReason(),
                calls.stream().distinct().toList(),
                caller.oneShot(),
                caller.selected(),
                caller.alike());
    }
}
