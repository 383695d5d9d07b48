package aria.cli.pkicert;

import aria.cli.CommonOptions;
import aria.cli.ComposeOptions;
import aria.cli.Console;
import aria.cli.ExitCode;
import aria.cli.Mark;
import aria.cli.Problem;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.UsageException;
import aria.operate.backup.Backup;
import aria.operate.backup.BackupProof;
import aria.store.AuditHead;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        BackupRun run = new BackupRun(common, compose);
        BackupRun.Written written =
                run.write(file, Optional.ofNullable(rootKey), contents -> envelope.seal(common, contents, recipients));
        report(file, written.backup(), written.proof(), ExitCode.OK, "is written", List.of());
        return ExitCode.OK;
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
