package aria.store;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The four modes of files and folders that this project creates; a user's own files keep theirs. */
public enum FileMode {
    /** {@code rw-r--r--}: certificates, ca.json, generated service configs. */
    PUBLIC("rw-r--r--"),
    /** {@code rw-------}: keys, passwords, undo records, the audit log. */
    SECRET("rw-------"),
    /** {@code rwxr-xr-x}: folders whose contents may be seen by everyone on the machine. */
    PUBLIC_DIR("rwxr-xr-x"),
    /** {@code rwx------}: folders that hold keys. */
    SECRET_DIR("rwx------");

    private final Set<PosixFilePermission> permissions;

    FileMode(String permissions) {
        this.permissions = Set.copyOf(PosixFilePermissions.fromString(permissions));
    }

    /** The permissions as the file system has them; never empty, unmodifiable. */
    public Set<PosixFilePermission> permissions() {
        return permissions;
    }
}
