package aria.cli.pkicert;

import aria.cli.CommonOptions;
import aria.cli.ComposeOptions;
import aria.finding.FindingId;
import aria.finding.UsageException;
import aria.pki.Envelope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that have a repeated run write a backup a day, which needs no password here. */
public final class BackupOption {
    /** A little less than a day, for a timer with a random delay. */
    private static final Duration OFTEN_ENOUGH = Duration.ofHours(20);

    private static final String START = "aria-";
    private static final String END = ".cms";

    @Option(
            names = "--backup",
            paramLabel = "DIR",
            description = "Also write a backup into this folder, unless one of the last 20 hours is there.")
    private Path folder;

    @Option(
            names = "--recipient",
            paramLabel = "CERTIFICATE",
            description = "With --backup: encrypt for the holder of this certificate's key. Can be repeated.")
    private List<Path> recipients = new ArrayList<>();

    /**
     * Refuses what could not be written when nobody is there to read it.
     *
     * @throws UsageException when there is no such folder, or nobody could open the backup
     */
    public void require(CommonOptions common) {
        if (folder == null ? !recipients.isEmpty() : recipients.isEmpty()) {
            throw new UsageException(FindingId.WRONG_USAGE, "--backup DIR and --recipient CERTIFICATE belong together");
        }
        if (folder != null && !Files.isDirectory(common.named(folder))) {
            throw new UsageException(FindingId.WRONG_USAGE, "--backup " + folder + ": there is no such folder");
        }
        certificates(common);
    }

    /** Writes it, where it was asked for and the last one is old. */
    public void run(CommonOptions common, ComposeOptions compose, Instant now) {
        if (folder == null
                || newest(common)
                        .filter(last -> last.isAfter(now.minus(OFTEN_ENOUGH)))
                        .isPresent()) {
            return;
        }
        String stamp = now.truncatedTo(ChronoUnit.SECONDS).toString().replaceAll("[-:]", "");
        Path file = folder.resolve(START + stamp + END);
        new BackupRun(common, compose)
                .write(
                        file,
                        Optional.empty(),
                        contents -> contents.stream()
                                .map(content -> Envelope.seal(content, Optional.empty(), certificates(common)))
                                .toList());
        common.console().message(file + " is written");
    }

    private List<X509Certificate> certificates(CommonOptions common) {
        return recipients.stream()
                .map(file -> IssuedFiles.of(common.named(file)).chain(common).get(0))
                .toList();
    }

    private Optional<Instant> newest(CommonOptions common) {
        Optional<Instant> newest = Optional.empty();
        try (DirectoryStream<Path> backups = Files.newDirectoryStream(common.named(folder), START + "*" + END)) {
            for (Path backup : backups) {
                Instant made = Files.getLastModifiedTime(backup).toInstant();
                newest = newest.filter(made::isBefore).or(() -> Optional.of(made));
            }
            return newest;
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be listed: " + e.getMessage(), e);
        }
    }
}
