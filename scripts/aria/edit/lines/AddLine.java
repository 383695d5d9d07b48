package aria.edit.lines;

import aria.edit.Edit;
import aria.edit.SourceText;
import aria.edit.Splice;
import aria.edit.TextChange;
import aria.edit.UndoPlan;
import aria.edit.undo.TextUndo;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Adds a line at the end of a text in which lines mean something each for itself.
 *
 * @param line   without its end
 * @param reason why, for the user
 */
public record AddLine(String line, String reason) implements TextChange {

    /** Returns the edit that adds lines, with the line ends that the text has. */
    public static Edit apply(SourceText before, List<AddLine> changes) {
        String text = before.text();
        String end = text.contains("\r\n") ? "\r\n" : "\n";
        String start = text.isEmpty() || text.endsWith("\n") ? "" : end;
        String added = changes.stream().map(change -> change.line() + end).collect(Collectors.joining("", start, ""));
        return new Edit(before, before.withText(text + added), List.of(new Splice(text.length(), "", added)));
    }

    @Override
    public UndoPlan undo(Edit edit, List<? extends TextChange> changes) {
        return new TextUndo(false);
    }
}
