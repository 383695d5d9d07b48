package aria.operate.backup;

import static aria.finding.Remedy.advice;

import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.store.AuditLog;
import aria.store.InputFile;
import aria.store.Layout;
import aria.store.RotationRecords;
import aria.store.Seal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Collects what a backup holds: what cannot be made again, and nothing else. The caller holds the project's lock. */
public final class BackupSources {
    private final Layout layout;
    private final Map<Path, BackupFile> files = new TreeMap<>();
    private final Map<Path, Boolean> folders = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    private BackupSources(Layout layout) {
        this.layout = layout;
    }

    /**
     * What was collected.
     *
     * @param backup the files
     * @param notes  what was left out, and why
     */
    public record Collected(Backup backup, List<String> notes) {}

    /**
     * Reads a project: the CA without the root's key, the certificates and keys of services and people, what is
     * generated for the stack, the undo records that this user wrote, the audit log, and the project's own files.
     *
     * @param database step-ca's, which lies in {@code db} of the CA's folder then
     * @param project compose files, what they take variables from, and files that were edited; of those outside the
     *                root none is taken
     * @throws RefusedException when the CA or the certificates lie outside the root
     */
    public static Collected of(Layout layout, Set<Path> project, CaDatabase database, Instant now) {
        BackupSources sources = new BackupSources(layout);
        sources.tree(layout.configDir(), layout.configDir().resolve(CaDatabase.FOLDER));
        sources.tree(layout.certsDir());
        sources.tree(layout.peopleFolder());
        sources.tree(
                layout.mtlsFolder(),
                layout.applyFolder(),
                layout.mtlsFolder().resolve("lock"),
                layout.observed(),
                RotationRecords.service(layout));
        project.forEach(sources::file);
        database.files().forEach((name, content) -> sources.database(name, content));
        database.note().ifPresent(sources.notes::add);
        return sources.collected(now);
    }

    /** Reads the root's key and its password alone. */
    public static Collected ofRootKey(Layout layout, Instant now) {
        BackupSources sources = new BackupSources(layout);
        sources.folder(layout.rootKeyFolder());
        Stream.of(
                        layout.rootKey(),
                        layout.rootKeyPassword(),
                        layout.rootKeyFolder().resolve(".gitignore"))
                .forEach(sources::file);
        return sources.collected(now);
    }

    private Collected collected(Instant now) {
        return new Collected(
                new Backup(
                        now.truncatedTo(ChronoUnit.SECONDS),
                        below(layout.configDir()),
                        below(layout.certsDir()),
                        AuditLog.of(layout).head(),
                        folders,
                        List.copyOf(files.values())),
                List.copyOf(notes));
    }

    private Path below(Path path) {
        if (!path.startsWith(layout.root()) || path.equals(layout.root())) {
            throw new RefusedException(
                    FindingId.BACKUP_UNUSABLE,
                    path + " lies outside of the project, so a restore could not bring it back",
                    advice("copy it by hand, or move it into the project"));
        }
        return layout.root().relativize(path);
    }

    private void database(Path name, byte[] content) {
        Path folder = layout.configDir().resolve(CaDatabase.FOLDER);
        folders.put(below(folder), true);
        files.put(folder.resolve(name), new BackupFile(below(folder.resolve(name)), true, content));
    }

    private void folder(Path folder) {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            folders.put(below(folder), !permissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE));
        }
    }

    private void tree(Path top, Path... without) {
        if (!Files.isDirectory(top, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(top)) {
            for (Path path : all.sorted().toList()) {
                Path inside = top.relativize(path);
                if (Stream.of(without).noneMatch(path::startsWith) && !generated(inside)) {
                    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                        folder(path);
                    } else {
                        file(path, top);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(top + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** A generation of a certificate, whose files are taken through their links, or what an interrupted write left. */
    private static boolean generated(Path inside) {
        for (Path part : inside) {
            if (part.toString().startsWith("..")) {
                return true;
            }
        }
        return inside.toString().endsWith(".aria-tmp");
    }

    private void file(Path path) {
        if (path.startsWith(layout.root())) {
            file(path, layout.root());
        } else {
            notes.add(path + " is outside of the project and not in the backup");
        }
    }

    private void file(Path path, Path top) {
        try {
            if (!Files.isRegularFile(path)) {
                return;
            }
            if (!path.toRealPath().startsWith(top.toRealPath())) {
                notes.add(layout.display(path) + " is a link that leads elsewhere and not in the backup");
                return;
            }
            byte[] content = InputFile.bytes(path, BackupArchive.MOST_BYTES);
            if (path.startsWith(layout.undoFolder()) && !ours(path, content)) {
                notes.add(layout.display(path) + " was not written by this user here and is not in the backup");
                return;
            }
            boolean secret = !permissions(path).contains(PosixFilePermission.OTHERS_READ);
            files.put(path, new BackupFile(below(path), secret, content));
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private boolean ours(Path record, byte[] content) {
        return Seal.of(layout)
                .foreign(record, record, new String(content, StandardCharsets.UTF_8))
                .isEmpty();
    }

    private static Set<PosixFilePermission> permissions(Path path) {
        try {
            return Files.getPosixFilePermissions(path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
