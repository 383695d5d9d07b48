package aria.cli.pkicert;

import aria.ca.OwnRoots;
import aria.cli.CommonOptions;
import aria.cli.ComposeOptions;
import aria.cli.Console;
import aria.cli.ExitCode;
import aria.cli.Mark;
import aria.compose.HostFolder;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.operate.backup.Backup;
import aria.operate.backup.BackupProof;
import aria.operate.backup.Restoration;
import aria.store.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code pki-cert restore}. */
@Command(
        name = "restore",
        sortOptions = false,
        description = "Brings back what a backup holds, with its modes. A file that is there is never replaced.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pki-cert restore /mnt/stick/aria.cms --dry-run    shows what would be written",
            "  pki-cert restore aria.cms -C /srv/shop            into that folder",
            "  pki-cert restore root.cms                         the root's key, from its own file"
        })
public final class Restore implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "FILE", description = "What pki-cert backup wrote.")
    private Path file;

    @Mixin
    private EnvelopeOptions envelope;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Show what would be written; write nothing.")
    private boolean showsOnly;

    /**
     * The JSON answer.
     *
     * @param written the files, relative to the folder
     */
    private record Restored(MakeBackup.Shown backup, List<String> written) {}

    @Override
    public Integer call() {
        Backup backup = envelope.open(common, file);
        BackupProof.Proof proof = BackupProof.of(backup);
        if (!proof.problems().isEmpty()) {
            throw new RefusedException(Finding.error(
                    FindingId.BACKUP_UNUSABLE,
                    "the backup cannot be used, and nothing was written: " + String.join("; ", proof.problems())));
        }
        Restoration restoration = Restoration.of(backup, common.directory());
        Layout layout = restoration.layout();
        List<String> missing =
                restoration.missing().stream().map(layout::display).toList();
        if (!showsOnly) {
            restoration.run();
            // Whoever restores a backup takes its CA for theirs; the root is printed to be compared.
            proof.root().ifPresent(OwnRoots::keep);
        }
        report(backup, proof, missing, showsOnly ? List.of() : lacking(layout));
        return ExitCode.OK.number();
    }

    /** What the services mount besides, in words: data, and what is no setting. */
    private static List<String> lacking(Layout layout) {
        return new ComposeOptions()
                .stacks(layout).stream()
                        .flatMap(stack -> HostFolder.mounted(stack.project()).stream())
                        .filter(mounted -> mounted.path().startsWith(layout.root()) && Files.notExists(mounted.path()))
                        .map(mounted -> mounted.service() + " mounts " + layout.display(mounted.path())
                                + ", which is not in the backup. Copy it from elsewhere")
                        .distinct()
                        .toList();
    }

    private void report(Backup backup, BackupProof.Proof proof, List<String> missing, List<String> lacking) {
        Console console = common.console();
        if (common.json()) {
            console.answer(
                    "pki-cert-restore",
                    ExitCode.OK,
                    new Restored(MakeBackup.Shown.of(file, backup, proof), missing),
                    List.of());
            return;
        }
        if (showsOnly) {
            missing.forEach(name -> console.result("  " + name));
        }
        console.result(
                Mark.PASS,
                missing.isEmpty()
                        ? "everything is there already, nothing to do"
                        : missing.size() + " files of " + backup.time()
                                + (showsOnly ? " would be written" : " are back"));
        proof.root().ifPresent(root -> console.result("    root certificate " + root));
        lacking.forEach(console::warning);
        if (!showsOnly) {
            console.message("Compare the root certificate with one you know"
                    + console.text().sentence(List.of(Remedy.aria("verify-mtls-setup"))));
        }
    }
}
