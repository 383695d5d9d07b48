package aria.cli.pkicert;

import aria.ca.OfflineSigner;
import aria.ca.online.CertificateRenewal;
import aria.ca.rotation.RotationPlanner;
import aria.cli.CommonOptions;
import aria.finding.AriaException;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Severity;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.Revocation;
import aria.pki.Validity;
import aria.pki.path.LeafReview;
import aria.pki.path.RenewBefore;
import aria.store.FileWrite;
import aria.store.Layout;
import aria.verify.CertificateFile;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Renews what this CA has issued beside the services' certificates: those of people, those by {@code pki-cert create},
 * and the revocation list, which also gets what the running CA has revoked. Names, purpose, key and lifetime stay.
 */
public final class OtherCertificates {
    private final CommonOptions common;
    private final Layout layout;
    private final RenewBefore window;
    private final Instant now;
    private final boolean showsOnly;
    private final CaRevocations running;
    private final Optional<X509Certificate> intermediate;
    private final Optional<X509Certificate> earlier;
    /** Null until the first one is renewed: to open the CA's key takes time. */
    private OfflineSigner signer;

    /**
     * Looks at those of one project.
     *
     * @param window    when one is due
     * @param showsOnly whether nothing is written
     * @param running   what the running CA has revoked
     */
    public OtherCertificates(
            CommonOptions common,
            Layout layout,
            RenewBefore window,
            Instant now,
            boolean showsOnly,
            CaRevocations running) {
        this.common = common;
        this.layout = layout;
        this.window = window;
        this.now = now;
        this.showsOnly = showsOnly;
        this.running = running;
        this.intermediate =
                CertificateFile.read(layout.intermediateCertificate()).first();
        this.earlier = RotationPlanner.otherIntermediate(layout);
    }

    /**
     * The outcome.
     *
     * @param renewed their files; those that are due when nothing is written
     * @param left    those that are due and were not renewed
     */
    public record Outcome(List<String> renewed, List<Finding> left) {
        /** Nothing was due. */
        public static final Outcome NOTHING = new Outcome(List.of(), List.of());

        /** Keeps unmodifiable copies. */
        public Outcome {
            renewed = List.copyOf(renewed);
            left = List.copyOf(left);
        }

        /** Returns both, the other one's last. */
        public Outcome and(Outcome other) {
            return new Outcome(
                    Stream.concat(renewed.stream(), other.renewed.stream()).toList(),
                    Stream.concat(left.stream(), other.left.stream()).toList());
        }

        /** Whether something was not renewed that had to be: the rest is only a warning. */
        public boolean failedAny() {
            return left.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
        }
    }

    /** Returns all that this CA has issued here, with those of services. */
    public static List<Path> files(Layout layout) {
        return ListCertificates.issued(layout);
    }

    /** Renews those that are due; {@code services} have certificates that are renewed elsewhere. */
    public Outcome renew(Set<String> services) {
        List<String> renewed = new ArrayList<>();
        List<Finding> left = new ArrayList<>();
        for (Path file : ListCertificates.issued(layout)) {
            boolean ofService = file.startsWith(layout.certsDir())
                    && services.contains(file.getParent().getFileName().toString());
            if (!ofService) {
                attempt(file, () -> certificate(file), renewed, left);
            }
        }
        running.unread().ifPresent(left::add);
        if (Files.exists(layout.revocationList()) || !running.entries().isEmpty()) {
            attempt(layout.revocationList(), this::list, renewed, left);
        }
        return new Outcome(renewed, left);
    }

    /**
     * One that cannot be renewed does not keep the others from it.
     *
     * @param due how it is renewed; empty when it is not due
     */
    private void attempt(Path file, Supplier<Optional<Runnable>> due, List<String> renewed, List<Finding> left) {
        String name = layout.display(file);
        String failed = " cannot be judged, and was not renewed: ";
        try {
            Optional<Runnable> renewal = due.get();
            failed = " is due, and was not renewed: ";
            renewal.filter(unused -> !showsOnly).ifPresent(Runnable::run);
            renewal.ifPresent(unused -> renewed.add(name));
        } catch (AriaException why) {
            left.add(Finding.error(
                            FindingId.NOT_RENEWED, name + failed + why.finding().message())
                    .also(why.finding().remedies()));
        } catch (UncheckedIOException why) {
            left.add(Finding.error(FindingId.NOT_RENEWED, name + failed + why.getMessage()));
        }
    }

    private Optional<Runnable> certificate(Path file) {
        IssuedFiles place = IssuedFiles.of(file);
        NamedFiles.Seen seen = place.seen();
        List<X509Certificate> chain = place.chain(common);
        X509Certificate old = chain.get(0);
        return window.isDue(Certificates.validity(old), now) || isOfEarlierIntermediate(chain)
                ? Optional.of(() -> renew(place, seen, old))
                : Optional.empty();
    }

    private boolean isOfEarlierIntermediate(List<X509Certificate> chain) {
        return chain.size() > 1
                && (intermediate
                                .filter(next -> LeafReview.isRenewed(chain.get(1), next))
                                .isPresent()
                        || earlier.filter(chain.get(1)::equals).isPresent());
    }

    private void renew(IssuedFiles place, NamedFiles.Seen seen, X509Certificate old) {
        KeyPair pair = place.pair(common, old);
        List<X509Certificate> chain = CertificateRenewal.offline(
                signer(),
                old,
                pair,
                Optional.empty(),
                LocalList.read(common),
                earlier,
                () -> Replacement.of(common, place, old, signer()).stream().toList(),
                now);
        NamedFiles.write(common, seen, place.with(common, new CertifiedKey(pair.getPrivate(), chain), false), true);
    }

    private Optional<Runnable> list() {
        NamedFiles.Seen seen = NamedFiles.Seen.of(layout.revocationList());
        Optional<X509CRL> old = LocalList.read(common);
        Map<BigInteger, CRLReason> more = new LinkedHashMap<>(running.entries());
        old.map(Revocation::serials).ifPresent(more.keySet()::removeAll);
        boolean due = Stream.concat(old.stream(), ofEarlier())
                .flatMap(list -> Revocation.validity(list).stream())
                .anyMatch(validity -> window.isDue(validity, now));
        return due || !more.isEmpty() ? Optional.of(() -> renew(seen, old, more)) : Optional.empty();
    }

    private Stream<X509CRL> ofEarlier() {
        return LocalList.present(common).stream()
                .filter(list -> earlier.filter(
                                other -> Revocation.foreign(list, other).isEmpty())
                        .isPresent());
    }

    private void renew(NamedFiles.Seen seen, Optional<X509CRL> old, Map<BigInteger, CRLReason> more) {
        X509CRL next = signer().revoke(old, more, Validity.startingAt(now, OfflineSigner.LIST_VALIDITY));
        ProxyLists proxies = more.isEmpty() ? new ProxyLists(common, Map.of()) : ProxyLists.of(common, next);
        List<FileWrite> writes = new ArrayList<>(proxies.writes());
        writes.addAll(LocalList.writes(common, next));
        NamedFiles.write(common, seen, writes, true);
        if (!proxies.files().isEmpty()) {
            proxies.deliver(Set.of());
        }
    }

    private OfflineSigner signer() {
        if (signer == null) {
            signer = OfflineSigner.open(layout);
        }
        return signer;
    }
}
