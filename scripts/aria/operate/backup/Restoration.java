package aria.operate.backup;

import static aria.finding.Remedy.advice;

import aria.finding.ConsentException;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.store.AtomicFiles;
import aria.store.AuditEvent;
import aria.store.AuditLog;
import aria.store.AuditTrail;
import aria.store.Digest;
import aria.store.FileMode;
import aria.store.FileWrite;
import aria.store.Layout;
import aria.store.ProjectLock;
import aria.store.Seal;
import aria.store.UnflushedFolders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings back what a backup holds. Nothing that is there is replaced: a file that is there already has to be the same.
 * A run that was interrupted is finished by the same command.
 */
public final class Restoration {
    private final Backup backup;
    private final Layout layout;
    private final Seal seal;

    private Restoration(Backup backup, Path root) {
        this.backup = backup;
        this.layout = backup.layout(root);
        this.seal = Seal.of(layout);
    }

    /** Returns that of a backup below a folder. Nothing is written yet. */
    public static Restoration of(Backup backup, Path root) {
        return new Restoration(backup, root);
    }

    /** Where everything is going to be. */
    public Layout layout() {
        return layout;
    }

    /**
     * The files that are not there yet.
     *
     * @throws ConsentException when another file is in the place of one
     */
    public List<Path> missing() {
        for (BackupFile file : backup.files()) {
            Path target = target(file);
            boolean there = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
            if (there && !same(target, file)) {
                throw new ConsentException(Finding.error(
                                FindingId.CONSENT_MISSING,
                                "another file is already there; nothing was written",
                                advice("restore into an empty folder, or move the file away"))
                        .at(Place.of(layout.display(target))));
            }
        }
        return backup.files().stream()
                .map(this::target)
                .filter(Files::notExists)
                .toList();
    }

    /** Writes what is missing, with its final modes, and an entry in the audit log. */
    public void run() {
        List<Path> missing = missing();
        if (missing.isEmpty()) {
            return;
        }
        Set<Path> wanted = Set.copyOf(missing);
        UnflushedFolders unflushed = new UnflushedFolders();
        backup.folders().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .forEach(folder -> AtomicFiles.createFolders(
                        layout.root().resolve(folder.getKey()),
                        folder.getValue() ? FileMode.SECRET_DIR : FileMode.PUBLIC_DIR,
                        unflushed));
        try (ProjectLock lock = ProjectLock.acquire(layout.mtlsFolder())) {
            backup.files().stream()
                    .filter(file -> wanted.contains(target(file)))
                    .filter(file -> Files.notExists(target(file)))
                    .forEach(file -> AtomicFiles.write(write(file), unflushed));
            unflushed.flush();
            AuditLog.of(layout)
                    .append(List.of(new AuditEvent(
                            "restore",
                            List.of(),
                            List.of(),
                            missing.stream().map(layout::display).toList(),
                            AuditEvent.DONE,
                            backup.head()
                                    .map(head -> Map.of("head", head.toString()))
                                    .orElse(Map.of()))));
        }
    }

    private FileWrite write(BackupFile file) {
        return new FileWrite(target(file), content(file), Optional.of(file.mode()), Optional.of(FileMode.PUBLIC_DIR));
    }

    private Path target(BackupFile file) {
        return layout.root().resolve(file.path());
    }

    private boolean same(Path target, BackupFile file) {
        return Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                && (Digest.ofFile(target).equals(Optional.of(Digest.sha256(content(file)))) || restoredLog(target));
    }

    /** The log has an entry more than the backup once it was restored. */
    private boolean restoredLog(Path target) {
        return target.equals(layout.auditLog())
                && backup.head().isPresent()
                && AuditTrail.of(target).without(backup.head().get()).isEmpty();
    }

    /** An undo record is believed here when this user signed it here. */
    private byte[] content(BackupFile file) {
        Path target = target(file);
        return target.startsWith(layout.undoFolder())
                ? seal.sign(target, Seal.unsigned(new String(file.content(), StandardCharsets.UTF_8)))
                        .getBytes(StandardCharsets.UTF_8)
                : file.content();
    }
}
