package aria.cli.pkicert;

import static aria.finding.Remedy.advice;

import aria.apply.Undo;
import aria.cli.CommonOptions;
import aria.cli.ComposeOptions;
import aria.cli.Recover;
import aria.compose.HostFolder;
import aria.finding.ConsentException;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.operate.backup.Backup;
import aria.operate.backup.BackupArchive;
import aria.operate.backup.BackupProof;
import aria.operate.backup.BackupSources;
import aria.operate.backup.CaDatabase;
import aria.stack.Stack;
import aria.store.AtomicFiles;
import aria.store.AuditEvent;
import aria.store.AuditLog;
import aria.store.FileWrite;
import aria.store.Layout;
import aria.store.ProjectLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Makes a backup of a project, proves it and writes it. */
record BackupRun(CommonOptions common, ComposeOptions compose) {

    /**
     * What was written.
     *
     * @param backup without the root's key
     * @param proof  that it can be restored
     */
    record Written(Backup backup, BackupProof.Proof proof) {}

    /**
     * Writes it, mode 600.
     *
     * @param file    must not be there
     * @param rootKey where the root's key goes; empty to leave it out
     * @param seal    encrypts each of some contents
     * @throws ConsentException when a file is already there
     * @throws RefusedException when there is no CA, or what is there could not be restored
     */
    Written write(Path file, Optional<Path> rootKey, UnaryOperator<List<byte[]>> seal) {
        Layout layout = common.layout();
        Recover.first(layout, common.console(), false);
        require(
                Files.exists(layout.intermediateKey()),
                "there is no CA here to back up",
                "run it in the project's folder");
        require(
                rootKey.isEmpty() || Files.exists(layout.rootKey()),
                "the root's key is not in " + layout.display(layout.rootKeyFolder()),
                "leave --root-key out: it was moved away already");
        List<Path> targets = new ArrayList<>(List.of(free(file)));
        rootKey.map(this::free).ifPresent(targets::add);
        Instant now = Instant.now();
        try (ProjectLock lock = ProjectLock.acquire(layout.mtlsFolder())) {
            BackupSources.Collected collected =
                    BackupSources.of(layout, project(layout), CaDatabase.of(layout, compose::presets), now);
            BackupProof.Proof proof = BackupProof.of(collected.backup());
            // A backup that could not be used is not called one.
            require(
                    proof.problems().isEmpty(),
                    "this could not be restored: " + String.join("; ", proof.problems()),
                    "repair it first; verify-mtls-setup says how");
            List<byte[]> archives = new ArrayList<>(List.of(BackupArchive.write(collected.backup())));
            if (targets.size() > 1) {
                archives.add(
                        BackupArchive.write(BackupSources.ofRootKey(layout, now).backup()));
            }
            List<byte[]> sealed = seal.apply(archives);
            for (int i = 0; i < targets.size(); i++) {
                AtomicFiles.write(FileWrite.secret(targets.get(i), sealed.get(i)));
            }
            AuditLog.of(layout)
                    .append(List.of(AuditEvent.done(
                            "backup",
                            List.of(),
                            List.of(),
                            targets.stream().map(layout::display).toList())));
            collected.notes().forEach(common.console()::warning);
            return new Written(collected.backup(), proof);
        }
    }

    private static void require(boolean met, String message, String remedy) {
        if (!met) {
            throw new RefusedException(FindingId.BACKUP_UNUSABLE, message, advice(remedy));
        }
    }

    private Path free(Path named) {
        Path target = common.named(named);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new ConsentException(Finding.error(
                            FindingId.CONSENT_MISSING,
                            "the file is already there; nothing was written",
                            advice("name a new file: a backup is never overwritten"))
                    .at(Place.of(named.toString())));
        }
        return target;
    }

    /**
     * Compose files, the variables beside them, the files that services mount one by one, choices, what was edited, and
     * whatever else a plan is made from: {@code env_file}s, and settings in folders that services mount or are built from.
     */
    private Set<Path> project(Layout layout) {
        Set<Path> files = new LinkedHashSet<>(Undo.recorded(layout));
        files.add(common.choices().path());
        compose.stacks(layout).stream().map(Stack::project).forEach(project -> {
            project.sources().keySet().forEach(source -> {
                files.add(source);
                files.add(source.resolveSibling(".env"));
            });
            HostFolder.mounted(project).stream()
                    .map(HostFolder::path)
                    .filter(path -> path.startsWith(layout.root()) && Files.isRegularFile(path))
                    .forEach(files::add);
            project.services().values().stream()
                    .flatMap(service -> project.texts(service).stream())
                    .map(text -> layout.root().resolve(text.place().file()))
                    .filter(path -> path.startsWith(layout.root()))
                    .forEach(files::add);
        });
        return files;
    }
}
