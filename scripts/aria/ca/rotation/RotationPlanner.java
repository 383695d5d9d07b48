package aria.ca.rotation;

import aria.ca.EncryptedKey;
import aria.ca.OfflineSigner;
import aria.ca.Passwords;
import aria.ca.RootList;
import aria.ca.ServerLists;
import aria.ca.config.CaErrors;
import aria.ca.config.CaFolder;
import aria.ca.init.CaChange;
import aria.ca.init.IntermediateRenewal;
import aria.ca.init.NewCa;
import aria.ca.rotation.CaRotation.Phase;
import aria.ca.rotation.CaRotation.Subject;
import aria.finding.Remedy;
import aria.pki.Authorities;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.Keys;
import aria.pki.Validity;
import aria.store.FileMode;
import aria.store.FileWrite;
import aria.store.Layout;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plans the steps from one CA to the next. The new one is made beside the old; a step changes which of the two issues
 * and which are trusted, all files of it in one transaction.
 */
public record RotationPlanner(Layout layout, Instant now) {

    /**
     * Plans the beginning: the new CA is made, and both are trusted.
     *
     * @param subject  what is new
     * @param rootKey  of a new root, the folder for its key; of an intermediate alone, the file of the root's key
     * @param password the file of what opens the root's key; read only for an intermediate alone
     * @throws aria.finding.MissingCaException when there is no CA
     * @throws aria.finding.RefusedException   when the CA's keys are not here, or cannot be opened
     */
    public CaChange start(Subject subject, Path rootKey, Path password) {
        CaFolder folder = new CaFolder(layout);
        OfflineSigner.open(layout, now);
        if (folder.read(layout.passwordFile()).isEmpty()) {
            throw CaErrors.in(
                    layout.display(layout.intermediateKey()),
                    "the key has no password that a new one could be kept with",
                    Remedy.aria("pki-cert", "rotate-password", "--ca"));
        }
        Side old = Side.issuing(folder);
        List<String> reasons = new ArrayList<>();
        if (subject == Subject.ROOT) {
            reasons.add("a new root and a new intermediate follow '" + Certificates.commonName(old.root())
                    + "', with the same lifetimes, kinds of keys and name constraints");
            reasons.add("both roots are trusted from now on; the old CA goes on issuing");
            reasons.add("the new root's key is written to " + layout.display(rootKey));
        } else {
            new IntermediateRenewal(layout, rootKey, password).rootKey(folder, old.root());
            reasons.add("a new intermediate with a new key follows '" + Certificates.commonName(old.intermediate())
                    + "' under the same root; the old one goes on issuing");
        }
        return new CaChange(
                CaChange.State.REPAIR, reasons, List.of(), () -> started(folder, old, subject, rootKey, password));
    }

    private NewCa started(CaFolder folder, Side old, Subject subject, Path rootKey, Path password) {
        Optional<CertifiedKey> root = subject == Subject.ROOT
                ? Optional.of(Authorities.successor(old.root(), likeThatOf(old.root()), Optional.empty()))
                : Optional.empty();
        CertifiedKey issuer = root.orElseGet(() -> new CertifiedKey(
                new IntermediateRenewal(layout, rootKey, password).rootKey(folder, old.root()), List.of(old.root())));
        CertifiedKey intermediate =
                Authorities.successor(old.intermediate(), likeThatOf(old.intermediate()), Optional.of(issuer));
        Side next = new Side(issuer.certificate(), intermediate.certificate(), encrypted(folder, intermediate));
        List<FileWrite> files =
                new ArrayList<>(List.of(FileWrite.ignoreAll(layout.rootKeyFolder(), FileMode.SECRET_DIR)));
        files.addAll(old.keep(layout, false));
        files.addAll(next.keep(layout, true));
        root.ifPresent(made -> files.addAll(EncryptedKey.files(
                made.key(),
                rootKey.resolve(layout.rootKey().getFileName()),
                rootKey.resolve(layout.rootKeyPassword().getFileName()))));
        CaRotation rotation =
                new CaRotation(subject, Phase.TRUSTING, now, now, old.fingerprints(), next.fingerprints(), Set.of());
        List<X509CRL> rootLists = new ArrayList<>(ServerLists.ofRoots(layout));
        root.ifPresent(made -> rootLists.add(RootList.first(made, now)));
        RotationFiles step = new RotationFiles(folder, rotation, old, next, rootLists, now);
        files.addAll(step.files());
        return new NewCa(files, List.of(), step.signer(), rotation.roots().get(0));
    }

    private Validity likeThatOf(X509Certificate old) {
        return Validity.startingAt(now, Certificates.validity(old).length().minus(Validity.BACKDATE));
    }

    private byte[] encrypted(CaFolder folder, CertifiedKey key) {
        char[] password =
                Passwords.read(folder.requireSecret(layout.passwordFile()), layout.display(layout.passwordFile()));
        try {
            return Keys.encryptedPem(key.key(), password, Passwords.ITERATIONS);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /**
     * Plans another step.
     *
     * @param rotation as it is now
     * @throws aria.finding.RefusedException when the files of one of the CAs are missing, or are not what they were
     */
    public CaChange step(CaRotation rotation, Phase phase) {
        CaFolder folder = new CaFolder(layout);
        Side old = Side.kept(folder, false, rotation.old());
        Side next = Side.kept(folder, true, rotation.next());
        RotationFiles step =
                new RotationFiles(folder, rotation.in(phase, now), old, next, ServerLists.ofRoots(layout), now);
        return new CaChange(
                CaChange.State.REPAIR,
                reasons(rotation.subject(), phase, old, next),
                List.of(),
                () -> new NewCa(
                        step.files(),
                        List.of(),
                        step.signer(),
                        step.rotation().roots().get(0)));
    }

    private static List<String> reasons(Subject subject, Phase phase, Side old, Side next) {
        String issuer = "'" + Certificates.commonName((phase.nextIssues() ? next : old).intermediate()) + "'";
        String root = "'" + Certificates.commonName((phase.nextIssues() ? old : next).root()) + "'";
        if (!phase.isLast()) {
            return List.of(issuer + " issues from now on, and issues every certificate anew", "both CAs are trusted");
        }
        return List.of(
                subject == Subject.ROOT
                        ? root + " is no longer trusted"
                        : "'" + Certificates.commonName((phase.nextIssues() ? old : next).intermediate())
                                + "' is no longer kept");
    }

    /** Returns the intermediate that does not issue while one CA follows another; empty when none is kept. */
    public static Optional<X509Certificate> otherIntermediate(Layout layout) {
        return CaRotation.of(layout)
                .flatMap(rotation -> Side.intermediate(
                        new CaFolder(layout), !rotation.phase().nextIssues(), rotation.otherIntermediate()));
    }

    /** Opens the CA that does not issue in this phase, to see whom servers let in. */
    public OfflineSigner other(CaRotation rotation) {
        CaFolder folder = new CaFolder(layout);
        boolean next = !rotation.phase().nextIssues();
        Side side = Side.kept(folder, next, next ? rotation.next() : rotation.old());
        return OfflineSigner.of(
                        side.open(folder), List.of(side.root()), folder.config().orElseThrow(), folder)
                .withoutRules();
    }
}
