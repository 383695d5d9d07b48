package aria.ca;

import aria.ca.config.CaFolder;
import aria.pki.CertifiedKey;
import aria.pki.KeyStores;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.Names;
import aria.pki.Pem;
import aria.pki.Purpose;
import aria.pki.path.LeafReview;
import aria.pki.path.RenewBefore;
import aria.store.FileMode;
import aria.store.FileWrite;
import aria.store.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The client certificate of the current user, in {@code data/people}, because strict mTLS shuts out a browser without
 * one. It is valid for clients only, and always issued offline, because the CA's policy would refuse its name.
 */
public final class PersonCertificate {

    private PersonCertificate() {}

    /**
     * Why it has to be issued. Reads, never writes.
     *
     * @param user becomes the common name and part of file names
     * @return empty when what is there is still good
     * @throws aria.finding.UsageException when the user's name can't be part of a file's name
     */
    public static Optional<String> reason(Layout layout, String user, OfflineSigner signer, Instant now) {
        CaFolder folder = new CaFolder(layout);
        LeafReview.Wanted wanted = new LeafReview.Wanted(
                user,
                names(signer),
                Purpose.CLIENT,
                signer.issuer(),
                signer.roots(),
                signer.provisioner(),
                RenewBefore.A_THIRD);
        Optional<String> reason = LeafReview.of(
                        folder.read(layout.personFile(user, "crt")).orElse(null),
                        folder.read(layout.personFile(user, "key")).orElse(null),
                        wanted,
                        now)
                .reason();
        Path p12 = layout.personFile(user, "p12");
        Path password = layout.personFile(user, "password");
        return reason.or(() -> Files.exists(p12) && Files.exists(password)
                ? Optional.empty()
                : Optional.of("the .p12 file or its password is missing"));
    }

    /**
     * Makes key and certificate.
     *
     * @param validity wanted lifetime; kept within the claims and the CA's own end
     * @return {@code <user>.crt}, {@code .key}, {@code .p12}, {@code .password}, and the folder's .gitignore
     * @throws aria.finding.UsageException as {@link #reason}
     */
    public static List<FileWrite> issue(
            Layout layout, String user, OfflineSigner signer, Duration validity, Instant now) {
        CertifiedKey identity =
                signer.issue(user, names(signer), Purpose.CLIENT, KeyType.P256, signer.validityFor(validity, now));
        char[] password = Passwords.random();
        try {
            return List.of(
                    FileWrite.ignoreAll(layout.peopleFolder(), FileMode.SECRET_DIR),
                    FileWrite.secret(layout.personFile(user, "key"), Keys.pkcs8Pem(identity.key())),
                    FileWrite.openAmongSecrets(layout.personFile(user, "crt"), Pem.certificates(identity.chain())),
                    FileWrite.secret(layout.personFile(user, "password"), Passwords.file(password)),
                    FileWrite.secret(layout.personFile(user, "p12"), KeyStores.p12(identity, user, password)));
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /**
     * None; but below name constraints Java checks the common name like a DNS name unless the certificate has one,
     * and would refuse the person's. localhost is always permitted, and no server can use a certificate for clients.
     */
    private static Names names(OfflineSigner signer) {
        boolean constrained =
                !signer.forbidden(Names.of(List.of("name.invalid"))).isEmpty();
        return constrained ? Names.of(List.of("localhost")) : Names.none();
    }
}
