package aria.cli.pkicert;

import aria.ca.OfflineSigner;
import aria.ca.ServerLists;
import aria.ca.rotation.OtherList;
import aria.cli.CommonOptions;
import aria.pki.CompleteLists;
import aria.pki.Revocation;
import aria.pki.Validity;
import aria.plan.OwnList;
import aria.store.FileWrite;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The revocation list that this project keeps: {@code data/certs/aria.crl}. */
final class LocalList {

    private LocalList() {}

    /** Where it is, as a person would write it. */
    static String file(CommonOptions common) {
        return common.layout().display(common.layout().revocationList());
    }

    /** The list; empty when there is none yet. */
    static Optional<X509CRL> read(CommonOptions common) {
        return OwnList.onDisk(common.layout());
    }

    /** A list in another place; empty when there is none. */
    static Optional<X509CRL> read(CommonOptions common, String name) {
        if (name.equals(file(common))) {
            return read(common);
        }
        return NamedFiles.isFile(common, name)
                ? Optional.of(Revocation.read(NamedFiles.read(common, Path.of(name)), name))
                : Optional.empty();
    }

    /**
     * The file with the next list, which takes the place of the one before. The lists of other issuers that stand
     * behind it stay: there are some while one CA follows another.
     */
    static FileWrite write(CommonOptions common, Path file, X509CRL next) {
        return FileWrite.openAmongSecrets(file, CompleteLists.pem(all(common, file, next)));
    }

    /**
     * The project's own list as {@link #write} has it, with the files of servers that follow it. While one CA follows
     * another, the other one's list is signed again for the same time.
     *
     * @throws aria.finding.RefusedException when servers with these lists would refuse everybody
     */
    static List<FileWrite> writes(CommonOptions common, X509CRL next) {
        Path file = common.layout().revocationList();
        List<X509CRL> all = OtherList.signed(
                common.layout(),
                all(common, file, next),
                Revocation.validity(next).orElseThrow());
        return Stream.concat(
                        ServerLists.following(common.layout(), all, Instant.now()).values().stream(),
                        Stream.of(FileWrite.openAmongSecrets(file, CompleteLists.pem(all))))
                .toList();
    }

    /** All lists of the project's own file; none when there is no such file. */
    static List<X509CRL> present(CommonOptions common) {
        return present(common, common.layout().revocationList());
    }

    private static List<X509CRL> present(CommonOptions common, Path file) {
        return file.equals(common.layout().revocationList())
                ? ServerLists.ofIntermediates(common.layout())
                : Files.isRegularFile(file)
                        ? Revocation.readAll(
                                NamedFiles.read(common, file), common.layout().display(file))
                        : List.of();
    }

    /** The lists of a file with the next one in the place of that before. */
    static List<X509CRL> all(CommonOptions common, Path file, X509CRL next) {
        return Stream.concat(
                        Stream.of(next),
                        present(common, file).stream()
                                .filter(list -> !list.getIssuerX500Principal().equals(next.getIssuerX500Principal())))
                .toList();
    }

    /** The next list, with one more certificate on it; nothing is written. */
    static X509CRL with(CommonOptions common, OfflineSigner signer, BigInteger serial, CRLReason reason) {
        return signer.revoke(
                read(common), Map.of(serial, reason), Validity.startingAt(Instant.now(), OfflineSigner.LIST_VALIDITY));
    }
}
