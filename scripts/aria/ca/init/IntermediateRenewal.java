package aria.ca.init;

import static aria.finding.Remedy.advice;

import aria.ca.OfflineSigner;
import aria.ca.Passwords;
import aria.ca.config.CaErrors;
import aria.ca.config.CaFolder;
import aria.pki.Authorities;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.Keys;
import aria.pki.Pem;
import aria.pki.Validity;
import aria.store.FileWrite;
import aria.store.Layout;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A new certificate for the intermediate, under the same root. Its name and key stay, so clients notice nothing, and
 * the revocation list goes on.
 *
 * @param rootKey  the file of the root's key
 * @param password the file of what opens it; read only when the key is encrypted
 */
public record IntermediateRenewal(Layout layout, Path rootKey, Path password) {

    /**
     * Plans it. Reads the keys, writes nothing.
     *
     * @throws aria.finding.RefusedException when a file is missing or damaged, or the key is not the root's
     */
    public CaChange plan(Instant now) {
        CaFolder folder = new CaFolder(layout);
        List<X509Certificate> authority = folder.authority();
        X509Certificate old = authority.get(0);
        X509Certificate root = authority.get(1);
        Validity before = Certificates.validity(old);
        Validity wanted = Validity.startingAt(now, before.length().minus(Validity.BACKDATE));
        X509Certificate next = Authorities.renewed(old, wanted, new CertifiedKey(rootKey(folder, root), List.of(root)));
        OfflineSigner signer = OfflineSigner.open(layout, next, now);
        List<String> warnings = new ArrayList<>();
        folder.looseMode(rootKey)
                .ifPresent(
                        mode -> warnings.add(layout.display(rootKey) + " can be read by other users (" + mode + ")"));
        FileWrite file = FileWrite.openAmongSecrets(layout.intermediateCertificate(), Pem.certificates(List.of(next)));
        return new CaChange(
                CaChange.State.REPAIR,
                List.of("the intermediate, which expires on " + before.notAfter()
                        + ", is renewed under the same root until "
                        + Certificates.validity(next).notAfter() + "; its key stays"),
                warnings,
                () -> new NewCa(List.of(file), List.of(), signer, Certificates.fingerprintSha256(root)));
    }

    /**
     * Opens the root's key.
     *
     * @throws aria.finding.RefusedException when it is missing, cannot be opened, or is not this root's
     */
    public PrivateKey rootKey(CaFolder folder, X509Certificate root) {
        String name = layout.display(rootKey);
        byte[] pem = folder.require(rootKey);
        char[] opens = Keys.isEncrypted(pem)
                ? Passwords.read(folder.require(password), layout.display(password))
                : new char[0];
        try {
            PrivateKey key = Keys.read(pem, opens.length == 0 ? null : opens, name);
            if (!Certificates.matches(key, root.getPublicKey())) {
                throw CaErrors.in(
                        name,
                        "this is not the key of " + layout.display(layout.rootCertificate()),
                        advice("name the right one with --root-key"));
            }
            return key;
        } finally {
            Arrays.fill(pem, (byte) 0);
            Arrays.fill(opens, '\0');
        }
    }
}
