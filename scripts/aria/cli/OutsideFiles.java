package aria.cli;

import static aria.finding.Remedy.advice;
import static aria.finding.Remedy.setting;

import aria.compose.FileEdit;
import aria.edit.EditErrors;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.plan.ProjectPlan;
import aria.store.AtomicFiles;
import aria.store.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files outside the project: a project can name any file of the machine, so they are edited only when a person names them. */
final class OutsideFiles {
    private OutsideFiles() {}

    /**
     * Returns the plan, when it edits no file outside the working directory but those that were named on the command line, and new
     * ones beside them.
     *
     * @param named as they were typed: files, and folders that hold them
     * @throws RefusedException when it does
     */
    static ProjectPlan requireNamed(Layout layout, Stream<Path> named, ProjectPlan plan) {
        List<Path> real = named.map(
                        path -> AtomicFiles.followLinks(layout.root().resolve(path)))
                .toList();
        for (FileEdit edit : plan.edits()) {
            Path file = AtomicFiles.followLinks(edit.file());
            if (!file.startsWith(layout.root()) && !isNamed(real, file, edit.isNew() || edit.keepsChoices())) {
                throw EditErrors.file(
                        FindingId.OUTSIDE_PROJECT,
                        layout.display(edit.file()),
                        "the file lies outside the project and was not named on the command line, so it is not edited",
                        advice("work in its folder, with -C"),
                        advice("name it with -f"),
                        setting("--override", "compose.mtls.yaml"));
            }
        }
        return plan;
    }

    private static boolean isNamed(List<Path> named, Path file, boolean ours) {
        return named.stream()
                .anyMatch(each -> each.equals(file)
                        || each.equals(file.getParent()) && Files.isDirectory(each)
                        || ours && file.getParent().equals(each.getParent()));
    }
}
