package aria.compose;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.edit.Position;
import aria.edit.yaml.AddItem;
import aria.edit.yaml.PutEntry;
import aria.edit.yaml.RemoveItem;
import aria.edit.yaml.ReplaceItem;
import aria.edit.yaml.ReplaceScalar;
import aria.edit.yaml.YamlChange;
import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Changes the command of one service in its present form: the items of a list, or the text of a string. A command
 * that is inherited through {@code extends}, or missing, becomes a list of its own.
 */
final class CommandEditor {
    private static final Pattern SHELL = Pattern.compile("(.*/)?(ba|da|a|z|k)?sh");
    private static final Pattern SCRIPT_OPTION = Pattern.compile("-[a-z]*c");

    private final String service;
    private final Part part;
    private final ExpectedService expected;
    private final boolean own;
    private final List<YamlChange> itemChanges = new ArrayList<>();
    private final List<YamlValue> items = new ArrayList<>();
    private String text;
    private boolean whole;
    private String reason = "";

    /** @param holder the part that has the command; empty when none has one */
    CommandEditor(String service, Optional<Part> holder, ServiceParts parts, ExpectedService expected) {
        this.service = service;
        this.expected = expected;
        this.own = holder.filter(parts::isEditable).isPresent();
        this.part = own ? holder.orElseThrow() : parts.definition();
        YamlValue value = own ? part.get("command").orElseThrow() : YamlValue.list();
        if (value instanceof YamlScalar scalar) {
            text = scalar.text();
        } else if (own) {
            items.addAll(((YamlList) value).items());
        } else {
            items.addAll(holder.flatMap(this::asWritten)
                    .orElseGet(() -> expected.command.stream()
                            .<YamlValue>map(CommandEditor::literal)
                            .toList()));
        }
    }

    /**
     * The words of a list as another part writes them, with its variables, where they mean the same in this part's
     * file.
     */
    private Optional<List<YamlValue>> asWritten(Part other) {
        return other.get("command")
                .filter(YamlList.class::isInstance)
                .filter(list -> part.reader().texts(list, "command").equals(expected.command))
                .map(list -> ((YamlList) list).items());
    }

    void append(ComposeChange.AppendCommand change) {
        List<String> words = expected.command;
        if (Collections.indexOfSubList(words, change.words()) >= 0) {
            return;
        }
        List<String> added = new ArrayList<>();
        if (expected.before.commandForm() == CommandForm.ABSENT
                && words.isEmpty()
                && expected.before.entrypoint().isEmpty()) {
            added.addAll(change.whenAbsent());
        }
        added.addAll(change.words());
        refuseScript(added);
        reason = change.reason();
        if (text != null) {
            String quoted = String.join(
                    " ",
                    added.stream()
                            .map(word -> Interpolation.escape(ShellWords.quote(word)))
                            .toList());
            text = text.isBlank()
                    ? quoted
                    : text.stripTrailing() + " " + quoted
                            + text.substring(text.stripTrailing().length());
        } else {
            // An item that is there already would not be added a second time.
            whole |=
                    new HashSet<>(added).size() < added.size() || added.stream().anyMatch(words::contains);
            added.forEach(word -> itemChanges.add(new AddItem(path(), literal(word), change.reason())));
            added.forEach(word -> items.add(literal(word)));
        }
        expect(added);
    }

    private void expect(List<String> added) {
        List<String> words = new ArrayList<>(expected.command);
        words.addAll(added);
        expected.command = List.copyOf(words);
    }

    void replace(ComposeChange.ReplaceCommandWord change) {
        int at = expected.command.indexOf(change.old());
        if (at < 0 && expected.command.contains(change.word())) {
            return;
        }
        if (at < 0) {
            throw conflict("its command has no word " + change.old());
        }
        reason = change.reason();
        if (text != null) {
            ShellWords.Word word = ShellWords.split(text).words().get(at);
            text = text.substring(0, word.start())
                    + Interpolation.escape(ShellWords.quote(change.word()))
                    + text.substring(word.end());
        } else {
            itemChanges.add(new ReplaceItem(path(), items.get(at), literal(change.word()), change.reason()));
            items.set(at, literal(change.word()));
        }
        List<String> words = new ArrayList<>(expected.command);
        words.set(at, change.word());
        expected.command = List.copyOf(words);
    }

    void remove(ComposeChange.RemoveCommandWord change) {
        int at = expected.command.indexOf(change.word());
        if (at < 0) {
            return;
        }
        reason = change.reason();
        if (text != null) {
            ShellWords.Word word = ShellWords.split(text).words().get(at);
            text = (text.substring(0, word.start()).stripTrailing() + text.substring(word.end())).stripLeading();
        } else {
            itemChanges.add(new RemoveItem(path(), items.get(at), change.reason()));
            items.remove(at);
        }
        List<String> words = new ArrayList<>(expected.command);
        words.remove(at);
        expected.command = List.copyOf(words);
    }

    /** Puts what came of it into the plan; nothing when nothing changed. */
    void finish(EditPlan plan) {
        Path file = part.file();
        if (reason.isEmpty()) {
            return;
        }
        if (text != null) {
            plan.add(file, new ReplaceScalar(path(), text, reason));
        } else if (own && !whole) {
            itemChanges.forEach(change -> plan.add(file, change));
        } else {
            boolean flow = own && ((YamlList) part.get("command").orElseThrow()).flow();
            YamlList list = new YamlList(items, flow, Optional.empty(), Position.NONE);
            plan.add(file, new PutEntry(List.of("services", service), "command", list, reason));
        }
    }

    /** Words after a shell script are the script's arguments, not the server's. */
    private void refuseScript(List<String> added) {
        List<String> all = new ArrayList<>(expected.before.entrypoint());
        all.addAll(expected.command);
        for (int i = 0; i + 1 < all.size(); i++) {
            if (SHELL.matcher(all.get(i)).matches()
                    && SCRIPT_OPTION.matcher(all.get(i + 1)).matches()) {
                throw conflict(
                        "its command is a shell script", advice("add " + String.join(" ", added) + " to it by hand"));
            }
        }
        if (text != null && !ShellWords.split(text).whole()) {
            throw conflict(
                    "its command has a shell operator or an open quote",
                    advice("add " + String.join(" ", added) + " by hand"));
        }
    }

    private List<String> path() {
        return List.of("services", service, "command");
    }

    private static YamlScalar literal(String word) {
        return YamlValue.scalar(Interpolation.escape(word));
    }

    private RefusedException conflict(String message, Remedy... remedies) {
        YamlValue place = part.get("command").orElse(part.map());
        return EditErrors.at(
                FindingId.CONFLICT,
                part.reader().file(),
                place.position(),
                "service " + service + ": " + message,
                remedies);
    }
}
