package aria.apply;

import aria.finding.RefusedException;
import aria.pki.Certificates;
import aria.pki.Pem;
import aria.pki.Revocation;
import aria.store.AuditEvent;
import aria.store.InputFile;
import aria.store.Layout;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a transaction does to certificates, for the audit log. It is read from the files that are written, not from what
 * a command was asked for, so no command can leave it out.
 */
final class IssuedEvents {
    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";

    private final Layout layout;
    private final boolean again;
    private final Map<String, List<Entry>> entries = new LinkedHashMap<>();

    private record Entry(String subject, String serial, String file) {}

    private IssuedEvents(Layout layout, boolean again) {
        this.layout = layout;
        this.again = again;
    }

    /**
     * Returns an event for all certificates that are issued, one for those renewed, rekeyed and revoked. Reads what is
     * there before, so it is called before anything is written.
     *
     * @param again whether the operations are those of a run that was interrupted: of what it had written already, it is
     *              not known what was there before
     */
    static List<AuditEvent> of(Layout layout, List<FileOperation> operations, boolean again) {
        IssuedEvents events = new IssuedEvents(layout, again);
        for (FileOperation operation : operations) {
            if (operation instanceof FileOperation.Write write) {
                events.add(write);
            }
        }
        List<AuditEvent> all = new ArrayList<>();
        events.entries.forEach((name, found) -> all.add(AuditEvent.done(
                name,
                found.stream().map(Entry::subject).toList(),
                found.stream().map(Entry::serial).toList(),
                found.stream().map(Entry::file).distinct().toList())));
        return all;
    }

    private void add(FileOperation.Write write) {
        Path file = known(write.path());
        if (file.equals(layout.revocationList())) {
            revoked(write, file);
        } else if (file.toString().endsWith(".crt") && !file.equals(layout.trustBundle()) && !file.endsWith("ca.crt")) {
            certificate(write.write().content())
                    .ifPresent(fresh -> add(fresh, content(file).flatMap(IssuedEvents::certificate), file));
        }
    }

    private void add(X509Certificate fresh, Optional<X509Certificate> old, Path file) {
        boolean written = old.equals(Optional.of(fresh));
        if (written && !again) {
            return;
        }
        String event = old.filter(before -> !written)
                .map(before -> before.getPublicKey().equals(fresh.getPublicKey()) ? "renew" : "rekey")
                .orElse("issue");
        entries.computeIfAbsent(event, first -> new ArrayList<>())
                .add(new Entry(Certificates.commonName(fresh), Certificates.serialHex(fresh), layout.display(file)));
    }

    private void revoked(FileOperation.Write write, Path file) {
        Set<BigInteger> before =
                content(file).map(this::serials).map(Set::copyOf).orElse(Set.of());
        for (BigInteger serial : serials(write.write().content())) {
            if (!before.contains(serial)) {
                entries.computeIfAbsent("revoke", first -> new ArrayList<>())
                        .add(new Entry("", Certificates.serialHex(serial), layout.display(file)));
            }
        }
    }

    private List<BigInteger> serials(byte[] list) {
        try {
            return Revocation.serials(Revocation.read(list, layout.display(layout.revocationList())));
        } catch (RefusedException unreadable) {
            return List.of();
        }
    }

    /** By what name a file is known that lies in a generation. */
    private static Path known(Path file) {
        Path folder = file.getParent();
        return folder != null
                        && folder.getParent() != null
                        && folder.getFileName().toString().startsWith("..")
                ? folder.resolveSibling(file.getFileName())
                : file;
    }

    private static Optional<byte[]> content(Path file) {
        return Files.isRegularFile(file) ? Optional.of(InputFile.required(file)) : Optional.empty();
    }

    /** The first one; a file that is written may hold anything. */
    private static Optional<X509Certificate> certificate(byte[] content) {
        try {
            return new String(content, StandardCharsets.ISO_8859_1).contains(CERTIFICATE)
                    ? Pem.findCertificates(content, "").stream().findFirst()
                    : Optional.empty();
        } catch (RefusedException unreadable) {
            return Optional.empty();
        }
    }
}
