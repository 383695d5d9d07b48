package aria.cli.pkicert;

import aria.ca.Passwords;
import aria.cli.CommonOptions;
import aria.finding.Remedy;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.KeyStores;
import aria.pki.Keys;
import aria.pki.Pem;
import aria.pki.PkiErrors;
import aria.store.FileWrite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The files of one certificate; some may be absent. */
record IssuedFiles(Path certificate, Path key, Path p12, Path password, String name) {

    /** Those beside a certificate. */
    static IssuedFiles of(Path certificate) {
        String file = certificate.getFileName().toString();
        String name = file.endsWith(".crt") ? file.substring(0, file.length() - 4) : file;
        return new IssuedFiles(
                certificate,
                certificate.resolveSibling(name + ".key"),
                certificate.resolveSibling(name + ".p12"),
                certificate.resolveSibling(name + ".password"),
                name);
    }

    /** What they are now, before one of them is read. */
    NamedFiles.Seen seen() {
        return NamedFiles.Seen.of(certificate, key, p12, certificate.resolveSibling(name + ".der"));
    }

    /**
     * The chain.
     *
     * @throws aria.finding.RefusedException when it can't be read
     */
    List<X509Certificate> chain(CommonOptions common) {
        return Pem.readCertificates(
                NamedFiles.read(common, certificate), common.layout().display(certificate));
    }

    /**
     * The key pair.
     *
     * @throws aria.finding.RefusedException when there is none, or it is not the certificate's
     */
    KeyPair pair(CommonOptions common, X509Certificate old) {
        if (!Files.exists(key)) {
            throw PkiErrors.in(common.layout().display(key), "the key is missing", anew(common));
        }
        PrivateKey secret =
                Keys.read(NamedFiles.read(common, key), null, common.layout().display(key));
        if (!Certificates.matches(secret, old.getPublicKey())) {
            throw PkiErrors.in(
                    common.layout().display(key), "the key does not belong to the certificate", anew(common));
        }
        return new KeyPair(old.getPublicKey(), secret);
    }

    private Remedy anew(CommonOptions common) {
        return Remedy.aria("pki-cert", "renew", common.layout().display(certificate), "--offline", "--rekey");
    }

    /**
     * What to write so that all of them hold the new one.
     *
     * @param rekeyed also the key
     */
    List<FileWrite> with(CommonOptions common, CertifiedKey renewed, boolean rekeyed) {
        List<FileWrite> files = new ArrayList<>();
        if (rekeyed) {
            files.add(FileWrite.secret(key, Keys.pkcs8Pem(renewed.key())));
        }
        files.add(FileWrite.openAmongSecrets(certificate, Pem.certificates(renewed.chain())));
        if (Files.exists(p12) && Files.exists(password)) {
            char[] opens = Passwords.read(
                    NamedFiles.read(common, password), common.layout().display(password));
            files.add(FileWrite.secret(p12, KeyStores.p12(renewed, name, opens)));
            Arrays.fill(opens, '\0');
        }
        Path der = certificate.resolveSibling(name + ".der");
        if (Files.exists(der)) {
            files.add(FileWrite.secret(der, Keys.pkcs8Der(renewed.key())));
        }
        return files;
    }
}
