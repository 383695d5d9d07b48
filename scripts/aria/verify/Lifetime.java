package aria.verify;

import aria.pki.Certificates;
import aria.pki.Revocation;
import aria.pki.Validity;
import aria.pki.path.RenewBefore;
import aria.plan.CertificateNeed;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The lifetime of a certificate or a revocation list.
 *
 * @param kind  what it is
 * @param name  whose it is: the service, the person, the file's name for others
 * @param file  where it lies, as people write it
 * @param from  its notBefore or thisUpdate
 * @param until its notAfter or nextUpdate
 * @param notice how long before its end it is an error that it was not renewed; empty for 30 days or a sixth of the
 *              lifetime, whichever is shorter
 */
public record Lifetime(Holder kind, String name, String file, Instant from, Instant until, Optional<Duration> notice) {
    private static final Duration ALARM = Duration.ofDays(30);
    private static final int ALARM_PART = 6;

    /** The kinds of things that have a lifetime. */
    public enum Holder {
        ROOT("root CA", Optional.of(Duration.ofDays(365))),
        INTERMEDIATE("intermediate CA", Optional.of(Duration.ofDays(180))),
        SERVICE("", Optional.empty()),
        /** What {@code pki-cert create} made. */
        OTHER("", Optional.empty()),
        PERSON("a person", Optional.empty()),
        REVOCATION_LIST("revocation list", Optional.empty());

        private final String words;
        /** How long before its end it is due at the earliest; empty where only the share of the lifetime counts. */
        private final Optional<Duration> longestNotice;

        Holder(String words, Optional<Duration> longestNotice) {
            this.words = words;
            this.longestNotice = longestNotice;
        }
    }

    /**
     * Returns those of the CA, of services, of people and of all else in the certificates' folder, as far as they can
     * be read.
     */
    public static List<Lifetime> of(Subject subject) {
        Layout layout = subject.layout();
        List<Lifetime> all = new ArrayList<>();
        add(all, Holder.ROOT, "", layout.rootCertificate(), subject);
        add(all, Holder.INTERMEDIATE, "", layout.intermediateCertificate(), subject);
        Set<Path> services = new HashSet<>();
        for (CertificateNeed need : subject.needs()) {
            Path file = layout.serviceCertificate(need.service());
            services.add(file);
            add(all, Holder.SERVICE, need.service(), file, subject);
        }
        certificatesIn(layout.certsDir(), 2).stream()
                .filter(file -> !services.contains(file))
                .filter(file ->
                        nameOf(file).equals(file.getParent().getFileName().toString()))
                .forEach(file -> add(all, Holder.OTHER, nameOf(file), file, subject));
        certificatesIn(layout.peopleFolder(), 1).forEach(file -> add(all, Holder.PERSON, nameOf(file), file, subject));
        return List.copyOf(all);
    }

    /**
     * Returns that of the intermediate; empty when there is none, or none that can be read.
     *
     * @param notice as above
     */
    public static Optional<Lifetime> ofIntermediate(Layout layout, Optional<Duration> notice) {
        Path file = layout.intermediateCertificate();
        return CertificateFile.read(file)
                .first()
                .map(Certificates::validity)
                .map(validity -> new Lifetime(
                        Holder.INTERMEDIATE,
                        "",
                        layout.display(file),
                        validity.notBefore(),
                        validity.notAfter(),
                        notice));
    }

    /** Whether the root ends with it, or before: then only a new root helps. */
    public boolean endsWithRoot(Layout layout) {
        return CertificateFile.read(layout.rootCertificate())
                .first()
                .filter(root -> root.getNotAfter().toInstant().isAfter(until))
                .isEmpty();
    }

    /**
     * Returns when it is to be renewed: a third of the lifetime before its end, for a CA at most half a year or a
     * year before.
     */
    public Instant due() {
        Duration share = RenewBefore.A_THIRD.before(new Validity(from, until));
        return until.minus(shorter(share, kind.longestNotice.orElse(share)));
    }

    /** Returns from when on it is an error that it has not been renewed: never before it is due. */
    public Instant alarm() {
        Duration wanted = notice.orElseGet(() -> shorter(ALARM, part(1.0 / ALARM_PART)));
        return until.minus(shorter(wanted, Duration.between(due(), until)));
    }

    /** Returns what it is called among others. */
    public String shown() {
        return kind.words.isEmpty() ? name : name.isEmpty() ? kind.words : name + " (" + kind.words + ")";
    }

    private Duration part(double share) {
        return Duration.ofSeconds((long) (Duration.between(from, until).toSeconds() * share));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void add(List<Lifetime> all, Holder kind, String name, Path file, Subject subject) {
        CertificateFile.read(file)
                .first()
                .ifPresent(certificate -> all.add(of(kind, name, file, certificate, subject)));
    }

    private static Lifetime of(Holder kind, String name, Path file, X509Certificate certificate, Subject subject) {
        Validity validity = Certificates.validity(certificate);
        return new Lifetime(
                kind, name, subject.show(file), validity.notBefore(), validity.notAfter(), subject.warnBefore());
    }

    /**
     * Returns that of the revocation list; empty when there is none, or none with a nextUpdate (RFC 5280, 5.1.2.5).
     *
     * @throws aria.finding.RefusedException when the file holds something else
     */
    public static Optional<Lifetime> ofList(Subject subject) {
        return subject.revocationList()
                .flatMap(Revocation::validity)
                .map(validity -> new Lifetime(
                        Holder.REVOCATION_LIST,
                        "",
                        subject.show(subject.layout().revocationList()),
                        validity.notBefore(),
                        validity.notAfter(),
                        subject.warnBefore()));
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString().replaceAll("\\.crt$", "");
    }

    private static List<Path> certificatesIn(Path folder, int depth) {
        if (!Files.isReadable(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().endsWith(".crt"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }
}
