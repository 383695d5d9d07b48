package aria.edit.yaml;

import aria.edit.EditErrors;
import aria.edit.Position;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a change means, on values: its place before and after. The planner writes it, the proof compares it. */
final class ExpectedValue {
    /** What {@code depends_on} means in its list form. */
    static final String STARTED = "service_started";

    private final String file;

    ExpectedValue(String file) {
        this.file = file;
    }

    /**
     * The list, mapping or scalar at a change's path after it.
     *
     * @param before the value there; null when there is none or YAML's null
     * @return equal to {@code before} when the wanted state is already there; null when nothing is to be there
     * @throws RefusedException {@code wrong-type} when the change doesn't fit the value
     */
    YamlValue after(YamlChange change, YamlValue before) {
        if (change instanceof YamlChange.AddItem add) {
            return addItem(list(change, before), add.item());
        } else if (change instanceof YamlChange.ReplaceItem replace) {
            return replaceItem(replace, list(change, before));
        } else if (change instanceof YamlChange.RemoveItem remove) {
            return before == null ? null : removeItem(list(change, before), remove.old());
        } else if (change instanceof YamlChange.PutEntry put) {
            return put(map(change, before), put.key(), put.value());
        } else if (change instanceof YamlChange.AddEntryInItem add) {
            return put(map(change, required(change, before)), add.key(), add.value());
        } else if (change instanceof YamlChange.RemoveEntry remove) {
            return before == null ? null : remove(map(change, before), remove.key());
        } else if (change instanceof YamlChange.RemoveEntryInItem remove) {
            return before == null ? null : remove(map(change, before), remove.key());
        } else if (change instanceof YamlChange.ReplaceScalar replace) {
            return scalar(replace, required(change, before));
        } else if (change instanceof YamlChange.PutCondition put) {
            return putCondition(put, before);
        } else if (change instanceof YamlChange.PutVariable put) {
            return putVariable(put, before);
        }
        YamlChange.RemoveVariable remove = (YamlChange.RemoveVariable) change;
        return before == null ? null : removeVariable(remove, before);
    }

    /**
     * What a change leads to, as far as the planner has to know it; null when the wanted state is there. Of a mapping
     * that gets or loses one of many entries it is not the whole, so that planning doesn't copy large mappings.
     */
    YamlValue needed(YamlChange change, YamlValue before) {
        if (before instanceof YamlMap map && change instanceof YamlChange.PutEntry put) {
            return put.value().equals(map.entries().get(put.key()))
                    ? null
                    : YamlValue.map(Map.of(put.key(), put.value()));
        }
        if (before instanceof YamlMap map && change instanceof YamlChange.RemoveEntry remove) {
            boolean sole = map.entries().size() == 1;
            return !map.entries().containsKey(remove.key()) ? null : sole ? YamlValue.map(Map.of()) : map;
        }
        YamlValue after = after(change, before);
        return after == null || after.equals(before) ? null : after;
    }

    private static YamlList addItem(YamlList list, YamlValue item) {
        return Items.indexOf(list, item) >= 0 ? list : with(list, list.items().size(), item);
    }

    private YamlList replaceItem(YamlChange.ReplaceItem change, YamlList list) {
        int index = Items.indexOf(list, change.old());
        if (index >= 0) {
            return with(list, index, change.item());
        }
        if (Items.indexOf(list, change.item()) >= 0) {
            return list;
        }
        throw wrongType(change, list, "there is no item '" + change.old() + "'");
    }

    private static YamlList removeItem(YamlList list, YamlValue old) {
        int index = Items.indexOf(list, old);
        return index < 0 ? list : without(list, index);
    }

    private static YamlMap put(YamlMap map, String key, YamlValue value) {
        if (value.equals(map.entries().get(key))) {
            return map;
        }
        Map<String, YamlValue> entries = new LinkedHashMap<>(map.entries());
        entries.put(key, value);
        return new YamlMap(entries, map.flow(), map.tag(), map.position());
    }

    private static YamlMap remove(YamlMap map, String key) {
        if (!map.entries().containsKey(key)) {
            return map;
        }
        Map<String, YamlValue> entries = new LinkedHashMap<>(map.entries());
        entries.remove(key);
        return new YamlMap(entries, map.flow(), map.tag(), map.position());
    }

    private YamlScalar scalar(YamlChange.ReplaceScalar change, YamlValue before) {
        if (!(before instanceof YamlScalar old)) {
            throw wrongType(change, before, "a single value is expected here");
        }
        if (old.text().equals(change.newText())) {
            return old;
        }
        boolean number = !old.isString() && !PlainScalars.readsAsString(change.newText());
        return number ? YamlValue.plain(change.newText()) : YamlValue.scalar(change.newText());
    }

    private YamlValue putCondition(YamlChange.PutCondition change, YamlValue before) {
        YamlValue wanted = condition(change.condition());
        if (before instanceof YamlList list) {
            if (change.condition().equals(STARTED)) {
                return addItem(list, YamlValue.scalar(change.service()));
            }
            Map<String, YamlValue> entries = new LinkedHashMap<>();
            list.items().forEach(item -> entries.put(item.toString(), condition(STARTED)));
            entries.put(change.service(), wanted);
            return new YamlMap(entries, list.flow(), list.tag(), list.position());
        }
        YamlMap map = map(change, before);
        if (!(map.entries().get(change.service()) instanceof YamlMap entry)) {
            return put(map, change.service(), wanted);
        }
        return put(map, change.service(), put(entry, "condition", YamlValue.scalar(change.condition())));
    }

    static YamlMap condition(String condition) {
        return YamlValue.map(Map.of("condition", YamlValue.scalar(condition)));
    }

    private YamlValue putVariable(YamlChange.PutVariable change, YamlValue before) {
        if (before instanceof YamlList list) {
            YamlScalar item = YamlValue.scalar(change.name() + "=" + change.value());
            int index = Items.variable(list, change.name());
            boolean there = index >= 0 && Items.sameText(list.items().get(index), item);
            return there ? list : with(list, index < 0 ? list.items().size() : index, item);
        }
        YamlMap map = map(change, before);
        boolean there = map.entries().get(change.name()) instanceof YamlScalar old
                && Items.isVariableValue(old, change.value());
        return there ? map : put(map, change.name(), YamlValue.scalar(change.value()));
    }

    private YamlValue removeVariable(YamlChange.RemoveVariable change, YamlValue before) {
        if (before instanceof YamlList list) {
            int index = Items.variable(list, change.name());
            return index < 0 ? list : without(list, index);
        }
        return remove(map(change, before), change.name());
    }

    private static YamlList with(YamlList list, int index, YamlValue item) {
        List<YamlValue> items = new ArrayList<>(list.items());
        if (index < items.size()) {
            items.set(index, item);
        } else {
            items.add(item);
        }
        return new YamlList(items, list.flow(), list.tag(), list.position());
    }

    private static YamlList without(YamlList list, int index) {
        List<YamlValue> items = new ArrayList<>(list.items());
        items.remove(index);
        return new YamlList(items, list.flow(), list.tag(), list.position());
    }

    private YamlList list(YamlChange change, YamlValue value) {
        if (value == null) {
            return new YamlList(List.of(), false, Optional.empty(), Position.NONE);
        }
        if (value instanceof YamlList list) {
            return list;
        }
        throw wrongType(change, value, "a list is expected here");
    }

    private YamlMap map(YamlChange change, YamlValue value) {
        if (value == null) {
            return YamlValue.map(Map.of());
        }
        if (value instanceof YamlMap map) {
            return map;
        }
        throw wrongType(change, value, "a mapping (key: value) is expected here");
    }

    private YamlValue required(YamlChange change, YamlValue value) {
        if (value == null) {
            throw EditErrors.file(FindingId.WRONG_TYPE, file, Paths.text(change) + ": there is nothing there");
        }
        return value;
    }

    private RefusedException wrongType(YamlChange change, YamlValue value, String message) {
        return EditErrors.at(FindingId.WRONG_TYPE, file, value.position(), Paths.text(change) + ": " + message);
    }
}
