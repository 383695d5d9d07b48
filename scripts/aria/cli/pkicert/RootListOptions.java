package aria.cli.pkicert;

import aria.ca.OfflineSigner;
import aria.ca.RootList;
import aria.ca.ServerLists;
import aria.ca.config.CaFolder;
import aria.ca.init.IntermediateRenewal;
import aria.cli.CommonOptions;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.finding.UsageException;
import aria.pki.CertifiedKey;
import aria.pki.CompleteLists;
import aria.pki.Revocation;
import aria.pki.Validity;
import aria.store.FileWrite;
import aria.store.Layout;
import aria.store.RotationRecords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The part of {@code pki-cert crl} that signs the root's list, which needs the root's key. */
final class RootListOptions {
    @Option(
            names = "--root",
            description = "Sign the root's list, good until the root's end; init-ca does so for a new CA.")
    private boolean root;

    @Option(
            names = "--root-key",
            paramLabel = "FILE",
            description = "The root's key, for --root (default: config/root-ca/root_ca_key).")
    private Path rootKey;

    @Option(
            names = "--root-key-password-file",
            paramLabel = "FILE",
            description = "File with its password (default: root_ca_password.txt beside it).")
    private Path rootKeyPassword;

    boolean isGiven() {
        return root || rootKey != null || rootKeyPassword != null;
    }

    /** Refuses what does not go together. */
    void require(boolean alone) {
        if (!root) {
            throw new UsageException(FindingId.WRONG_USAGE, "--root-key and --root-key-password-file go with --root");
        }
        if (!alone) {
            throw new UsageException(
                    FindingId.WRONG_USAGE, "--root cannot be combined with FILE, --revoke and --fetch");
        }
    }

    /**
     * Signs it, and the files of servers that read lists follow.
     *
     * @param both     whether the intermediate's list is signed again, too
     * @param validity of that one
     * @throws RefusedException when the root's key is not at hand
     */
    X509CRL sign(CommonOptions common, boolean both, Duration validity) {
        Layout layout = common.layout();
        Instant now = Instant.now();
        CaFolder folder = new CaFolder(layout);
        NamedFiles.Seen seen = NamedFiles.Seen.of(RotationRecords.rootList(layout), layout.revocationList());
        CertifiedKey issuer = issuer(common, folder);
        List<X509CRL> before = ServerLists.ofRoots(layout);
        X509CRL next = RootList.next(
                issuer,
                before.stream()
                        .filter(list ->
                                Revocation.foreign(list, issuer.certificate()).isEmpty())
                        .findFirst(),
                now);
        List<X509CRL> roots = new ArrayList<>(List.of(next));
        before.stream()
                .filter(list -> !list.getIssuerX500Principal().equals(next.getIssuerX500Principal()))
                .forEach(roots::add);
        List<FileWrite> writes = new ArrayList<>(
                List.of(FileWrite.openAmongSecrets(RotationRecords.rootList(layout), CompleteLists.pem(roots))));
        List<X509CRL> others = LocalList.present(common);
        if (both) {
            X509CRL renewed = OfflineSigner.open(layout)
                    .revoke(LocalList.read(common), Map.of(), Validity.startingAt(now, validity));
            writes.add(LocalList.write(common, layout.revocationList(), renewed));
            others = LocalList.all(common, layout.revocationList(), renewed);
        }
        if (!ServerLists.readers(layout).isEmpty()) {
            writes.addAll(
                    ServerLists.of(layout, roots, others, now).files(layout).values());
        }
        NamedFiles.write(common, seen, writes, true);
        return next;
    }

    private CertifiedKey issuer(CommonOptions common, CaFolder folder) {
        Layout layout = folder.layout();
        Path key = Optional.ofNullable(rootKey).map(common::named).orElse(layout.rootKey());
        Path opens = Optional.ofNullable(rootKeyPassword)
                .map(common::named)
                .orElse(key.resolveSibling(layout.rootKeyPassword().getFileName()));
        if (rootKey == null && !Files.exists(key)) {
            throw new RefusedException(Finding.error(
                    FindingId.CA_REFUSED,
                    "the root's key is not in " + layout.display(layout.rootKeyFolder())
                            + ", and only it can sign the root's revocation list",
                    Remedy.aria("pki-cert", "crl", "--root", "--root-key", "FILE")));
        }
        X509Certificate certificate = folder.authority().get(1);
        return new CertifiedKey(
                new IntermediateRenewal(layout, key, opens).rootKey(folder, certificate), List.of(certificate));
    }
}
