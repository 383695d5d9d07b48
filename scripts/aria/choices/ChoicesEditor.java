package aria.choices;

import aria.edit.Edit;
import aria.edit.Position;
import aria.edit.SourceText;
import aria.edit.yaml.AddItem;
import aria.edit.yaml.PutEntry;
import aria.edit.yaml.YamlChange;
import aria.edit.yaml.YamlEditor;
import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes choices into {@code aria.yaml}: comments and form of what is there stay. */
public final class ChoicesEditor {
    /** What a file begins with that is made here. */
    private static final String BEGINNING =
            "# Choices for mutual TLS in this project. Written by aria, yours to edit.\nversion: 1\n";

    private static final String OBSERVED = "seen on the running stack";

    private final ChoicesFile file;
    private final List<YamlChange> changes = new ArrayList<>();

    public ChoicesEditor(ChoicesFile file) {
        this.file = file;
    }

    /**
     * Decides a value.
     *
     * @param option that says so, for the reason
     * @param path   the keys that lead to it
     */
    public void put(String option, String value, String... path) {
        put(option, scalar(value), List.of(path));
    }

    /** Decides a list of values. */
    public void put(String option, List<String> values, String... path) {
        put(option, list(values), List.of(path));
    }

    /**
     * Decides a value that no option says.
     *
     * @param reason why, for the user
     * @param path   the keys that lead to it
     */
    public void decide(String reason, String value, String... path) {
        List<String> keys = List.of(path);
        int last = keys.size() - 1;
        changes.add(new PutEntry(
                keys.subList(0, last),
                keys.get(last),
                scalar(value),
                String.join(".", path) + ": " + value + ", " + reason));
    }

    /**
     * Adds listeners to those that a service calls.
     *
     * @param known those that the file has
     */
    public void calls(String caller, List<String> known, List<String> listeners) {
        List<String> path = List.of("services", caller, "calls");
        String shown = String.join(".", path) + ": ";
        if (known.isEmpty()) {
            changes.add(new PutEntry(
                    path.subList(0, 2), "calls", list(listeners), shown + list(listeners) + ", " + OBSERVED));
        } else {
            listeners.forEach(listener ->
                    changes.add(new AddItem(path, scalar(listener), shown + scalar(listener) + ", " + OBSERVED)));
        }
    }

    /** Adds a value to a list. */
    public void add(String option, String value, String... path) {
        changes.add(new AddItem(List.of(path), scalar(value), reason(option, String.join(".", path), value)));
    }

    /**
     * Returns how a path is written in the file.
     *
     * @return null when it leads out of the project and can't be written
     */
    public String relative(Path target) {
        Path absolute = target.toAbsolutePath().normalize();
        return file.isLeftBy(absolute) ? null : written(absolute);
    }

    /**
     * Decides the folder of all that is generated, which may lie outside the project.
     *
     * @param reason why, for the user
     */
    public void home(Path folder, String reason) {
        String path = written(folder.toAbsolutePath().normalize());
        changes.add(new PutEntry(List.of(), "home", scalar(path), "home: " + path + ", " + reason));
    }

    private String written(Path absolute) {
        return file.path().getParent().relativize(absolute).toString();
    }

    /** Returns what was decided so far. */
    public List<YamlChange> changes() {
        return List.copyOf(changes);
    }

    /**
     * Returns the edit that writes it, which is empty when the file says so already.
     *
     * @throws aria.finding.RefusedException when the file can't be edited so
     */
    public Edit edit() {
        SourceText source = file.source()
                .orElseGet(() -> SourceText.of(file.name(), new byte[0]).withText(BEGINNING));
        return YamlEditor.apply(source, changes);
    }

    private void put(String option, YamlValue value, List<String> path) {
        int last = path.size() - 1;
        String shown = String.join(".", path);
        changes.add(new PutEntry(path.subList(0, last), path.get(last), value, reason(option, shown, value)));
    }

    private static YamlList list(List<String> values) {
        return new YamlList(values.stream().map(ChoicesEditor::scalar).toList(), true, Optional.empty(), Position.NONE);
    }

    /** As a person writes it: without quotes where none are needed. */
    private static YamlValue scalar(String text) {
        YamlScalar plain = YamlValue.plain(text);
        return plain.isString() && text.matches("[A-Za-z0-9._/-]+") ? plain : YamlValue.scalar(text);
    }

    /** Returns the reason for what an option said. */
    public static String from(String option) {
        return "remembered from " + option + "; --once prevents that";
    }

    private static String reason(String option, String path, Object value) {
        return path + ": " + value + ", " + from(option);
    }
}
