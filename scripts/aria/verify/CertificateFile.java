package aria.verify;

import aria.finding.RefusedException;
import aria.pki.Pem;
import aria.store.InputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A certificate file in its state on disk.
 *
 * @param path    where
 * @param chain   what it holds, in its order; empty when there is a problem
 * @param there   whether there is a file at all
 * @param problem why it cannot be used, complete but for the path; empty when it can
 */
public record CertificateFile(Path path, List<X509Certificate> chain, boolean there, Optional<String> problem) {

    /** Reads a file; what is wrong with it becomes its problem. */
    public static CertificateFile read(Path path) {
        if (!Files.exists(path)) {
            return new CertificateFile(path, List.of(), false, Optional.of("is missing"));
        }
        try {
            List<X509Certificate> chain = Pem.readCertificates(
                    InputFile.bytes(path), path.getFileName().toString());
            return chain.isEmpty()
                    ? broken(path, "holds no certificate")
                    : new CertificateFile(path, chain, true, Optional.empty());
        } catch (IOException e) {
            return broken(path, "cannot be read");
        } catch (RefusedException e) {
            return broken(path, "cannot be used: " + e.getMessage());
        }
    }

    /** The first certificate, which is the one the file is about. */
    public Optional<X509Certificate> first() {
        return chain.stream().findFirst();
    }

    private static CertificateFile broken(Path path, String problem) {
        return new CertificateFile(path, List.of(), true, Optional.of(problem));
    }
}
