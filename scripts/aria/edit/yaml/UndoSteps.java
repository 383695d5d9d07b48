package aria.edit.yaml;

import static aria.finding.Remedy.advice;

import aria.edit.Edit;
import aria.edit.EditErrors;
import aria.edit.ParallelStreams;
import aria.edit.SourceText;
import aria.edit.yaml.YamlChange.AddEntryInItem;
import aria.edit.yaml.YamlChange.AddItem;
import aria.edit.yaml.YamlChange.PutCondition;
import aria.edit.yaml.YamlChange.PutEntry;
import aria.edit.yaml.YamlChange.PutVariable;
import aria.edit.yaml.YamlChange.RemoveEntry;
import aria.edit.yaml.YamlChange.RemoveEntryInItem;
import aria.edit.yaml.YamlChange.RemoveItem;
import aria.edit.yaml.YamlChange.RemoveVariable;
import aria.edit.yaml.YamlChange.ReplaceItem;
import aria.edit.yaml.YamlChange.ReplaceScalar;
import aria.finding.FindingId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The changes that take changes back. */
public final class UndoSteps {
    private static final String REASON = "undo";

    private UndoSteps() {}

    /** The steps for an edit, last change first. */
    public static List<UndoStep> of(Edit edit, List<YamlChange> changes) {
        List<YamlMap> before = YamlDocument.parse(edit.before()).documents();
        List<YamlMap> after = YamlDocument.parse(edit.after()).documents();
        List<YamlChange> backwards = new ArrayList<>(changes);
        Collections.reverse(backwards);
        return ParallelStreams.of(backwards)
                .flatMap(change -> {
                    int document = Paths.document(before, change);
                    return step(change, before.get(document), after.get(document)).stream();
                })
                .toList();
    }

    private static Optional<UndoStep> step(YamlChange change, YamlMap before, YamlMap after) {
        YamlValue now = Paths.value(after, change);
        YamlValue old = Paths.raw(before, change);
        int made = made(before, change.path());
        return inverse(change, Paths.value(before, change), now)
                .map(removal -> made < change.path().size()
                        ? around(change.path().subList(0, made), before, after, removal)
                        : formIsLost(old, now) ? whole(change, old, now, removal) : removal);
    }

    /** How many keys of a path lead to the outermost value on it that was not there, or held nothing; else all of them. */
    private static int made(YamlMap before, List<String> path) {
        YamlValue value = before;
        for (int i = 0; i < path.size(); i++) {
            value = value instanceof YamlMap map ? map.entries().get(path.get(i)) : null;
            if (value == null || holdsNothing(value)) {
                return i + 1;
            }
        }
        return path.size();
    }

    /** Takes away what was made around a change, as long as nothing else is in it; else only what was added. */
    private static UndoStep around(List<String> path, YamlMap before, YamlMap after, UndoStep removal) {
        List<String> parent = path.subList(0, path.size() - 1);
        String key = path.get(path.size() - 1);
        YamlChange place = new RemoveEntry(path, "", REASON);
        YamlValue old = Paths.raw(before, place);
        YamlChange change = old == null ? new RemoveEntry(parent, key, REASON) : new PutEntry(parent, key, old, REASON);
        return new UndoStep(
                change,
                Optional.ofNullable(Paths.raw(after, place)).map(Fingerprint::of),
                Optional.of(removal.change()));
    }

    private static boolean holdsNothing(YamlValue value) {
        return value instanceof YamlScalar scalar && scalar.isNull() || ValueApplier.isEmpty(value);
    }

    /** Whether removing what was added would not lead back: an empty value or a tag would be gone, a list remain a mapping. */
    private static boolean formIsLost(YamlValue old, YamlValue now) {
        boolean empty = old != null && holdsNothing(old);
        return now == null
                ? old != null && old.tag().isPresent()
                : empty || old instanceof YamlList && now instanceof YamlMap;
    }

    /** Puts the whole old value back, or only removes what was added when something else was added too. */
    private static UndoStep whole(YamlChange change, YamlValue old, YamlValue now, UndoStep removal) {
        List<String> path = change.path();
        if (path.isEmpty() || Paths.index(change).isPresent()) {
            return removal;
        }
        return new UndoStep(
                new PutEntry(path.subList(0, path.size() - 1), path.get(path.size() - 1), old, REASON),
                Optional.ofNullable(now).map(Fingerprint::of),
                Optional.of(removal.change()));
    }

    private static Optional<UndoStep> inverse(YamlChange change, YamlValue before, YamlValue after) {
        List<String> path = change.path();
        if (change instanceof AddItem add) {
            return has(before, add.item()) ? Optional.empty() : step(new RemoveItem(path, add.item(), REASON));
        } else if (change instanceof ReplaceItem replace) {
            return has(before, replace.old())
                    ? step(new ReplaceItem(path, replace.item(), replace.old(), REASON))
                    : Optional.empty();
        } else if (change instanceof RemoveItem remove) {
            return has(before, remove.old()) ? step(new AddItem(path, remove.old(), REASON)) : Optional.empty();
        } else if (change instanceof ReplaceScalar) {
            return entry(path.subList(0, path.size() - 1), path.get(path.size() - 1), before, after, Optional.empty());
        } else if (change instanceof PutVariable put) {
            return variable(path, put.name(), before, after);
        } else if (change instanceof RemoveVariable remove) {
            return variable(path, remove.name(), before, after);
        } else if (change instanceof PutCondition put && !(after instanceof YamlMap)) {
            YamlValue item = YamlValue.scalar(put.service());
            return has(before, item) ? Optional.empty() : step(new RemoveItem(path, item, REASON));
        } else if (change instanceof AddEntryInItem || change instanceof RemoveEntryInItem) {
            return inItem(change, Paths.entry(before, Paths.key(change)), Paths.entry(after, Paths.key(change)));
        }
        Optional<String> comment = change instanceof PutEntry put ? put.comment() : Optional.empty();
        return entry(
                path,
                Paths.key(change),
                Paths.entry(before, Paths.key(change)),
                Paths.entry(after, Paths.key(change)),
                comment);
    }

    private static Optional<UndoStep> entry(
            List<String> path, String key, YamlValue before, YamlValue after, Optional<String> comment) {
        if (before == null ? after == null : before.equals(after)) {
            return Optional.empty();
        }
        YamlChange change =
                before == null ? new RemoveEntry(path, key, comment, REASON) : new PutEntry(path, key, before, REASON);
        return Optional.of(new UndoStep(change, Optional.ofNullable(after).map(Fingerprint::of)));
    }

    private static Optional<UndoStep> inItem(YamlChange change, YamlValue before, YamlValue after) {
        if (before == null ? after == null : before.equals(after)) {
            return Optional.empty();
        }
        int index = Paths.index(change).getAsInt();
        String key = Paths.key(change);
        return Optional.of(new UndoStep(
                before == null
                        ? new RemoveEntryInItem(change.path(), index, key, REASON)
                        : new AddEntryInItem(change.path(), index, key, before, REASON),
                Optional.ofNullable(after).map(Fingerprint::of)));
    }

    private static Optional<UndoStep> variable(List<String> path, String name, YamlValue before, YamlValue after) {
        YamlValue old = Paths.entry(before, name);
        YamlValue ours = Paths.entry(after, name);
        if (old == null ? ours == null : old.equals(ours)) {
            return Optional.empty();
        }
        boolean list = before instanceof YamlList;
        if (old == null) {
            return Optional.of(new UndoStep(new RemoveVariable(path, name, REASON), Optional.of(Fingerprint.of(ours))));
        }
        if (!list) {
            return entry(path, name, old, ours, Optional.empty());
        }
        return step(ours == null ? new AddItem(path, old, REASON) : new ReplaceItem(path, ours, old, REASON));
    }

    private static boolean has(YamlValue before, YamlValue item) {
        return before instanceof YamlList list && Items.indexOf(list, item) >= 0;
    }

    private static Optional<UndoStep> step(YamlChange change) {
        return Optional.of(new UndoStep(change, Optional.empty()));
    }

    /** Takes back what is still there and still ours. */
    static SourceText undo(SourceText current, List<UndoStep> steps) {
        List<YamlMap> documents = YamlDocument.parse(current).documents();
        List<YamlChange> changes = new ArrayList<>();
        for (UndoStep step : steps) {
            YamlMap root = documents.isEmpty()
                    ? YamlValue.map(java.util.Map.of())
                    : documents.get(Paths.document(documents, step.change()));
            applicable(current.file(), root, step).ifPresent(change -> {
                requireWritable(current.file(), change);
                changes.add(change);
            });
        }
        return YamlEditor.apply(current, changes).after();
    }

    /** The change of a step; empty when its place is gone or what it does is done. */
    private static Optional<YamlChange> applicable(String file, YamlMap root, UndoStep step) {
        YamlChange change = whereItIsNow(root, step);
        if (!Paths.parentExists(root, change)) {
            return Optional.empty();
        }
        YamlValue there = Paths.value(root, change);
        if (change instanceof ReplaceItem replace) {
            return has(there, replace.old()) ? Optional.of(change) : Optional.empty();
        }
        if (step.ours().isEmpty()) {
            return Optional.of(change);
        }
        YamlValue now = Paths.entry(there, Paths.key(change));
        YamlValue wanted = change instanceof PutEntry put
                ? put.value()
                : change instanceof AddEntryInItem add ? add.value() : null;
        if (now == null || now.equals(wanted)) {
            return Optional.empty();
        }
        if (!Fingerprint.of(now).equals(step.ours().get())) {
            if (step.otherwise().isPresent()) {
                return step.otherwise();
            }
            throw EditErrors.at(
                    FindingId.CHANGED_SINCE_PLAN,
                    file,
                    now.position(),
                    Paths.text(change) + ": '" + Paths.key(change) + "' was changed since it was written",
                    advice("take it back by hand"));
        }
        return Optional.of(change);
    }

    private static void requireWritable(String file, YamlChange change) {
        YamlValue written = change instanceof PutEntry put
                ? put.value()
                : change instanceof AddEntryInItem add
                        ? add.value()
                        : change instanceof AddItem add
                                ? add.item()
                                : change instanceof ReplaceItem replace ? replace.item() : null;
        if (written != null && hasTag(written)) {
            throw EditErrors.file(
                    FindingId.OVERRIDE_TAG,
                    file,
                    Paths.text(change) + ": what stood there had a tag, which is not written anew",
                    advice("take it back by hand"));
        }
    }

    private static boolean hasTag(YamlValue value) {
        return value.tag().isPresent()
                || value instanceof YamlList list && list.items().stream().anyMatch(UndoSteps::hasTag)
                || value instanceof YamlMap map
                        && map.entries().values().stream().anyMatch(UndoSteps::hasTag);
    }

    /** The change of a step; for an entry of an item, of the one item that has our value now. */
    private static YamlChange whereItIsNow(YamlMap root, UndoStep step) {
        YamlChange change = step.change();
        YamlValue list = Paths.raw(root, new RemoveItem(change.path(), YamlValue.none(), REASON));
        if (Paths.index(change).isEmpty() || step.ours().isEmpty() || !(list instanceof YamlList items)) {
            return change;
        }
        String key = Paths.key(change);
        int[] ours = IntStream.range(0, items.items().size())
                .filter(i -> Optional.ofNullable(Paths.entry(items.items().get(i), key))
                        .filter(value ->
                                Fingerprint.of(value).equals(step.ours().get()))
                        .isPresent())
                .toArray();
        if (ours.length != 1) {
            return change;
        }
        return change instanceof AddEntryInItem add
                ? new AddEntryInItem(add.path(), ours[0], key, add.value(), add.reason())
                : new RemoveEntryInItem(change.path(), ours[0], key, change.reason());
    }
}
