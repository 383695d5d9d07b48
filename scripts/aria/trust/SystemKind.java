package aria.trust;

import java.nio.file.Path;
import java.util.List;

/**
 * How a family of systems keeps the roots that an administrator adds.
 *
 * @param name    of the family
 * @param anchors the folder for one file a root
 * @param suffix  what the file's name has to end with
 * @param update  the command that makes the folder count
 * @param bundle  the file with all trusted roots, which that command writes
 */
public record SystemKind(String name, Path anchors, String suffix, List<String> update, Path bundle) {
    /** The known ones; the first whose folder is there counts, because some have the folder of another as well. */
    static final List<SystemKind> ALL = List.of(
            new SystemKind(
                    "Fedora, RHEL",
                    Path.of("/etc/pki/ca-trust/source/anchors"),
                    ".pem",
                    List.of("update-ca-trust", "extract"),
                    Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem")),
            new SystemKind(
                    "Arch",
                    Path.of("/etc/ca-certificates/trust-source/anchors"),
                    ".crt",
                    List.of("trust", "extract-compat"),
                    Path.of("/etc/ca-certificates/extracted/tls-ca-bundle.pem")),
            new SystemKind(
                    "SUSE",
                    Path.of("/etc/pki/trust/anchors"),
                    ".pem",
                    List.of("update-ca-certificates"),
                    Path.of("/var/lib/ca-certificates/ca-bundle.pem")),
            new SystemKind(
                    "Debian, Ubuntu, Alpine",
                    Path.of("/usr/local/share/ca-certificates"),
                    ".crt",
                    List.of("update-ca-certificates"),
                    Path.of("/etc/ssl/certs/ca-certificates.crt")));

    /** Keeps an unmodifiable copy. */
    public SystemKind {
        update = List.copyOf(update);
    }
}
