package aria.ca.rotation;

import aria.ca.OfflineSigner;
import aria.ca.ServerLists;
import aria.ca.config.CaConfig;
import aria.ca.config.CaFolder;
import aria.ca.config.DefaultsFile;
import aria.ca.rotation.CaRotation.Phase;
import aria.ca.rotation.CaRotation.Subject;
import aria.pki.CompleteLists;
import aria.pki.Pem;
import aria.pki.Revocation;
import aria.pki.Validity;
import aria.store.FileWrite;
import aria.store.Layout;
import aria.store.RotationRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a phase, but for the certificates that are issued in it.
 *
 * @param rotation  with the phase
 * @param rootLists revocation lists that roots have signed, of both CAs as far as there are some
 */
record RotationFiles(CaFolder folder, CaRotation rotation, Side old, Side next, List<X509CRL> rootLists, Instant now) {
    List<FileWrite> files() {
        Layout layout = folder.layout();
        Side issuing = issuing();
        byte[] bundle = Pem.certificates(roots());
        List<FileWrite> files = new ArrayList<>();
        files.add(FileWrite.openAmongSecrets(layout.rootCertificate(), bundle));
        files.add(FileWrite.openAmongSecrets(
                layout.intermediateCertificate(), Pem.certificates(List.of(issuing.intermediate()))));
        files.add(FileWrite.secret(layout.intermediateKey(), issuing.key()));
        files.add(FileWrite.open(layout.trustBundle(), bundle));
        copies(layout).forEach(copy -> files.add(FileWrite.openAmongSecrets(copy, bundle)));
        folder.read(layout.defaultsJson())
                .ifPresent(present -> files.add(FileWrite.ofUser(
                        layout.defaultsJson(),
                        DefaultsFile.content(
                                folder,
                                folder.config(),
                                config(),
                                rotation.roots().get(0)))));
        List<X509CRL> ofRoots = rootLists.stream()
                .filter(list -> roots().stream()
                        .anyMatch(root -> Revocation.foreign(list, root).isEmpty()))
                .toList();
        if (!ofRoots.isEmpty()) {
            files.add(FileWrite.openAmongSecrets(RotationRecords.rootList(layout), CompleteLists.pem(ofRoots)));
        }
        lists().ifPresent(lists -> {
            files.add(FileWrite.openAmongSecrets(layout.revocationList(), CompleteLists.pem(lists)));
            if (!ServerLists.readers(layout).isEmpty()) {
                files.addAll(ServerLists.of(layout, roots(), ofRoots, intermediates(), lists, now)
                        .files(layout)
                        .values());
            }
        });
        files.add(rotation.write(layout));
        return files;
    }

    /** What issues in this phase, and what is trusted by whoever gets a certificate of it. */
    OfflineSigner signer() {
        OfflineSigner signer = OfflineSigner.of(issuing().open(folder), roots(), config(), folder);
        return config().forbidsRenewal() ? signer : signer.renewing();
    }

    private Side issuing() {
        return rotation.phase().nextIssues() ? next : old;
    }

    private Side other() {
        return rotation.phase().nextIssues() ? old : next;
    }

    /** The root of the issuing CA first, because it is the one that many readers take. */
    private List<X509Certificate> roots() {
        Phase phase = rotation.phase();
        return Stream.concat(
                        Stream.of(issuing().root()), Stream.of(other().root()).filter(unused -> phase.trustsBoth()))
                .distinct()
                .toList();
    }

    private CaConfig config() {
        return folder.config().orElseGet(CaConfig::fresh);
    }

    /** The copies of the bundle beside the certificates of services. */
    private static List<Path> copies(Layout layout) {
        if (!Files.isDirectory(layout.certsDir())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(layout.certsDir())) {
            return folders.map(service -> service.resolve("ca.crt"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(layout.certsDir() + " cannot be listed: " + e.getMessage(), e);
        }
    }

    /**
     * The lists of all CAs whose certificates are accepted, that of the issuing one first: a server that has one list
     * needs one of every issuer. What the old intermediate has revoked stays revoked as long as its root is trusted.
     * Empty where no list is kept.
     */
    private Optional<List<X509CRL>> lists() {
        Layout layout = folder.layout();
        if (!Files.exists(layout.revocationList())) {
            return Optional.empty();
        }
        List<X509CRL> before = ServerLists.ofIntermediates(layout);
        List<X509CRL> all = new ArrayList<>(List.of(list(issuing(), before)));
        if (rotation.phase().trustsBoth() || rotation.subject() == Subject.INTERMEDIATE) {
            all.add(list(other(), before));
        }
        return Optional.of(all);
    }

    private List<X509Certificate> intermediates() {
        return Stream.concat(
                        Stream.of(issuing()),
                        Stream.of(other()).filter(unused -> rotation.phase().trustsBoth()))
                .map(Side::intermediate)
                .toList();
    }

    private X509CRL list(Side side, List<X509CRL> before) {
        return before.stream()
                .filter(list -> Revocation.foreign(list, side.intermediate()).isEmpty())
                .findFirst()
                .orElseGet(() -> OfflineSigner.of(side.open(folder), List.of(side.root()), config(), folder)
                        .revoke(Optional.empty(), Map.of(), Validity.startingAt(now, OfflineSigner.LIST_VALIDITY)));
    }
}
