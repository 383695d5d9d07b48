package aria.compose;

import static aria.finding.Remedy.advice;

import aria.edit.yaml.AddItem;
import aria.edit.yaml.RemoveItem;
import aria.edit.yaml.ReplaceItem;
import aria.edit.yaml.YamlValue;
import java.nio.file.Path;
import java.util.List;

/** Changes the mounts of one service. Of two mounts with the same target the last file's counts. */
final class MountEditor {
    private static final String KEY = "volumes";

    private final ServiceParts parts;
    private final ExpectedService expected;
    private final Path root;
    private final EditPlan plan;

    /** @param root the project's root, within which sources are written relative */
    MountEditor(ServiceParts parts, ExpectedService expected, Path root, EditPlan plan) {
        this.parts = parts;
        this.expected = expected;
        this.root = root;
        this.plan = plan;
    }

    private record Item(Part part, YamlValue value) {}

    void add(ComposeChange.AddMount change) {
        Mount wanted = expected.resolved(change.mount());
        Mount there = expected.mounts.get(wanted.target());
        if (there != null && !there.source().isEmpty() && there.source().equals(change.inPlaceOf())) {
            replace(new ComposeChange.ReplaceMount(change.service(), change.mount(), change.reason()));
        } else if (there != null && !expected.resolved(there).equals(wanted)) {
            throw parts.conflict(
                    parts.place(KEY),
                    KEY,
                    "something else is already mounted at " + wanted.target() + ": "
                            + (there.source().isEmpty() ? there.type() : there.source()));
        } else if (there == null) {
            added(change.mount(), change.reason());
        }
    }

    void replace(ComposeChange.ReplaceMount change) {
        Mount wanted = expected.resolved(change.mount());
        Mount there = expected.mounts.get(wanted.target());
        if (there != null && expected.resolved(there).equals(wanted)) {
            return;
        }
        List<Item> items = there == null ? List.of() : items(wanted.target());
        for (Item item : items) {
            plan.add(
                    item.part().file(),
                    new ReplaceItem(
                            parts.path(KEY), item.value(), written(change.mount(), item.part()), change.reason()));
        }
        if (items.isEmpty()) {
            added(change.mount(), change.reason());
        }
        expected.mounts.put(wanted.target(), wanted);
    }

    void remove(ComposeChange.RemoveMount change) {
        if (expected.mounts.remove(change.target()) != null) {
            List<Item> items = items(change.target());
            if (items.isEmpty()) {
                throw parts.conflict(
                        parts.place(KEY),
                        KEY,
                        "what is mounted at " + change.target() + " is defined in text that must not be edited",
                        advice("change it there"));
            }
            items.forEach(item ->
                    plan.add(item.part().file(), new RemoveItem(parts.path(KEY), item.value(), change.reason())));
        }
    }

    private void added(Mount mount, String reason) {
        Part part = parts.place(KEY);
        Mount wanted = expected.resolved(mount);
        expected.mounts.put(wanted.target(), wanted);
        plan.add(part.file(), new AddItem(parts.path(KEY), written(mount, part), reason));
    }

    private YamlValue written(Mount mount, Part part) {
        return MountSyntax.write(new Mount(mount.type(), source(mount, part), mount.target(), mount.readOnly()));
    }

    /** The items that mount something at the target, where they may be edited. */
    private List<Item> items(String target) {
        return parts.own(part -> true).stream()
                .flatMap(part -> items(part, target).stream())
                .toList();
    }

    private static List<Item> items(Part part, String target) {
        return part.get(KEY).map(value -> part.reader().list(value, KEY)).orElse(List.of()).stream()
                .filter(item -> MountSyntax.read(part.reader(), item).target().equals(target))
                .map(item -> new Item(part, item))
                .toList();
    }

    /** The mount's source as the part's file writes it; the mount has it as the service's base directory sees it. */
    private String source(Mount mount, Part part) {
        Path base = expected.before.baseDirectory();
        if (!mount.type().equals("bind")) {
            return mount.source();
        }
        boolean moved = !part.base().equals(base) && !mount.source().startsWith("~");
        String source = moved ? base.resolve(mount.source()).normalize().toString() : mount.source();
        return MountSyntax.hostSource(root, part.base(), source);
    }
}
