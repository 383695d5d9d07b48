package aria.trust;

import aria.docker.ProcessRun;
import aria.pki.Pem;
import aria.pki.RootBundle;
import aria.store.AtomicFiles;
import aria.store.FileWrite;
import aria.store.InputFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The store of a Linux system: a folder of added roots, and the bundle that a command makes of it.
 *
 * @param system its family
 */
public record SystemStore(SystemKind system) implements TrustStore {
    @Override
    public StoreKind kind() {
        return StoreKind.SYSTEM;
    }

    @Override
    public String place() {
        return system.anchors().toString();
    }

    /** What the bundle lacks is not trusted yet, even when its file is there: the command has not run since. */
    @Override
    public List<StoreEntry> entries() {
        Map<X509Certificate, String> added = added();
        List<StoreEntry> entries = new ArrayList<>();
        for (X509Certificate certificate : certificates(system.bundle())) {
            String name = added.remove(certificate);
            entries.add(new StoreEntry(name == null ? "" : name, certificate, true));
        }
        added.forEach((certificate, name) -> entries.add(new StoreEntry(name, certificate, false)));
        return entries;
    }

    @Override
    public void add(TrustedRoot root) {
        requireWritable();
        // Programs of every user read it, whatever the umask of root is.
        AtomicFiles.write(FileWrite.open(file(root), Pem.certificates(List.of(root.certificate()))));
        update();
    }

    @Override
    public void remove(TrustedRoot root) {
        requireWritable();
        AtomicFiles.delete(file(root));
        update();
    }

    private Path file(TrustedRoot root) {
        return system.anchors().resolve(root.entry() + system.suffix());
    }

    private void requireWritable() {
        if (!Files.isWritable(system.anchors())) {
            throw TrustErrors.notWritable(place());
        }
    }

    private void update() {
        ProcessRun.Captured ended = Machine.run(system.update());
        if (ended.exitCode() != 0) {
            throw TrustErrors.failed(system.update(), ended);
        }
    }

    private Map<X509Certificate, String> added() {
        Map<X509Certificate, String> added = new LinkedHashMap<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(system.anchors(), TrustedRoot.PREFIX + "*" + system.suffix())) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                for (X509Certificate certificate : certificates(file)) {
                    added.put(
                            certificate,
                            name.substring(0, name.length() - system.suffix().length()));
                }
            }
        } catch (IOException unreadable) {
            throw TrustErrors.unreadable(place(), unreadable);
        }
        return added;
    }

    private static List<X509Certificate> certificates(Path file) {
        try {
            return Files.exists(file) ? RootBundle.certificates(InputFile.bytes(file)) : List.of();
        } catch (IOException unreadable) {
            throw TrustErrors.unreadable(file.toString(), unreadable);
        }
    }
}
