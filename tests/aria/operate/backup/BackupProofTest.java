package aria.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import aria.pki.Authorities;
import aria.pki.CertifiedKey;
import aria.pki.KeyType;
import aria.pki.Pem;
import aria.pki.Validity;
import aria.store.Layout;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is looked at in a backup before it is restored. */
class BackupProofTest {
    private static final Path ROOT = Path.of("/");

    /** Each key was searched for among all files. */
    @Test
    void a_backup_of_very_many_keys_takes_no_hours() {
        Validity validity = Validity.startingAt(Instant.now(), Duration.ofDays(2));
        CertifiedKey root = Authorities.root("root", KeyType.P256, validity, List.of());
        CertifiedKey intermediate = Authorities.intermediate("int", KeyType.P256, validity, root, List.of());
        Layout layout = new Layout(ROOT, Path.of("config/step-ca"), Path.of("data/certs"));
        List<BackupFile> files = new ArrayList<>();
        files.add(file(layout.rootCertificate(), Pem.certificates(root.chain())));
        files.add(file(layout.intermediateCertificate(), Pem.certificates(List.of(intermediate.certificate()))));
        for (int i = 0; i < 150_000; i++) {
            files.add(file(layout.certsDir().resolve("s" + i + ".key"), new byte[0]));
        }
        Backup backup = new Backup(
                Instant.EPOCH, Path.of("config/step-ca"), Path.of("data/certs"), Optional.empty(), Map.of(), files);
        BackupProof.Proof proof = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> BackupProof.of(backup));
        assertThat(proof.problems()).contains("config/step-ca/ca.json is not in the backup");
    }

    private static BackupFile file(Path path, byte[] content) {
        return new BackupFile(ROOT.relativize(path), true, content);
    }
}
