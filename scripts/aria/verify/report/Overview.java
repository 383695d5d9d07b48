package aria.verify.report;

import aria.pki.Certificates;
import aria.verify.CertificateFile;
import aria.verify.Lifetime;
import aria.verify.Subject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The contents of a report beside the results.
 *
 * @param root         the project's folder, absolute
 * @param at           when it was verified
 * @param live         whether the running stack was looked at
 * @param composeFiles the compose files that were read, as people write them; empty without any
 * @param ca           the CA; empty when there is none
 * @param stack        the services, and who calls whom
 * @param lifetimes    of every certificate that is there
 */
public record Overview(
        Path root,
        Instant at,
        boolean live,
        List<String> composeFiles,
        Optional<Authority> ca,
        StackMap stack,
        List<Lifetime> lifetimes) {
    public Overview {
        composeFiles = List.copyOf(composeFiles);
        lifetimes = List.copyOf(lifetimes);
    }

    /**
     * The CA's root.
     *
     * @param fingerprint SHA-256, lower-case hex
     */
    public record Authority(String name, String fingerprint) {}

    /** That of a project. */
    public static Overview of(Subject subject) {
        Optional<Authority> ca = CertificateFile.read(subject.layout().rootCertificate())
                .first()
                .map(root -> new Authority(Certificates.commonName(root), Certificates.fingerprintSha256(root)));
        return new Overview(
                subject.layout().root(),
                subject.now(),
                subject.live().asked(),
                subject.compose().files(),
                ca,
                StackMap.of(subject),
                Lifetime.of(subject));
    }
}
