package aria.operate.backup;

import aria.ca.Passwords;
import aria.finding.AriaException;
import aria.pki.Certificates;
import aria.pki.Keys;
import aria.pki.Pem;
import aria.store.Layout;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Proves that what is in a backup fits together, without restoring it. Its digests were compared when it was read. */
public final class BackupProof {
    private static final Path ROOT = Path.of("/");

    private final Backup backup;
    private final Layout layout;
    private final Map<Path, byte[]> contents = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private int pairs;

    private BackupProof(Backup backup) {
        this.backup = backup;
        this.layout = backup.layout(ROOT);
        backup.files().forEach(file -> contents.put(file.path(), file.content()));
    }

    /**
     * The result.
     *
     * @param root     SHA-256 of the root certificate; empty without one, as in a backup of the root's key
     * @param pairs    how many keys were opened and compared with their certificates
     * @param problems what does not fit; none when a restore brings back a CA that can sign
     */
    public record Proof(Optional<String> root, int pairs, List<String> problems) {}

    /** Opens every key and compares it with its certificate, and every certificate with its issuer. */
    public static Proof of(Backup backup) {
        BackupProof proof = new BackupProof(backup);
        boolean whole = !proof.contents.containsKey(proof.inside(proof.layout.rootKey()));
        return new Proof(whole ? proof.authority() : Optional.empty(), proof.pairs, List.copyOf(proof.problems));
    }

    private Optional<String> authority() {
        Optional<X509Certificate> root = certificate(layout.rootCertificate());
        Optional<X509Certificate> intermediate = certificate(layout.intermediateCertificate());
        need(layout.caJson());
        if (root.isPresent() && intermediate.isPresent()) {
            issued(intermediate.get(), root.get(), layout.intermediateCertificate());
            need(layout.passwordFile())
                    .ifPresent(password -> pair(
                            layout.intermediateKey(),
                            Passwords.read(password, layout.passwordFile().toString()),
                            intermediate.get()));
            backup.files().stream()
                    .filter(file -> file.path().toString().endsWith(".key"))
                    .forEach(key -> leaf(ROOT.resolve(key.path())));
        }
        return root.map(Certificates::fingerprintSha256);
    }

    private void leaf(Path key) {
        String file = key.getFileName().toString();
        Path certificate = key.resolveSibling(file.substring(0, file.length() - ".key".length()) + ".crt");
        if (contents.containsKey(inside(certificate))) {
            certificate(certificate).ifPresent(leaf -> pair(key, null, leaf));
        }
    }

    private void pair(Path key, char[] password, X509Certificate certificate) {
        need(key).ifPresent(pem -> {
            try {
                if (Certificates.matches(Keys.read(pem, password, show(key)), certificate.getPublicKey())) {
                    pairs++;
                } else {
                    problems.add(show(key) + " is not the key of its certificate");
                }
            } catch (AriaException unreadable) {
                problems.add(unreadable.getMessage());
            }
        });
    }

    private void issued(X509Certificate certificate, X509Certificate issuer, Path file) {
        try {
            certificate.verify(issuer.getPublicKey());
        } catch (GeneralSecurityException other) {
            problems.add(show(file) + " was not signed by the root in the backup");
        }
    }

    private Optional<X509Certificate> certificate(Path file) {
        try {
            return need(file).map(pem -> Pem.findCertificates(pem, show(file)).get(0));
        } catch (AriaException unreadable) {
            problems.add(unreadable.getMessage());
            return Optional.empty();
        }
    }

    private Optional<byte[]> need(Path file) {
        Optional<byte[]> content = Optional.ofNullable(contents.get(inside(file)));
        if (content.isEmpty()) {
            problems.add(show(file) + " is not in the backup");
        }
        return content;
    }

    private Path inside(Path file) {
        return ROOT.relativize(file);
    }

    private String show(Path file) {
        return inside(file).toString();
    }
}
