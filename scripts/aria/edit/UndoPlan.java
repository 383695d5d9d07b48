package aria.edit;

import java.util.List;

/** How to take an edit back when the file was changed since, in the terms of the file's language. */
public sealed interface UndoPlan permits YamlUndo, BlockUndo {
    /**
     * The file without what was added and with what was replaced, proven as every edit is.
     *
     * @throws EditRefused {@code changed-since-plan} when a value of ours was changed since; else as the editors
     */
    SourceText undo(SourceText current);

    /** The plan for an edit, all of whose changes are of one language. */
    static UndoPlan of(Edit edit, List<? extends TextChange> changes) {
        if (!changes.isEmpty() && changes.get(0) instanceof BlockChange first) {
            return BlockUndo.of(
                    first.format(),
                    edit,
                    changes.stream().map(BlockChange.class::cast).toList());
        }
        return new YamlUndo(
                UndoSteps.of(edit, changes.stream().map(YamlChange.class::cast).toList()));
    }
}
