package aria.stack;

import aria.compose.ComposeProject;
import aria.compose.Port;
import aria.compose.SettingText;
import aria.compose.SettingText.Source;
import aria.finding.Place;
import aria.stack.Edge.Evidence;
import aria.stack.Edge.Kind;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds who calls whom in a stack, wherever it is written. Each text is scanned once, by all names together. */
final class EdgeFinder {
    private static final String ADDRESS = "\\d{1,3}(?:\\.\\d{1,3}){3}";

    private final NameIndex index;
    private final AddressScanner scanner;
    private final LabelReaders readers = new LabelReaders();
    private final IdleServices idle = new IdleServices();
    private final List<StackService> services;
    private final Map<String, StackService> byName = new HashMap<>();
    /** What the files name that several services may mount. */
    private final Map<Place, List<AddressScanner.Mention>> files = new HashMap<>();

    private final Map<LabelReaders.Rule, List<StackService>> byRule = new HashMap<>();
    private final Map<List<Object>, Edge> edges = new LinkedHashMap<>();

    private EdgeFinder(ComposeProject project, List<StackService> services) {
        this.index = new NameIndex(project, services);
        this.scanner = new AddressScanner(index::knows);
        this.services = services;
        services.forEach(service -> byName.put(service.name(), service));
    }

    /** Returns the edges of a stack, in the order of the callers. Reads the files that the services mount. */
    static Collection<Edge> of(ComposeProject project, List<StackService> services, Selection selection) {
        EdgeFinder finder = new EdgeFinder(project, services);
        services.forEach(service -> {
            finder.add(project, service);
            if (!selection.presets().containsKey(service.name())) {
                finder.published(project, service);
            }
            selection
                    .calls()
                    .getOrDefault(service.name(), List.of())
                    .forEach(listener -> finder.chosen(service, listener));
        });
        services.forEach(server -> finder.admitted(server, selection.callers().getOrDefault(server.name(), List.of())));
        return finder.edges.values().stream().filter(selection::admits).toList();
    }

    /** What is published beyond this machine, and no page, has callers that no file names. */
    private void published(ComposeProject project, StackService server) {
        for (Port port : server.published()) {
            if (!StackService.isLocal(port) && !server.isHttp(port)) {
                Place place = new Place(
                        project.files().label(server.service().file()),
                        port.raw().position().line(),
                        0);
                Evidence evidence = new Evidence(Kind.PORTS, "", place, port.shortForm());
                add(new Edge(
                        "whoever calls " + port.title() + " from outside",
                        server.name(),
                        Optional.of(port.target()),
                        evidence,
                        true));
            }
        }
    }

    private void add(ComposeProject project, StackService caller) {
        for (SettingText text : project.texts(caller.service())) {
            if (text.source() == Source.LINKS) {
                link(caller, text);
            } else if (!isForReaders(caller, text)) {
                mentions(text)
                        .forEach(mention -> index.targets(caller, mention)
                                .forEach(target -> add(caller.name(), target, text, mention)));
            }
        }
        String file = project.files().label(caller.service().file());
        caller.service().dependsOn().forEach((name, condition) -> {
            if (!condition.equals("service_completed_successfully") && !isIdle(name)) {
                named(
                        caller,
                        name,
                        Kind.DEPENDS_ON,
                        new Place(file, caller.service().line(), 0));
            }
        });
    }

    private boolean isIdle(String name) {
        return Optional.ofNullable(byName.get(name))
                .filter(server -> idle.isIdle(server.service()))
                .isPresent();
    }

    private List<AddressScanner.Mention> mentions(SettingText text) {
        boolean file = text.source() == Source.MOUNTED_FILE
                || text.source() == Source.BUILD && text.name().isEmpty();
        return file
                ? files.computeIfAbsent(text.place(), place -> scanner.inFile(place.file(), text.text()))
                : scanner.inSetting(text.name(), text.text());
    }

    private void add(String caller, NameIndex.Target target, SettingText text, AddressScanner.Mention mention) {
        Evidence evidence = new Evidence(
                Kind.valueOf(text.source().name()),
                text.name(),
                text.at(mention.line()),
                mention.address(),
                mention.http());
        add(new Edge(caller, target.server().name(), target.port(), evidence, false));
    }

    private void add(Edge edge) {
        edges.putIfAbsent(
                List.of(
                        edge.caller(),
                        edge.server(),
                        edge.evidence().place(),
                        edge.evidence().name(),
                        edge.port()),
                edge);
    }

    private void named(StackService caller, String name, Kind kind, Place place) {
        named(caller, name, Optional.empty(), kind, place);
    }

    private void named(StackService caller, String name, Optional<Integer> port, Kind kind, Place place) {
        Optional.ofNullable(byName.get(name))
                .filter(server -> !server.equals(caller))
                .ifPresent(
                        server -> add(new Edge(caller.name(), name, port, new Evidence(kind, "", place, name), false)));
    }

    /** Somebody named the caller at the server, which says no port; where it is known anyway, nothing is added. */
    private void admitted(StackService server, List<String> callers) {
        Set<String> known = edges.values().stream()
                .filter(edge -> !callers.isEmpty() && edge.server().equals(server.name()))
                .map(Edge::caller)
                .collect(Collectors.toSet());
        Stream<String> names = callers.equals(Selection.ANY_CALLER) ? neighbours(server) : callers.stream();
        names.filter(name -> !known.contains(name))
                .flatMap(name -> Optional.ofNullable(byName.get(name)).stream())
                .forEach(caller -> named(caller, server.name(), Kind.CHOICE, Place.of("aria.yaml")));
    }

    private Stream<String> neighbours(StackService server) {
        Set<String> networks = server.service().networks().keySet();
        return services.stream()
                .filter(other -> !Collections.disjoint(
                        networks, other.service().networks().keySet()))
                .map(StackService::name);
    }

    /** @param listener {@code service:port} */
    private void chosen(StackService caller, String listener) {
        String[] parts = listener.split(":", 2);
        Optional<Integer> port = Stream.of(parts)
                .skip(1)
                .filter(text -> text.matches("\\d{1,5}"))
                .map(Integer::valueOf)
                .findFirst();
        named(caller, parts[0], port, Kind.CHOICE, Place.of("aria.yaml"));
    }

    /** Of {@code links} the service, of {@code extra_hosts} the address: a name that has one leads nowhere else. */
    private void link(StackService caller, SettingText text) {
        String[] names = text.text().split("[:=]", 2);
        if (!names[names.length - 1].matches(ADDRESS)) {
            named(caller, names[0], Kind.LINKS, text.place());
        }
        scanner.inSetting("host", names[names.length - 1])
                .forEach(mention ->
                        index.targets(caller, mention).forEach(target -> add(caller.name(), target, text, mention)));
    }

    /** A label that a proxy reads is a call of that proxy's, whether it runs in these files or elsewhere. */
    private boolean isForReaders(StackService called, SettingText text) {
        String kind = text.source() == Source.LABELS ? "label" : "environment";
        boolean readable = text.source() == Source.LABELS
                || text.source() == Source.ENVIRONMENT
                || text.source() == Source.ENV_FILE;
        Optional<LabelReaders.Rule> rule = readable ? readers.rule(kind, text.name(), text.text()) : Optional.empty();
        if (rule.isEmpty()) {
            return false;
        }
        List<StackService> here = byRule.computeIfAbsent(
                rule.get(),
                one -> services.stream()
                        .filter(service -> readers.isReader(one, service))
                        .toList());
        Evidence evidence = new Evidence(Kind.valueOf(text.source().name()), text.name(), text.place(), called.name());
        Set<String> servers = new LinkedHashSet<>(Set.of(called.name()));
        mentions(text)
                .forEach(mention -> index.targets(called, mention)
                        .forEach(target -> servers.add(target.server().name())));
        Optional<Integer> port = rule.get().port(text.text());
        for (String server : servers) {
            here.stream()
                    .filter(reader -> !reader.name().equals(server))
                    .forEach(reader -> add(new Edge(reader.name(), server, port, evidence, false)));
            if (here.isEmpty()) {
                add(new Edge(rule.get().title(), server, port, evidence, true));
            }
        }
        return true;
    }
}
