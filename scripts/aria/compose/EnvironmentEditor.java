package aria.compose;

import static aria.finding.Remedy.advice;

import aria.edit.Position;
import aria.edit.yaml.AddItem;
import aria.edit.yaml.PutEntry;
import aria.edit.yaml.PutPair;
import aria.edit.yaml.RemovePair;
import aria.edit.yaml.YamlChange;
import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Changes the environment of one service, variable by variable. Only to remove a variable in an override file, the
 * whole environment is rewritten with {@code !override}, because {@code !reset} of one variable works only for
 * mappings.
 */
final class EnvironmentEditor {
    private static final String KEY = "environment";

    private static final String ENV_FILE = "env_file";

    private final ServiceParts parts;
    private final ExpectedService expected;
    private final EditPlan plan;
    private final List<FileChange> single = new ArrayList<>();
    private final Map<String, String> put = new LinkedHashMap<>();
    private final Set<String> removed = new LinkedHashSet<>();
    private final Set<String> reasons = new LinkedHashSet<>();
    private boolean whole;

    EnvironmentEditor(ServiceParts parts, ExpectedService expected, EditPlan plan) {
        this.parts = parts;
        this.expected = expected;
        this.plan = plan;
    }

    private record FileChange(Path file, YamlChange change) {}

    void put(ComposeChange.PutEnvironment change) {
        if (change.value().equals(expected.environment.put(change.name(), change.value()))) {
            return;
        }
        for (Part part : parts.placesNaming(KEY, change.name())) {
            String value = value(part, change);
            add(part, new PutPair(parts.path(KEY), change.name(), value, change.reason()));
            put.put(change.name(), value);
        }
        reasons.add(change.reason());
    }

    /**
     * The value as the file writes it.
     *
     * @throws aria.finding.RefusedException when it would hold what comes from {@code .env} or the shell
     */
    private String value(Part part, ComposeChange.PutEnvironment change) {
        Interpolation variables = part.reader().variables();
        String written = written(part, change.name());
        boolean passedOn = parts.counting(KEY).stream()
                .anyMatch(each -> each.reader()
                        .pairs(each.get(KEY).orElseThrow(), KEY)
                        .getOrDefault(change.name(), Optional.of(""))
                        .isEmpty());
        String before = change.derived() && passedOn ? "${" + change.name() + "}" : written;
        String value = variables.rewritten(before, change.value());
        if (change.derived() && variables.revealed(before, value)) {
            throw parts.conflict(
                    part,
                    KEY,
                    change.name() + " has to be changed (" + change.reason()
                            + "), and its value is set in .env or the shell, from where it is not copied",
                    advice("change it there"));
        }
        return value;
    }

    /** Names the file behind the others, so that it has the last word. */
    void add(ComposeChange.AddEnvFile change, Path root) {
        Part part = Part.last(parts.all(), ENV_FILE).filter(parts::isEditable).orElseGet(parts::definition);
        String text = Interpolation.escape(
                MountSyntax.hostSource(root, part.base(), change.file().toString()));
        YamlValue item = YamlValue.scalar(text);
        Optional<YamlValue> there = part.get(ENV_FILE);
        if (there.filter(value -> value instanceof YamlList list
                        && list.items().stream()
                                .anyMatch(each -> each instanceof YamlScalar name
                                        && name.text().equals(text)))
                .isPresent()) {
            return;
        }
        plan.add(
                part.file(),
                there.filter(YamlScalar.class::isInstance)
                        .<YamlChange>map(only -> new PutEntry(
                                parts.path(),
                                ENV_FILE,
                                new YamlList(List.of(only, item), false, Optional.empty(), Position.NONE),
                                change.reason()))
                        .orElseGet(() -> new AddItem(parts.path(ENV_FILE), item, change.reason())));
    }

    void remove(ComposeChange.RemoveEnvironment change) {
        String name = change.name();
        boolean was = expected.environment.remove(name) != null;
        List<Part> naming = parts.own(part -> ServiceParts.names(part, KEY).contains(name));
        boolean overridable = parts.counting(KEY).stream()
                .anyMatch(part -> parts.isOverridable(part)
                        && ServiceParts.names(part, KEY).contains(name));
        if (was && naming.isEmpty() && !overridable) {
            throw parts.conflict(
                    parts.definition(),
                    KEY,
                    name + " comes from an env_file or from the service it extends",
                    advice("remove it there"));
        }
        naming.forEach(part -> add(part, new RemovePair(parts.path(KEY), name, change.reason())));
        whole |= overridable;
        removed.add(name);
        reasons.add(change.reason());
    }

    /** Puts the whole environment into the plan, when it takes that. */
    void finish() {
        if (whole) {
            single.forEach(placed -> plan.remove(placed.file(), placed.change()));
            plan.add(
                    parts.definition().file(),
                    new PutEntry(parts.path(), KEY, replacement(), String.join("; ", reasons)));
        }
    }

    private void add(Part part, YamlChange change) {
        single.add(new FileChange(part.file(), change));
        plan.add(part.file(), change);
    }

    /** The variable's text in this part, else in the last one that has it, so that a variable within it can stay. */
    private String written(Part part, String name) {
        return YamlReader.writtenPair(part.get(KEY).orElse(YamlValue.none()), name)
                .or(() -> parts.counting(KEY).stream()
                        .flatMap(other -> YamlReader.writtenPair(other.get(KEY).orElseThrow(), name).stream())
                        .reduce((one, later) -> later))
                .orElse("");
    }

    private YamlMap replacement() {
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        parts.counting(KEY).forEach(part -> entries.putAll(entries(part.get(KEY).orElseThrow())));
        put.forEach((name, value) -> entries.put(name, YamlValue.scalar(value)));
        entries.keySet().removeAll(removed);
        return new YamlMap(entries, false, Optional.of(OverrideTag.OVERRIDE), Position.NONE);
    }

    private static Map<String, YamlValue> entries(YamlValue environment) {
        if (environment instanceof YamlMap map) {
            return map.entries();
        }
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        for (YamlValue item : ((YamlList) environment).items()) {
            String text = ((YamlScalar) item).text();
            int equals = text.indexOf('=');
            entries.put(
                    equals < 0 ? text : text.substring(0, equals),
                    equals < 0 ? YamlValue.none() : YamlValue.scalar(text.substring(equals + 1)));
        }
        return entries;
    }
}
