package aria.cli.pkicert;

import aria.ca.OfflineSigner;
import aria.cli.CommonOptions;
import aria.pki.Revocation;
import aria.pki.Validity;
import aria.store.FileWrite;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The revocation list that this project keeps: {@code data/certs/aria.crl}. */
final class LocalList {

    /** How long a list is good when nothing else is asked. */
    static final Duration VALIDITY = Duration.ofDays(30);

    private LocalList() {}

    /** Where it is, as a person would write it. */
    static String file(CommonOptions common) {
        return common.layout().display(common.layout().revocationList());
    }

    /** The list; empty when there is none yet. */
    static Optional<X509CRL> read(CommonOptions common) {
        return read(common, file(common));
    }

    /** A list in another place; empty when there is none. */
    static Optional<X509CRL> read(CommonOptions common, String name) {
        return NamedFiles.isFile(common, name)
                ? Optional.of(Revocation.read(NamedFiles.read(common, Path.of(name)), name))
                : Optional.empty();
    }

    /**
     * The file with the next list, which takes the place of the one before. The lists of other issuers that stand
     * behind it stay: there are some while one CA follows another.
     */
    static FileWrite write(CommonOptions common, Path file, X509CRL next) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(Revocation.pem(next));
        if (Files.isRegularFile(file)) {
            Revocation.readAll(NamedFiles.read(common, file), common.layout().display(file)).stream()
                    .filter(list -> !list.getIssuerX500Principal().equals(next.getIssuerX500Principal()))
                    .forEach(list -> all.writeBytes(Revocation.pem(list)));
        }
        return FileWrite.openAmongSecrets(file, all.toByteArray());
    }

    /** The next list, with one more certificate on it; nothing is written. */
    static X509CRL with(CommonOptions common, OfflineSigner signer, BigInteger serial, CRLReason reason) {
        return signer.revoke(read(common), Map.of(serial, reason), Validity.startingAt(Instant.now(), VALIDITY));
    }
}
