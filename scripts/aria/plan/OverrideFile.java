package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.ComposeEditor;
import aria.compose.ComposeProject;
import aria.compose.FileEdit;
import aria.compose.ProjectFiles;
import aria.finding.RefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The generated override file of a project, such as {@code compose.mtls.yaml} beside {@code compose.yaml}, for edits
 * that cannot be made in place. Docker Compose reads it only when it is named.
 */
public final class OverrideFile {
    private final ComposeProject project;
    private final Path file;

    private OverrideFile(ComposeProject project, Path file) {
        this.project = project;
        this.file = file;
    }

    /**
     * The file for a project; empty when all of it goes to an override file anyway, when the project is read with the
     * file already, and when a file of that name is there that is not ours.
     */
    static Optional<OverrideFile> of(ComposeProject project) {
        Path file = of(project.files());
        boolean usable = project.override().isEmpty()
                && !project.files().files().contains(file)
                && !GeneratedHeader.takenOver(file);
        return usable ? Optional.of(new OverrideFile(project, file)) : Optional.empty();
    }

    /** Where such a file is, or would be. */
    public static Path of(ProjectFiles files) {
        Path first = files.files().get(0);
        String name = first.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return first.resolveSibling(
                dot < 1 ? name + ".mtls.yaml" : name.substring(0, dot) + ".mtls" + name.substring(dot));
    }

    /** These files with one more that counts after them. */
    public static ProjectFiles with(ProjectFiles files, Path last) {
        return new ProjectFiles(
                files.root(),
                files.directory(),
                Stream.concat(files.files().stream(), Stream.of(last)).toList(),
                files.how());
    }

    /** Its name for messages. */
    String label() {
        return project.files().label(file);
    }

    /**
     * The edits of this file that make the changes.
     *
     * @param inPlace what is edited in the files of the project at the same time
     * @throws RefusedException when an override can't say it either
     */
    List<FileEdit> edits(List<FileEdit> inPlace, List<ComposeChange> changes) {
        return ComposeEditor.apply(project.after(inPlace).withEditsIn(file, header()), changes);
    }

    /** The project's files with this one as the last. */
    ProjectFiles files() {
        return with(project.files(), file);
    }

    private String header() {
        String options = files().files().stream()
                .map(path -> " -f " + file.getParent().relativize(path))
                .collect(Collectors.joining());
        return GeneratedHeader.line("services that can't be edited in place")
                + "\n# It counts as the last file: docker compose" + options + " up -d\n";
    }
}
