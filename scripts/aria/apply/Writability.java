package aria.apply;

import aria.ca.init.CaChange;
import aria.compose.FileEdit;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.Remedy;
import aria.finding.Severity;
import aria.finding.UnavailableException;
import aria.plan.PlannedFile;
import aria.plan.ProjectPlan;
import aria.store.AtomicFiles;
import aria.store.FileOwner;
import aria.store.FileWrite;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells which file or folder of a plan this user cannot write, before somebody agrees to it. Reads only; what changes
 * after that is found when the plan is applied.
 */
public final class Writability {
    private final Layout layout;

    private Writability(Layout layout) {
        this.layout = layout;
    }

    /**
     * Makes sure that a plan can be written.
     *
     * @throws UnavailableException naming the first file or folder that cannot
     */
    public static void require(ProjectPlan plan) {
        obstacle(plan).ifPresent(found -> {
            throw new UnavailableException(found);
        });
    }

    /** Returns the plan with a warning for the first file or folder that this user cannot write. */
    public static ProjectPlan warned(ProjectPlan plan) {
        return plan.also(
                List.of(),
                obstacle(plan).map(found -> found.as(Severity.WARNING)).stream().toList());
    }

    private static Optional<Finding> obstacle(ProjectPlan plan) {
        return plan.isEmpty() ? Optional.empty() : new Writability(plan.layout()).first(plan);
    }

    private Optional<Finding> first(ProjectPlan plan) {
        Set<Path> folders = new LinkedHashSet<>();
        plan.edits().stream().map(FileEdit::file).map(Path::getParent).forEach(folders::add);
        folders.add(layout.mtlsFolder());
        plan.files().stream().map(PlannedFile::path).map(Path::getParent).forEach(folders::add);
        plan.ca().filter(CaChange::changes).ifPresent(change -> folders.add(layout.configDir()));
        plan.certificates().stream()
                .map(task -> layout.serviceCertificate(task.need().service()).getParent())
                .forEach(folders::add);
        return Stream.concat(
                        plan.edits().stream()
                                .filter(edit -> !edit.isNew())
                                .map(edit -> AtomicFiles.target(FileWrite.ofUser(edit.file(), new byte[0])))
                                .flatMap(file -> ofUser(file).stream()),
                        folders.stream().map(Writability::nearest).flatMap(folder -> denied(folder).stream()))
                .findFirst();
    }

    /** A file that is replaced has to keep its owner. */
    private Optional<Finding> ofUser(Path file) {
        Optional<Finding> denied = denied(file);
        return denied.isPresent() || !Files.exists(file) || FileOwner.isOurs(file) || FileOwner.mayGiveAway()
                ? denied
                : Optional.of(finding(
                        file,
                        "the file cannot be replaced, because this user cannot keep its owner "
                                + FileOwner.nameOf(file),
                        Remedy.advice("run as that user")));
    }

    private Optional<Finding> denied(Path path) {
        if (!Files.exists(path) || Files.isWritable(path)) {
            return Optional.empty();
        }
        if (isReadOnly(path)) {
            return Optional.of(finding(
                    path,
                    what(path) + " cannot be written, because its file system is read-only",
                    Remedy.advice("mount it read-write")));
        }
        if (FileOwner.isOurs(path) && FileOwner.of(path).permissions().contains(PosixFilePermission.OWNER_WRITE)) {
            return Optional.of(finding(
                    path,
                    what(path) + " cannot be written, although its mode allows it: it may be immutable",
                    Remedy.advice("look at it with lsattr, and if it has the attribute i, run chattr -i as root")));
        }
        return Optional.of(finding(
                path,
                what(path) + " cannot be written: permission denied",
                FileOwner.isOurs(path)
                        ? Remedy.command("chmod", "u+w", layout.display(path))
                        : Remedy.advice("run this as its owner " + FileOwner.nameOf(path))));
    }

    private static String what(Path path) {
        return Files.isDirectory(path) ? "the folder" : "the file";
    }

    private Finding finding(Path path, String message, Remedy remedy) {
        return Finding.error(FindingId.IO, message, remedy).at(Place.of(layout.display(path)));
    }

    /** The folder, or the first one above it that is there. */
    private static Path nearest(Path wanted) {
        Path folder = wanted;
        while (Files.notExists(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static boolean isReadOnly(Path path) {
        try {
            return Files.getFileStore(path).isReadOnly();
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
