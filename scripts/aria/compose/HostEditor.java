package aria.compose;

import aria.edit.yaml.AddItem;
import aria.edit.yaml.PutEntry;
import aria.edit.yaml.RemoveEntry;
import aria.edit.yaml.RemoveItem;
import aria.edit.yaml.ReplaceItem;
import aria.edit.yaml.YamlChange;
import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Changes the table of hosts of one service: a mapping, or a list of {@code NAME:ADDRESS} or {@code NAME=ADDRESS}. */
final class HostEditor {
    static final String KEY = "extra_hosts";

    private final ServiceParts parts;
    private final ExpectedService expected;
    private final EditPlan plan;

    HostEditor(ServiceParts parts, ExpectedService expected, EditPlan plan) {
        this.parts = parts;
        this.expected = expected;
        this.plan = plan;
    }

    /** The names and addresses of a part as they are written; those with several addresses are left out. */
    static Map<String, String> written(Part part) {
        Map<String, String> hosts = new LinkedHashMap<>();
        YamlValue value = part.get(KEY).orElse(null);
        if (value instanceof YamlMap map) {
            map.entries().forEach((name, address) -> {
                if (address instanceof YamlScalar scalar && !scalar.isNull()) {
                    hosts.put(name, scalar.text());
                }
            });
        } else if (value instanceof YamlList list) {
            list.items().stream()
                    .filter(YamlScalar.class::isInstance)
                    .map(item -> ((YamlScalar) item).text().split("[:=]", 2))
                    .filter(pair -> pair.length == 2)
                    .forEach(pair -> hosts.put(pair[0], pair[1]));
        }
        return hosts;
    }

    void put(ComposeChange.PutHosts change) {
        Map<String, String> added = new LinkedHashMap<>();
        change.addresses().forEach((name, address) -> {
            Optional<Part> there = naming(name);
            String before = there.map(part -> written(part).get(name)).orElse(null);
            if (!address.equals(before)) {
                there.ifPresentOrElse(
                        part -> replace(part, name, address, change.reason()), () -> added.put(name, address));
            }
            expected.hosts.put(name, address);
        });
        if (!added.isEmpty()) {
            add(parts.place(KEY), added, change.reason());
        }
    }

    private void add(Part part, Map<String, String> added, String reason) {
        YamlValue there = part.get(KEY).orElse(null);
        if (there instanceof YamlMap) {
            added.forEach((name, address) ->
                    plan.add(part.file(), new PutEntry(parts.path(KEY), name, YamlValue.scalar(address), reason)));
        } else if (there instanceof YamlList) {
            added.forEach((name, address) ->
                    plan.add(part.file(), new AddItem(parts.path(KEY), item(name, address), reason)));
        } else {
            List<YamlValue> items = new ArrayList<>();
            added.forEach((name, address) -> items.add(item(name, address)));
            plan.add(
                    part.file(),
                    new PutEntry(parts.path(), KEY, YamlValue.list(items.toArray(YamlValue[]::new)), reason));
        }
    }

    private void replace(Part part, String name, String address, String reason) {
        plan.add(
                part.file(),
                item(part, name)
                        .map(old -> (YamlChange) new ReplaceItem(parts.path(KEY), old, item(name, address), reason))
                        .orElseGet(() -> new PutEntry(parts.path(KEY), name, YamlValue.scalar(address), reason)));
    }

    void remove(ComposeChange.RemoveHosts change) {
        for (String name : new TreeSet<>(change.names())) {
            naming(name).ifPresent(part -> {
                expected.hosts.remove(name);
                plan.add(
                        part.file(),
                        item(part, name)
                                .map(old -> (YamlChange) new RemoveItem(parts.path(KEY), old, change.reason()))
                                .orElseGet(() -> new RemoveEntry(parts.path(KEY), name, change.reason())));
            });
        }
    }

    private Optional<Part> naming(String name) {
        return parts.own(part -> written(part).containsKey(name)).stream().findFirst();
    }

    private static YamlValue item(String name, String address) {
        return YamlValue.scalar(name + ":" + address);
    }

    /** The item with this name in a list. */
    private static Optional<YamlValue> item(Part part, String name) {
        return part.get(KEY)
                .filter(YamlList.class::isInstance)
                .flatMap(list -> ((YamlList) list)
                        .items().stream()
                                .filter(item -> item instanceof YamlScalar scalar
                                        && scalar.text().matches("\\Q" + name + "\\E[:=].*"))
                                .findFirst());
    }
}
