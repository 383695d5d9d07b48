package aria.edit.undo;

import static aria.finding.Remedy.advice;

import aria.edit.Edit;
import aria.edit.EditErrors;
import aria.edit.EditedText;
import aria.edit.SourceText;
import aria.edit.Splice;
import aria.edit.TextChange;
import aria.edit.UndoPlan;
import aria.edit.yaml.YamlUndo;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * The data to undo an edit: exactly while the file is as the edit left it, otherwise by removing what was added.
 *
 * @param beforeSha256 of the file before the edit, lower-case hex
 * @param afterSha256  of the file after it
 * @param inverse      from the file after to the file before, ascending by offset, not overlapping
 * @param steps        what to take back when the file was changed since
 */
public record UndoRecord(String beforeSha256, String afterSha256, List<Cut> inverse, UndoPlan steps) {
    /** Keeps an unmodifiable copy. */
    public UndoRecord {
        inverse = List.copyOf(inverse);
    }

    /**
     * A range of the file after the edit that an undo removes. Its text is identified by the file's SHA-256 and not
     * stored here.
     *
     * @param offset   UTF-16 index
     * @param length   how many UTF-16 units go
     * @param inserted what comes in their place
     */
    public record Cut(int offset, int length, String inserted) {}

    /**
     * The record of an edit.
     *
     * @param changes those that were asked for, all in the same language
     */
    public static UndoRecord of(Edit edit, List<? extends TextChange> changes) {
        return new UndoRecord(
                edit.before().sha256(),
                edit.after().sha256(),
                EditedText.inverse(edit.splices()).stream()
                        .map(splice -> new Cut(splice.offset(), splice.removed().length(), splice.inserted()))
                        .toList(),
                changes.isEmpty() ? new YamlUndo(List.of()) : changes.get(0).undo(edit, changes));
    }

    /** The record as JSON text. */
    public String toJson() {
        return UndoJson.write(this);
    }

    /**
     * Reads what {@link #toJson()} wrote.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static UndoRecord fromJson(String json) {
        return UndoJson.read(json);
    }

    /**
     * The file without the edit: the original bytes when nobody changed it since, else the file without what was
     * added and with what was replaced, proven as every edit is.
     *
     * @return the same file when it is the original already
     * @throws aria.finding.RefusedException {@code changed-since-plan} when a value of ours was changed since; else
     *                                       as the editors
     */
    public SourceText undo(SourceText current) {
        String now = current.sha256();
        if (now.equals(beforeSha256)) {
            return current;
        }
        if (!now.equals(afterSha256)) {
            return steps.undo(current);
        }
        SourceText original = current.withText(EditedText.apply(current.text(), splices(current)));
        if (!original.sha256().equals(beforeSha256)) {
            throw misleading(current);
        }
        return original;
    }

    private List<Splice> splices(SourceText current) {
        String text = current.text();
        List<Splice> splices = new ArrayList<>();
        int end = 0;
        for (Cut cut : inverse) {
            if (cut.offset() < end || cut.length() < 0 || cut.length() > text.length() - cut.offset()) {
                throw misleading(current);
            }
            end = cut.offset() + cut.length();
            splices.add(new Splice(cut.offset(), text.substring(cut.offset(), end), cut.inserted()));
        }
        return splices;
    }

    private static RefusedException misleading(SourceText current) {
        return EditErrors.file(
                FindingId.UNPROVEN,
                current.file(),
                "the undo record does not restore the original",
                advice("restore the file by hand"));
    }
}
