package aria.compose;

import static aria.finding.Remedy.advice;

import aria.edit.Position;
import aria.edit.yaml.AddItem;
import aria.edit.yaml.PutEntry;
import aria.edit.yaml.PutNamed;
import aria.edit.yaml.RemoveItem;
import aria.edit.yaml.RemovePair;
import aria.edit.yaml.ReplaceItem;
import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Changes the networks of one service. */
final class NetworkEditor {
    private static final String KEY = "networks";
    private static final String ALIASES = "aliases";

    private final ComposeProject project;
    private final ServiceParts parts;
    private final ExpectedService expected;
    private final EditPlan plan;
    /** Networks that the service joins, each with the reason. */
    private final Map<String, String> joining = new LinkedHashMap<>();
    /** The networks that get the alias, by the text that names them. */
    private final Map<Part, List<String>> aliasing = new LinkedHashMap<>();

    private ComposeChange.PutAlias alias;

    NetworkEditor(ComposeProject project, ServiceParts parts, ExpectedService expected, EditPlan plan) {
        this.project = project;
        this.parts = parts;
        this.expected = expected;
        this.plan = plan;
    }

    /** Networks of several files merge, so only one of them may have any; an override file replaces them all. */
    void put(ComposeChange.PutNetworks change) {
        List<Part> having = parts.counting(KEY);
        Optional<String> tag = project.override().map(file -> OverrideTag.OVERRIDE);
        YamlMap value = new YamlMap(change.value().entries(), false, tag, Position.NONE);
        if (having.size() == 1 && having.get(0).get(KEY).orElseThrow().equals(value)) {
            return;
        }
        Part part = tag.isPresent() || having.isEmpty() ? parts.definition() : having.get(0);
        if (tag.isEmpty() && (having.size() > 1 || !parts.isEditable(part))) {
            throw parts.conflict(
                    part,
                    KEY,
                    "its networks are not in one text that may be edited",
                    advice("write them where the service is defined"));
        }
        expected.networks.clear();
        value.entries().forEach((name, options) -> expected.networks.put(name, ServiceReader.aliases(part, options)));
        plan.add(part.file(), new PutEntry(parts.path(), KEY, value, change.reason()));
    }

    void join(ComposeChange.JoinNetworks change) {
        for (String name : change.networks()) {
            if (expected.networks.putIfAbsent(name, List.of()) == null) {
                joining.put(name, change.reason());
            }
        }
    }

    void alias(ComposeChange.PutAlias change) {
        for (String network : change.networks()) {
            List<String> aliases = new ArrayList<>(expected.networks.getOrDefault(network, List.of()));
            if (!aliases.contains(change.alias())) {
                aliases.removeAll(change.earlier());
                aliases.add(change.alias());
                expected.networks.put(network, List.copyOf(aliases));
                aliasing.computeIfAbsent(part(network), part -> new ArrayList<>())
                        .add(network);
                alias = change;
            }
        }
    }

    private Part part(String network) {
        List<Part> naming = parts.placesNaming(KEY, network);
        return naming.get(naming.size() - 1);
    }

    void finish() {
        aliasing.forEach((part, networks) -> networks.forEach(network -> alias(part, network)));
        if (!joining.isEmpty()) {
            join(parts.place(KEY));
        }
    }

    private void alias(Part part, String network) {
        YamlValue wanted = YamlValue.scalar(alias.alias());
        YamlValue there = part.get(KEY).orElse(null) instanceof YamlMap map
                ? map.entries().get(network)
                : null;
        if (there instanceof YamlMap options && options.get(ALIASES).orElse(null) instanceof YamlList list) {
            List<String> path = aliases(network);
            list.items().stream()
                    .filter(item -> alias.earlier().contains(part.reader().text(item, ALIASES)))
                    .findFirst()
                    .ifPresentOrElse(
                            old -> plan.add(part.file(), new ReplaceItem(path, old, wanted, alias.reason())),
                            () -> plan.add(part.file(), new AddItem(path, wanted, alias.reason())));
        } else {
            YamlValue one = YamlValue.words(List.of(alias.alias()));
            plan.add(
                    part.file(),
                    new PutNamed(parts.path(KEY), network, ALIASES, one, Optional.empty(), alias.reason()));
        }
    }

    void removeAliases(ComposeChange.RemoveAliases change) {
        expected.networks.replaceAll((network, aliases) -> aliases.stream()
                .filter(name -> !change.aliases().contains(name))
                .toList());
        for (Part part : parts.own(each -> each.get(KEY).orElse(null) instanceof YamlMap)) {
            ((YamlMap) part.get(KEY).orElseThrow()).entries().forEach((network, options) -> {
                if (options instanceof YamlMap map && map.get(ALIASES).orElse(null) instanceof YamlList list) {
                    list.items().stream()
                            .filter(item ->
                                    change.aliases().contains(part.reader().text(item, ALIASES)))
                            .forEach(item ->
                                    plan.add(part.file(), new RemoveItem(aliases(network), item, change.reason())));
                }
            });
        }
    }

    private List<String> aliases(String network) {
        return Stream.concat(parts.path(KEY).stream(), Stream.of(network, ALIASES))
                .toList();
    }

    private void join(Part part) {
        YamlValue there = part.get(KEY).orElse(null);
        if (aliasing.containsKey(part)) {
            joining.forEach((name, reason) -> plan.add(
                    part.file(),
                    new PutNamed(parts.path(KEY), name, ALIASES, YamlValue.none(), Optional.empty(), reason)));
        } else if (there instanceof YamlList) {
            joining.forEach((name, reason) ->
                    plan.add(part.file(), new AddItem(parts.path(KEY), YamlValue.scalar(name), reason)));
        } else if (there instanceof YamlMap) {
            joining.forEach((name, reason) ->
                    plan.add(part.file(), new PutEntry(parts.path(KEY), name, YamlValue.none(), reason)));
        } else {
            Map<String, YamlValue> all = new LinkedHashMap<>();
            expected.networks.keySet().forEach(network -> all.put(network, YamlValue.none()));
            String reason = joining.values().iterator().next();
            plan.add(part.file(), new PutEntry(parts.path(), KEY, YamlValue.map(all), reason));
        }
    }

    void leave(ComposeChange.LeaveNetworks change) {
        change.networks().stream()
                .filter(name -> expected.networks.remove(name) != null)
                .forEach(name -> parts.placesNaming(KEY, name)
                        .forEach(
                                part -> plan.add(part.file(), new RemovePair(parts.path(KEY), name, change.reason()))));
    }
}
