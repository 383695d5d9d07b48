package aria.edit.undo;

import static aria.finding.Remedy.advice;

import aria.edit.Edit;
import aria.edit.EditErrors;
import aria.edit.EditedText;
import aria.edit.SourceText;
import aria.edit.Splice;
import aria.edit.TextChange;
import aria.edit.TextMerge;
import aria.edit.UndoPlan;
import aria.edit.yaml.YamlUndo;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The data to undo an edit: what the file was before it, and what it left. An undo gives the file that would be there
 * without the edit: the original bytes while the file is as the edit left it, else those with what was changed since.
 *
 * @param beforeSha256 of the file before the edit, lower-case hex
 * @param afterSha256  of the file after it
 * @param text         the file after it; empty in records of version 0.1
 * @param inverse      from the file after to the file before, ascending by offset, not overlapping
 * @param plan         what to do when the file was changed since
 */
public record UndoRecord(
        String beforeSha256, String afterSha256, Optional<String> text, List<Cut> inverse, UndoPlan plan) {
    /** Keeps an unmodifiable copy. */
    public UndoRecord {
        inverse = List.copyOf(inverse);
    }

    /**
     * A range of the file after the edit that an undo removes.
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
        return of(
                edit.before(),
                edit.after(),
                EditedText.inverse(edit.splices()),
                changes.isEmpty() ? new YamlUndo(Set.of()) : changes.get(0).undo(edit, changes));
    }

    /** The record of a file that was replaced as a whole. */
    public static UndoRecord of(SourceText before, SourceText after) {
        return of(before, after, TextMerge.between(after.text(), before.text()), TextUndo.of(after.file()));
    }

    private static UndoRecord of(SourceText before, SourceText after, List<Splice> inverse, UndoPlan plan) {
        return new UndoRecord(
                before.sha256(),
                after.sha256(),
                Optional.of(after.text()),
                inverse.stream()
                        .map(splice -> new Cut(splice.offset(), splice.removed().length(), splice.inserted()))
                        .toList(),
                plan);
    }

    /** The record as JSON text. */
    public String toJson() {
        return UndoJson.write(this);
    }

    /**
     * Reads what {@link #toJson()} wrote, now or in version 0.1.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static UndoRecord fromJson(String json) {
        return UndoJson.read(json);
    }

    /**
     * The file without the edit: the original bytes when nobody changed it since, else the file without what was
     * added and with what was replaced.
     *
     * @param earlier edits of the same file that are taken back after this one
     * @return the same file when it is the original already, or when the edit only mended earlier ones
     * @throws RefusedException {@code changed-since-plan} when a value that was replaced was changed since; else as
     *                          the editors
     */
    public SourceText undo(SourceText current, List<UndoRecord> earlier) {
        String now = current.sha256();
        if (now.equals(beforeSha256)) {
            return current;
        }
        SourceText after = current.withText(text.orElse(current.text()));
        if (text.isEmpty() && !now.equals(afterSha256)) {
            return plan.undo(new UndoPlan.View(current, current, List.of(), current));
        }
        List<Splice> splices = splices(after);
        SourceText before = current.withText(EditedText.apply(after.text(), splices));
        if (!before.sha256().equals(beforeSha256)) {
            throw misleading(current);
        }
        List<Splice> own = Mends.without(after.text(), splices, earlier);
        if (own.size() < splices.size()) {
            before = current.withText(EditedText.apply(after.text(), own));
        }
        return now.equals(afterSha256) ? before : plan.undo(new UndoPlan.View(before, after, own, current));
    }

    /** The same for the only edit of a file. */
    public SourceText undo(SourceText current) {
        return undo(current, List.of());
    }

    /** The file before the edit; empty in records of version 0.1. */
    public Optional<String> before() {
        return text.map(after ->
                EditedText.apply(after, splices(SourceText.of("", new byte[0]).withText(after))));
    }

    private List<Splice> splices(SourceText after) {
        String all = after.text();
        List<Splice> splices = new ArrayList<>();
        int end = 0;
        for (Cut cut : inverse) {
            if (cut.offset() < end || cut.length() < 0 || cut.length() > all.length() - cut.offset()) {
                throw misleading(after);
            }
            end = cut.offset() + cut.length();
            splices.add(new Splice(cut.offset(), all.substring(cut.offset(), end), cut.inserted()));
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
