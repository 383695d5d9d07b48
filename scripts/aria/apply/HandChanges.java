package aria.apply;

import static aria.finding.Remedy.advice;

import aria.edit.SourceText;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.plan.PlannedFile;
import aria.plan.ProjectPlan;
import aria.store.Digest;
import aria.store.FileMode;
import aria.store.FileWrite;
import aria.store.InputFile;
import aria.store.Layout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Generated files that somebody changed after they were written here. A plan that writes one anew says so, and keeps
 * what they made of it. The undo records tell what was written here.
 */
public final class HandChanges {
    private static final int HASH_LENGTH = 8;
    /** What people made of generated files, in the folder of these; no service has such a name. */
    private static final String FOLDER = ".changed-by-hand";

    private final Layout layout;
    private final UndoStore store;
    private final List<PlannedFile> files = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private HandChanges(Layout layout) {
        this.layout = layout;
        this.store = new UndoStore(layout);
    }

    /** Returns the plan with a warning for each of them, and with a copy of what is replaced. Reads only. */
    public static ProjectPlan named(ProjectPlan plan) {
        HandChanges changes = new HandChanges(plan.layout());
        plan.files().forEach(changes::add);
        return changes.findings.isEmpty() ? plan : plan.writing(changes.files).also(List.of(), changes.findings);
    }

    private void add(PlannedFile file) {
        if (!isChanged(file)) {
            files.add(file);
            return;
        }
        byte[] theirs = InputFile.required(file.path());
        PlannedFile copy = PlannedFile.of(
                FileWrite.secret(kept(file.path(), theirs), theirs), "your version of " + layout.display(file.path()));
        boolean secret = file.write().mode().equals(Optional.of(FileMode.SECRET));
        files.add(secret ? file : text(file, theirs).map(file::over).orElse(file));
        if (copy.isNeeded()) {
            files.add(copy);
        }
        findings.add(Finding.warning(
                        FindingId.CHANGED_BY_HAND,
                        "this generated file was changed by hand and is written anew; your version is kept as "
                                + layout.display(copy.path()),
                        advice("to leave your version in use, remove the first line of the file before that"))
                .at(Place.of(layout.display(file.path()))));
    }

    /** Only what was given to the file here can be told from what others made of it. */
    private boolean isChanged(PlannedFile file) {
        if (file.before().isEmpty() || !file.path().startsWith(layout.mtlsFolder())) {
            return false;
        }
        Set<String> given = store.given(file.path());
        return !given.isEmpty() && !given.contains(file.before().get());
    }

    private Path kept(Path file, byte[] content) {
        String name = layout.mtlsFolder().relativize(file).toString().replace('/', '-');
        return layout.mtlsFolder()
                .resolve(FOLDER)
                .resolve(name + "-" + Digest.sha256(content).substring(0, HASH_LENGTH));
    }

    private Optional<SourceText> text(PlannedFile file, byte[] content) {
        try {
            return Optional.of(SourceText.of(layout.display(file.path()), content));
        } catch (RefusedException noText) {
            return Optional.empty();
        }
    }
}
