package aria.compose;

import java.util.List;

/** Changes compose files. */
public final class ComposeEditor {
    private ComposeEditor() {}

    /**
     * Plans the changes as text edits and proves them: by {@link aria.edit.YamlEditor}, and by loading the project again
     * and comparing every service with what it should have become. Nothing is written.
     *
     * @return one edit a changed file; empty when everything is already as wanted
     * @throws aria.edit.EditRefused when a change would alter more than it should, or conflicts with what is there
     */
    public static List<ComposeEdit> apply(ComposeProject project, List<ComposeChange> changes) {
        throw new UnsupportedOperationException();
    }
}
