package aria.compose;

import static aria.finding.Remedy.advice;

import aria.edit.yaml.AddItem;
import aria.edit.yaml.PutEntry;
import aria.edit.yaml.RemovePair;
import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Changes the networks of one service. */
final class NetworkEditor {
    private static final String KEY = "networks";

    private final ComposeProject project;
    private final ServiceParts parts;
    private final ExpectedService expected;
    private final EditPlan plan;

    NetworkEditor(ComposeProject project, ServiceParts parts, ExpectedService expected, EditPlan plan) {
        this.project = project;
        this.parts = parts;
        this.expected = expected;
        this.plan = plan;
    }

    /** Networks of several files merge, so only one of them may have any. */
    void put(ComposeChange.PutNetworks change) {
        List<Part> having = parts.counting(KEY);
        if (having.size() == 1 && having.get(0).get(KEY).orElseThrow().equals(change.value())) {
            return;
        }
        if (project.override().isPresent()
                || having.size() > 1
                || having.stream().anyMatch(part -> !parts.isEditable(part))) {
            throw parts.conflict(
                    having.isEmpty() ? parts.definition() : having.get(0),
                    KEY,
                    "its networks are not in one text that may be edited",
                    advice("write them where the service is defined"));
        }
        Part part = having.isEmpty() ? parts.definition() : having.get(0);
        expected.networks.clear();
        change.value()
                .entries()
                .forEach((name, options) -> expected.networks.put(name, ServiceReader.aliases(part, options)));
        plan.add(part.file(), new PutEntry(parts.path(), KEY, change.value(), change.reason()));
    }

    void join(ComposeChange.JoinNetworks change) {
        List<String> missing = change.networks().stream()
                .filter(name -> expected.networks.putIfAbsent(name, List.of()) == null)
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        Part part = parts.place(KEY);
        YamlValue there = part.get(KEY).orElse(null);
        if (there instanceof YamlList) {
            missing.forEach(name ->
                    plan.add(part.file(), new AddItem(parts.path(KEY), YamlValue.scalar(name), change.reason())));
        } else if (there instanceof YamlMap) {
            missing.forEach(name ->
                    plan.add(part.file(), new PutEntry(parts.path(KEY), name, YamlValue.none(), change.reason())));
        } else {
            Map<String, YamlValue> all = new LinkedHashMap<>();
            expected.networks.keySet().forEach(name -> all.put(name, YamlValue.none()));
            plan.add(part.file(), new PutEntry(parts.path(), KEY, YamlValue.map(all), change.reason()));
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
