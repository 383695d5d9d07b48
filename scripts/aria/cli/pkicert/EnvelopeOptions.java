package aria.cli.pkicert;

import static aria.finding.Remedy.advice;

import aria.cli.CommonOptions;
import aria.cli.Console;
import aria.finding.FindingId;
import aria.finding.UsageException;
import aria.operate.backup.Backup;
import aria.operate.backup.BackupArchive;
import aria.pki.CertifiedKey;
import aria.pki.Envelope;
import aria.pki.PkiErrors;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say who opens a backup. */
final class EnvelopeOptions {
    /** A backup can be tried by whoever gets the file, for ever. */
    private static final int SHORTEST = 12;

    /** A little more than an archive may hold. */
    private static final long MOST_BYTES = (1L << 30) + (1L << 28);

    @Mixin
    private PasswordOption password;

    @Option(
            names = "--identity",
            paramLabel = "CERTIFICATE",
            description = "Open it with the key beside this certificate, not with a password.")
    private Path identity;

    /**
     * Encrypts each of some contents for a password, for certificates or for both; asks for a password when neither is
     * given.
     *
     * @param recipients files of certificates
     */
    List<byte[]> seal(CommonOptions common, List<byte[]> contents, List<Path> recipients) {
        if (identity != null) {
            throw new UsageException(FindingId.WRONG_USAGE, "--identity is for --verify and restore");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        recipients.forEach(file -> certificates.add(
                IssuedFiles.of(common.named(file)).chain(common).get(0)));
        Optional<char[]> secret =
                recipients.isEmpty() || password.isGiven() ? Optional.of(chosen(common)) : Optional.empty();
        try {
            return contents.stream()
                    .map(content -> Envelope.seal(content, secret, certificates))
                    .toList();
        } finally {
            secret.ifPresent(chars -> Arrays.fill(chars, '\0'));
        }
    }

    private char[] chosen(CommonOptions common) {
        char[] secret = password.given(common).orElseGet(() -> askedTwice(common));
        if (secret.length < SHORTEST) {
            throw PkiErrors.refused(
                    "the password is shorter than " + SHORTEST + " characters",
                    advice("choose a longer one: whoever gets the file can try passwords for ever"));
        }
        return secret;
    }

    private char[] askedTwice(CommonOptions common) {
        char[] first = password.read(common, "the backup");
        Console console = common.console();
        console.message("Once more:");
        char[] second = password.read(common, "the backup");
        if (!Arrays.equals(first, second)) {
            throw PkiErrors.refused("the two passwords differ");
        }
        return first;
    }

    /** Decrypts and reads a backup. */
    Backup open(CommonOptions common, Path file) {
        byte[] sealed = NamedFiles.read(common, file, MOST_BYTES);
        String label = file.toString();
        if (identity != null) {
            IssuedFiles own = IssuedFiles.of(common.named(identity));
            List<X509Certificate> chain = own.chain(common);
            CertifiedKey key = new CertifiedKey(own.pair(common, chain.get(0)).getPrivate(), chain);
            return BackupArchive.read(Envelope.open(sealed, key, label));
        }
        char[] secret = password.read(common, label);
        try {
            return BackupArchive.read(Envelope.open(sealed, secret, label));
        } finally {
            Arrays.fill(secret, '\0');
        }
    }
}
