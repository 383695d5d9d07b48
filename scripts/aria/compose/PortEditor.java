package aria.compose;

import aria.edit.YamlChange;
import aria.edit.YamlMap;
import aria.edit.YamlValue;
import java.util.ArrayList;
import java.util.List;

/** Changes the published ports of one service where its files list them. */
final class PortEditor {
    private final String service;
    private final List<Part> parts;
    private final ExpectedService expected;
    private final List<Item> removed = new ArrayList<>();
    private final List<Item> replaced = new ArrayList<>();

    /** @param parts the service's own parts that have ports */
    PortEditor(String service, List<Part> parts, ExpectedService expected) {
        this.service = service;
        this.parts = parts;
        this.expected = expected;
    }

    /** An item of a part's list of ports, and what is to become of it. */
    private record Item(Part part, int index, YamlValue value, int newTarget, String reason) {}

    void replace(ComposeChange.ReplacePort change) {
        Port old = change.old();
        Port wanted = new Port(old.hostIp(), old.published(), change.newTarget(), old.protocol(), old.raw());
        int at = indexOf(old);
        if (old.target() == change.newTarget() || at < 0 && indexOf(wanted) >= 0) {
            return;
        }
        replaced.addAll(items(old, at, change.newTarget(), change.reason()));
        expected.ports.set(at, wanted);
    }

    void remove(ComposeChange.RemovePort change) {
        int at = indexOf(change.old());
        if (at >= 0) {
            removed.addAll(items(change.old(), at, 0, change.reason()));
            expected.ports.remove(at);
        }
    }

    /** Puts what came of it into the plan. */
    void finish(EditPlan plan) {
        for (Item item : removed) {
            plan.add(item.part().file(), new YamlChange.RemoveItem(path(), item.value(), item.reason()));
        }
        for (Item item : replaced) {
            plan.add(item.part().file(), replacement(item));
        }
    }

    /** A long form is changed in its place, unless that place moves because other items go. */
    private YamlChange replacement(Item item) {
        boolean moves = removed.stream().anyMatch(gone -> gone.part() == item.part());
        if (item.value() instanceof YamlMap && !moves) {
            YamlValue target = YamlValue.number(item.newTarget());
            return new YamlChange.AddEntryInItem(path(), item.index(), "target", target, item.reason());
        }
        YamlValue changed = PortSyntax.withTarget(item.value(), item.newTarget());
        return new YamlChange.ReplaceItem(path(), item.value(), changed, item.reason());
    }

    private int indexOf(Port port) {
        List<String> forms = expected.ports.stream().map(Port::shortForm).toList();
        return forms.indexOf(port.shortForm());
    }

    /** The items that publish exactly this port. */
    private List<Item> items(Port port, int at, int newTarget, String reason) {
        if (at < 0) {
            throw conflict("it publishes no port " + port.shortForm());
        }
        List<Item> found = new ArrayList<>();
        for (Part part : parts) {
            List<YamlValue> values = part.reader().list(part.get("ports").orElseThrow(), "ports");
            for (int i = 0; i < values.size(); i++) {
                List<Port> ports = PortSyntax.read(part.reader(), values.get(i));
                if (ports.stream().anyMatch(each -> each.shortForm().equals(port.shortForm()))) {
                    requireAlone(port, ports);
                    found.add(new Item(part, i, values.get(i), newTarget, reason));
                }
            }
        }
        if (found.isEmpty()) {
            throw conflict("port " + port.shortForm() + " is published by text that is not to be edited"
                    + " (a service it extends, or a file that is overridden); change it there");
        }
        return found;
    }

    private void requireAlone(Port port, List<Port> ports) {
        if (ports.size() > 1) {
            throw conflict("port " + port.target() + " is published as part of a range; give it a line of its own");
        }
    }

    private List<String> path() {
        return List.of("services", service, "ports");
    }

    private ComposeRefused conflict(String message) {
        Service before = expected.before;
        String file = parts.isEmpty() ? before.file().getFileName().toString() : parts.get(0).reader().file();
        return ComposeRefused.at("conflict", file, before.raw().get("ports").orElse(before.raw()),
                "service " + service + ": " + message);
    }
}
