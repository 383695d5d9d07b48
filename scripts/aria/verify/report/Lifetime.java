package aria.verify.report;

import aria.pki.Certificates;
import aria.pki.Validity;
import aria.pki.path.LeafReview;
import aria.plan.CertificateNeed;
import aria.store.Layout;
import aria.verify.CertificateFile;
import aria.verify.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How long a certificate is good for.
 *
 * @param name  whose it is, for people
 * @param file  where it lies, as people write it
 * @param from  its notBefore
 * @param until its notAfter
 * @param due   when it is to be renewed
 */
public record Lifetime(String name, String file, Instant from, Instant until, Instant due) {

    /** Those of the CA, of the services and of people, as far as they can be read. */
    static List<Lifetime> of(Subject subject) {
        Layout layout = subject.layout();
        List<Lifetime> lifetimes = new ArrayList<>();
        add(lifetimes, "root CA", layout.rootCertificate(), subject);
        add(lifetimes, "intermediate CA", layout.intermediateCertificate(), subject);
        for (CertificateNeed need : subject.needs()) {
            add(lifetimes, need.service(), layout.serviceCertificate(need.service()), subject);
        }
        people(layout.peopleFolder())
                .forEach(file -> add(
                        lifetimes,
                        file.getFileName().toString().replaceAll("\\.crt$", "") + " (a person)",
                        file,
                        subject));
        return lifetimes;
    }

    private static void add(List<Lifetime> lifetimes, String name, Path file, Subject subject) {
        CertificateFile.read(file)
                .first()
                .ifPresent(certificate -> lifetimes.add(of(name, subject.show(file), certificate)));
    }

    private static Lifetime of(String name, String file, X509Certificate certificate) {
        Validity validity = Certificates.validity(certificate);
        Duration left = Duration.ofSeconds((long) (validity.length().toSeconds() * LeafReview.DEFAULT_RENEW_BEFORE));
        return new Lifetime(
                name,
                file,
                validity.notBefore(),
                validity.notAfter(),
                validity.notAfter().minus(left));
    }

    private static List<Path> people(Path folder) {
        if (!Files.isReadable(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".crt"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }
}
