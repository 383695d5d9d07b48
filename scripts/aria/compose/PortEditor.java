package aria.compose;

import static aria.finding.Remedy.advice;

import aria.edit.Position;
import aria.edit.yaml.PutEntry;
import aria.edit.yaml.RemoveItem;
import aria.edit.yaml.ReplaceItem;
import aria.edit.yaml.YamlChange;
import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlValue;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Changes the published ports of one service where its files list them. An override file can only replace another
 * file's list as a whole, with {@code !override}.
 */
final class PortEditor {
    private static final String KEY = "ports";

    private final ServiceParts service;
    private final List<Part> parts;
    private final ExpectedService expected;
    private final List<Item> removed = new ArrayList<>();
    private final List<Item> replaced = new ArrayList<>();

    PortEditor(ServiceParts service, ExpectedService expected) {
        this.service = service;
        this.expected = expected;
        List<Part> overridden = service.counting(KEY).stream()
                .filter(part -> service.isEditable(part) || service.isOverridable(part))
                .toList();
        this.parts =
                overridden.stream().anyMatch(service::isOverridable) ? overridden : service.own(part -> part.has(KEY));
    }

    /** An item of a part's list of ports, with its replacement. */
    private record Item(Part part, int index, YamlValue value, Wanted wanted, String reason) {
        boolean isAt(Part where, int at) {
            return isIn(where) && index == at;
        }

        @SuppressWarnings("ReferenceEquality") // two parts of a service can be equal and still be two
        boolean isIn(Part where) {
            return part == where;
        }
    }

    /** The replacement of an item: one of its entries in the long form, the whole item in the short form. */
    private record Wanted(String key, YamlValue entry, UnaryOperator<YamlValue> whole) {}

    void replace(ComposeChange.ReplacePort change) {
        Port old = change.old();
        replace(
                old,
                new Port(old.hostIp(), old.published(), change.newTarget(), old.protocol(), old.raw()),
                new Wanted(
                        "target",
                        YamlValue.number(change.newTarget()),
                        item -> PortSyntax.withTarget(item, change.newTarget())),
                change.reason());
    }

    void bind(ComposeChange.BindPort change) {
        Port old = change.old();
        replace(
                old,
                new Port(change.hostIp(), old.published(), old.target(), old.protocol(), old.raw()),
                new Wanted(
                        "host_ip",
                        YamlValue.scalar(change.hostIp()),
                        item -> PortSyntax.withHost(item, change.hostIp())),
                change.reason());
    }

    private void replace(Port old, Port port, Wanted wanted, String reason) {
        int at = indexOf(old);
        if (old.shortForm().equals(port.shortForm()) || at < 0 && indexOf(port) >= 0) {
            return;
        }
        replaced.addAll(items(old, at, wanted, reason));
        expected.ports.set(at, port);
    }

    void remove(ComposeChange.RemovePort change) {
        int at = indexOf(change.old());
        if (at >= 0) {
            removed.addAll(items(change.old(), at, null, change.reason()));
            expected.ports.remove(at);
        }
    }

    /** Puts what came of it into the plan. */
    void finish(EditPlan plan) {
        if (changed().anyMatch(item -> service.isOverridable(item.part()))) {
            String reasons = changed().map(Item::reason).distinct().collect(Collectors.joining("; "));
            plan.add(service.definition().file(), new PutEntry(service.path(), KEY, replacement(), reasons));
            return;
        }
        for (Item item : removed) {
            plan.add(item.part().file(), new RemoveItem(path(), item.value(), item.reason()));
        }
        for (Item item : replaced) {
            plan.add(item.part().file(), replacement(item));
        }
    }

    private Stream<Item> changed() {
        return Stream.concat(removed.stream(), replaced.stream());
    }

    private YamlList replacement() {
        List<YamlValue> items = new ArrayList<>();
        for (Part part : parts) {
            List<YamlValue> values = values(part);
            for (int i = 0; i < values.size(); i++) {
                int index = i;
                if (removed.stream().noneMatch(item -> item.isAt(part, index))) {
                    YamlValue value = values.get(i);
                    items.add(replaced.stream()
                            .filter(item -> item.isAt(part, index))
                            .findFirst()
                            .map(item -> item.wanted().whole().apply(value))
                            .orElse(value));
                }
            }
        }
        return new YamlList(items, false, Optional.of(OverrideTag.OVERRIDE), Position.NONE);
    }

    /** A long form is changed in its place, unless that place moves because other items go. */
    private YamlChange replacement(Item item) {
        boolean moves = removed.stream().anyMatch(gone -> gone.isIn(item.part()));
        if (item.value() instanceof YamlMap && !moves) {
            return new PutEntry(
                    path(), item.index(), item.wanted().key(), item.wanted().entry(), item.reason());
        }
        return new ReplaceItem(path(), item.value(), item.wanted().whole().apply(item.value()), item.reason());
    }

    private int indexOf(Port port) {
        List<String> forms = expected.ports.stream().map(Port::shortForm).toList();
        return forms.indexOf(port.shortForm());
    }

    /** The items that publish exactly this port. */
    private List<Item> items(Port port, int at, Wanted wanted, String reason) {
        if (at < 0) {
            throw conflict("it publishes no port " + port.shortForm());
        }
        List<Item> found = new ArrayList<>();
        for (Part part : parts) {
            List<YamlValue> values = values(part);
            for (int i = 0; i < values.size(); i++) {
                List<Port> ports = PortSyntax.read(part.reader(), values.get(i));
                if (ports.stream().anyMatch(each -> each.shortForm().equals(port.shortForm()))) {
                    requireAlone(port, ports);
                    found.add(new Item(part, i, values.get(i), wanted, reason));
                }
            }
        }
        if (found.isEmpty()) {
            throw conflict(
                    "port " + port.shortForm() + " is published by text that must not be edited"
                            + " (of a service it extends)",
                    advice("change it there"));
        }
        return found;
    }

    private static List<YamlValue> values(Part part) {
        return part.reader().list(part.get(KEY).orElseThrow(), KEY);
    }

    private void requireAlone(Port port, List<Port> ports) {
        if (ports.size() > 1) {
            throw conflict(
                    "port " + port.target() + " is published as part of a range", advice("give it a line of its own"));
        }
    }

    private List<String> path() {
        return service.path(KEY);
    }

    private RefusedException conflict(String message, Remedy... remedies) {
        return service.conflict(parts.isEmpty() ? service.definition() : parts.get(0), KEY, message, remedies);
    }
}
