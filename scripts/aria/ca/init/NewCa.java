package aria.ca.init;

import aria.ca.OfflineSigner;
import aria.store.FileWrite;
import java.nio.file.Path;
import java.util.List;

/**
 * A CA that was made in memory and is to be written.
 *
 * @param files       everything to write, the backups' copies included
 * @param backups     the copies among {@code files} that keep what {@code --force} replaces; empty otherwise
 * @param signer      signs with the new CA, before anything is on disk
 * @param fingerprint SHA-256 of the root certificate, lower-case hex
 */
public record NewCa(List<FileWrite> files, List<Path> backups, OfflineSigner signer, String fingerprint) {
    public NewCa {
        files = List.copyOf(files);
        backups = List.copyOf(backups);
    }
}
