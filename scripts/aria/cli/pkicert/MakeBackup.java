package aria.cli.pkicert;

import static aria.finding.Remedy.advice;

import aria.apply.Undo;
import aria.cli.CommonOptions;
import aria.cli.ComposeOptions;
import aria.cli.Console;
import aria.cli.ExitCode;
import aria.cli.Mark;
import aria.cli.Problem;
import aria.cli.Recover;
import aria.compose.ComposeProject;
import aria.finding.ConsentException;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.finding.UsageException;
import aria.operate.backup.Backup;
import aria.operate.backup.BackupArchive;
import aria.operate.backup.BackupProof;
import aria.operate.backup.BackupSources;
import aria.operate.backup.CaDatabase;
import aria.stack.Stack;
import aria.store.AtomicFiles;
import aria.store.AuditEvent;
import aria.store.AuditHead;
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
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code pki-cert backup}. */
@Command(
        name = "backup",
        sortOptions = false,
        description = "Writes what cannot be made again into one encrypted file, or proves such a file.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pki-cert backup /mnt/stick/aria.cms                              asks for a password",
            "  pki-cert backup aria.cms --recipient ada.crt --recipient eve.crt either of two people can restore it",
            "  pki-cert backup aria.cms --root-key root.cms                     the root's key, in a file of its own",
            "  pki-cert backup --verify aria.cms                                is it whole, do keys and certificates match?"
        })
public final class MakeBackup implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ComposeOptions compose;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file to write. It must not exist.")
    private Path file;

    @Mixin
    private EnvelopeOptions envelope;

    @Option(
            names = "--recipient",
            paramLabel = "CERTIFICATE",
            description = "Encrypt for the holder of this certificate's key (RSA, P-256 or P-384). Can be repeated.")
    private List<Path> recipients = new ArrayList<>();

    @Option(
            names = "--root-key",
            paramLabel = "FILE",
            description = "Also write the root's key and its password, into this file. It is never in the other one.")
    private Path rootKey;

    @Option(names = "--verify", paramLabel = "FILE", description = "Prove this backup, and write nothing.")
    private Path verified;

    /**
     * The JSON answer.
     *
     * @param file     as it was named
     * @param root     SHA-256 of the root certificate; null in a backup of the root's key
     * @param head     of the audit log; null without one
     * @param keyPairs keys that were compared with their certificates
     */
    record Shown(String file, String time, int files, String root, String head, int keyPairs) {
        static Shown of(Path file, Backup backup, BackupProof.Proof proof) {
            return new Shown(
                    file.toString(),
                    backup.time().toString(),
                    backup.size(),
                    proof.root().orElse(null),
                    backup.head().map(AuditHead::toString).orElse(null),
                    proof.pairs());
        }
    }

    @Override
    public Integer call() {
        if ((file == null) == (verified == null)) {
            throw new UsageException(FindingId.WRONG_USAGE, "name a file to write, or one to --verify");
        }
        return (verified != null ? verify() : make()).number();
    }

    private ExitCode verify() {
        Backup backup = envelope.open(common, verified);
        BackupProof.Proof proof = BackupProof.of(backup);
        List<Finding> problems = proof.problems().stream()
                .map(problem -> Finding.error(FindingId.BACKUP_UNUSABLE, problem))
                .toList();
        ExitCode exit = problems.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
        report(verified, backup, proof, exit, "is whole", problems);
        return exit;
    }

    private ExitCode make() {
        Layout layout = common.layout();
        Recover.first(layout, common.console(), false);
        if (!Files.exists(layout.intermediateKey())) {
            throw new RefusedException(
                    FindingId.BACKUP_UNUSABLE,
                    "there is no CA here to back up",
                    advice("run it in the project's folder"));
        }
        Path target = free(file);
        Path rootTarget = rootKey == null ? null : free(rootKey);
        if (rootKey != null && !Files.exists(layout.rootKey())) {
            throw new RefusedException(
                    FindingId.BACKUP_UNUSABLE,
                    "the root's key is not in " + layout.display(layout.rootKeyFolder()),
                    advice("leave --root-key out: it was moved away already"));
        }
        Instant now = Instant.now();
        try (ProjectLock lock = ProjectLock.acquire(layout.mtlsFolder())) {
            BackupSources.Collected collected =
                    BackupSources.of(layout, project(layout), CaDatabase.of(layout, compose::presets), now);
            BackupProof.Proof proof = proven(collected.backup());
            List<Path> targets = rootTarget == null ? List.of(target) : List.of(target, rootTarget);
            write(
                    targets,
                    rootTarget == null
                            ? List.of(collected.backup())
                            : List.of(
                                    collected.backup(),
                                    BackupSources.ofRootKey(layout, now).backup()));
            AuditLog.of(layout)
                    .append(List.of(AuditEvent.done(
                            "backup",
                            List.of(),
                            List.of(),
                            targets.stream().map(layout::display).toList())));
            collected.notes().forEach(common.console()::warning);
            report(file, collected.backup(), proof, ExitCode.OK, "is written", List.of());
        }
        return ExitCode.OK;
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

    /** A backup that could not be used is not called one. */
    private static BackupProof.Proof proven(Backup backup) {
        BackupProof.Proof proof = BackupProof.of(backup);
        if (!proof.problems().isEmpty()) {
            throw new RefusedException(
                    FindingId.BACKUP_UNUSABLE,
                    "this could not be restored: " + String.join("; ", proof.problems()),
                    advice("repair it first; verify-mtls-setup says how"));
        }
        return proof;
    }

    private void write(List<Path> targets, List<Backup> backups) {
        List<byte[]> sealed =
                envelope.seal(common, backups.stream().map(BackupArchive::write).toList(), recipients);
        for (int i = 0; i < targets.size(); i++) {
            AtomicFiles.write(FileWrite.secret(targets.get(i), sealed.get(i)));
        }
    }

    /** Compose files, the variables beside them, choices, and what was edited. */
    private Set<Path> project(Layout layout) {
        Set<Path> files = new LinkedHashSet<>(Undo.recorded(layout));
        files.add(common.choices().path());
        compose.stacks(layout).stream()
                .map(Stack::project)
                .map(ComposeProject::sources)
                .flatMap(sources -> sources.keySet().stream())
                .forEach(source -> {
                    files.add(source);
                    files.add(source.resolveSibling(".env"));
                });
        return files;
    }

    private void report(
            Path shown, Backup backup, BackupProof.Proof proof, ExitCode exit, String done, List<Finding> problems) {
        Console console = common.console();
        if (common.json()) {
            console.answer(
                    "pki-cert-backup",
                    exit,
                    Shown.of(shown, backup, proof),
                    problems.stream().map(Problem::of).toList());
            return;
        }
        problems.forEach(problem -> console.result(Mark.FAIL, problem.message()));
        if (problems.isEmpty()) {
            console.result(
                    Mark.PASS,
                    shown + " " + done + ": " + backup.size() + " files of " + backup.time() + ", " + proof.pairs()
                            + " keys match their certificates");
            proof.root().ifPresent(root -> console.result("    root certificate " + root));
            backup.head().ifPresent(head -> console.result("    head of the audit log " + head));
        }
    }
}
