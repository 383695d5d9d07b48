package aria.edit;

import java.util.List;

/** What is needed to take an edit back. */
public record UndoRecord(String beforeSha256, String afterSha256, List<Splice> inverse) {
    /** The record of an edit and of the changes that were asked for. */
    public static UndoRecord of(Edit edit, List<YamlChange> changes) {
        throw new UnsupportedOperationException();
    }

    /** The record as JSON text. */
    public String toJson() {
        throw new UnsupportedOperationException();
    }

    /** Reads what {@link #toJson()} wrote. */
    public static UndoRecord fromJson(String json) {
        throw new UnsupportedOperationException();
    }

    /**
     * The file without the edit.
     *
     * @throws EditRefused {@code changed-since-plan} when what was added was changed since
     */
    public SourceText undo(SourceText current) {
        throw new UnsupportedOperationException();
    }
}
