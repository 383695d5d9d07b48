package aria.apply;

import aria.ca.Signer;
import aria.finding.RefusedException;
import aria.finding.UnavailableException;
import aria.pki.Certificates;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.LeafRequest;
import aria.pki.Pem;
import aria.pki.Purpose;
import aria.plan.CertificateNeed;
import aria.plan.CertificateTask;
import aria.store.FileMode;
import aria.store.FileWrite;
import aria.store.InputFile;
import aria.store.Layout;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Issues service certificates in memory, many in one pass and in parallel. An existing key that belongs to its
 * certificate is kept, except under a new CA.
 */
final class Issuing {
    private final Layout layout;
    private final Signer signer;
    private final Duration validity;
    private final boolean keepKeys;
    private final Instant now;

    /** @param keepKeys a service's key on disk is used again */
    Issuing(Layout layout, Signer signer, Duration validity, boolean keepKeys, Instant now) {
        this.layout = layout;
        this.signer = signer;
        this.validity = validity;
        this.keepKeys = keepKeys;
        this.now = now;
    }

    /**
     * The certificates that were issued.
     *
     * @param files    of each certificate, with its key; the trust bundle first
     * @param failures those that were not issued
     */
    record Issued(List<FileWrite> files, IssueFailures failures) {}

    /**
     * Issues all these certificates. A CA that ends or refuses half-way leaves the others good: what was issued is
     * not thrown away.
     *
     * @param done told after each certificate; called from several threads
     * @throws UnavailableException when not one could be issued, because the CA does not answer
     * @throws RefusedException     when not one could be issued, because the CA refuses
     */
    Issued issue(List<CertificateTask> tasks, Runnable done) {
        byte[] roots = Pem.certificates(signer.roots());
        IssueFailures failures = new IssueFailures(tasks.size());
        List<FileWrite> files = new ArrayList<>();
        files.add(FileWrite.ignoreAll(layout.certsDir(), FileMode.PUBLIC_DIR));
        files.add(FileWrite.open(layout.trustBundle(), roots));
        ExecutorService workers =
                Executors.newFixedThreadPool(Math.max(1, Math.min(signer.parallelism(), tasks.size())));
        try {
            List<Future<List<FileWrite>>> issuing = tasks.stream()
                    .map(task -> workers.submit(() -> failures.unlessOver(task, () -> {
                        List<FileWrite> issued = issue(task, roots);
                        done.run();
                        return issued;
                    })))
                    .toList();
            for (Future<List<FileWrite>> each : issuing) {
                files.addAll(result(each));
            }
        } finally {
            workers.shutdownNow();
        }
        failures.requireSome();
        return new Issued(files, failures);
    }

    private static List<FileWrite> result(Future<List<FileWrite>> issuing) {
        try {
            return issuing.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException("a certificate could not be issued", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("interrupted while certificates were issued"));
        }
    }

    private List<FileWrite> issue(CertificateTask task, byte[] roots) {
        CertificateNeed need = task.need();
        KeyPair pair = (task.newKey() ? Optional.<KeyPair>empty() : keyOnDisk(need.service()))
                .orElseGet(() -> Keys.generate(KeyType.P256));
        List<X509Certificate> chain = signer.sign(
                new LeafRequest(
                        need.service(),
                        need.names(),
                        pair.getPublic(),
                        Purpose.SERVER_AND_CLIENT,
                        signer.validityFor(task.lifetime().orElse(validity), now),
                        signer.provisioner()),
                pair.getPrivate());
        List<FileWrite> files = new ArrayList<>();
        files.add(FileWrite.openAmongSecrets(layout.serviceCertificate(need.service()), Pem.certificates(chain)));
        files.add(FileWrite.secret(layout.serviceKey(need.service()), Keys.pkcs8Pem(pair.getPrivate())));
        files.add(FileWrite.openAmongSecrets(layout.serviceTrust(need.service()), roots));
        if (need.formats().contains("der")) {
            files.add(FileWrite.secret(layout.serviceFile(need.service(), "der"), Keys.pkcs8Der(pair.getPrivate())));
        }
        return files;
    }

    /**
     * The service's key with the public key of its certificate; empty when one of them is not there or can't be used.
     */
    private Optional<KeyPair> keyOnDisk(String service) {
        Path key = layout.serviceKey(service);
        Path certificate = layout.serviceCertificate(service);
        if (!keepKeys || !Files.exists(key) || !Files.exists(certificate)) {
            return Optional.empty();
        }
        try {
            PrivateKey secret = Keys.read(InputFile.bytes(key), null, layout.display(key));
            PublicKey open = Pem.readCertificates(InputFile.bytes(certificate), layout.display(certificate))
                    .get(0)
                    .getPublicKey();
            return Certificates.matches(secret, open) ? Optional.of(new KeyPair(open, secret)) : Optional.empty();
        } catch (RefusedException unusable) {
            // The reason stands in the plan already; a fresh key mends it.
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    key + " and its certificate cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
