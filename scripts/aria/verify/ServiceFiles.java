package aria.verify;

import aria.finding.RefusedException;
import aria.pki.CertifiedKey;
import aria.pki.Keys;
import aria.store.InputFile;
import aria.store.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Optional;

/**
 * The certificate and key of a service or a person in their state on disk.
 *
 * @param certificate the certificate file
 * @param keyFile     where the key is
 * @param key         empty when it is missing or unusable
 * @param keyProblem  why there is no key, complete but for the path; empty when there is one
 */
public record ServiceFiles(
        CertificateFile certificate, Path keyFile, Optional<PrivateKey> key, Optional<String> keyProblem) {

    /** Reads the files of a service. */
    public static ServiceFiles read(Layout layout, String service) {
        return read(layout.serviceCertificate(service), layout.serviceKey(service));
    }

    /** Reads a certificate and its key; what is wrong with either becomes its problem. */
    public static ServiceFiles read(Path certificateFile, Path keyFile) {
        CertificateFile certificate = CertificateFile.read(certificateFile);
        if (!Files.exists(keyFile)) {
            return new ServiceFiles(certificate, keyFile, Optional.empty(), Optional.of("is missing"));
        }
        try {
            PrivateKey key = Keys.read(
                    InputFile.bytes(keyFile), null, keyFile.getFileName().toString());
            return new ServiceFiles(certificate, keyFile, Optional.of(key), Optional.empty());
        } catch (IOException e) {
            return new ServiceFiles(certificate, keyFile, Optional.empty(), Optional.of("cannot be read"));
        } catch (RefusedException e) {
            return new ServiceFiles(
                    certificate, keyFile, Optional.empty(), Optional.of("cannot be used: " + e.getMessage()));
        }
    }

    /** Both together; empty when either is missing. */
    public Optional<CertifiedKey> identity() {
        return key.filter(found -> !certificate.chain().isEmpty())
                .map(found -> new CertifiedKey(found, certificate.chain()));
    }
}
