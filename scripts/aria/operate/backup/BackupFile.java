package aria.operate.backup;

import static aria.finding.Remedy.advice;

import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.pki.Printable;
import aria.store.FileMode;
import java.nio.file.Path;
import java.util.Set;

/**
 * A file in a backup.
 *
 * @param path    relative to the project's root, normalised, below it
 * @param secret  whether only the owner may read it
 * @param content every byte
 */
record BackupFile(Path path, boolean secret, byte[] content) {
    private static final Set<String> HIDDEN = Set.of(".gitignore", ".dockerignore", ".env");

    /** @throws RefusedException for a path that leads out of a project, or into a hidden folder that is not ours */
    BackupFile {
        requireSafe(path.toString());
    }

    FileMode mode() {
        return secret ? FileMode.SECRET : FileMode.PUBLIC;
    }

    /**
     * Returns a path of a backup, which somebody else may have made.
     *
     * @throws RefusedException as the constructor
     */
    static Path requireSafe(String text) {
        Path path = Path.of(text.indexOf('\0') < 0 ? text : "/");
        boolean safe = !text.isEmpty()
                && !path.isAbsolute()
                && path.equals(path.normalize())
                && !path.startsWith("..")
                && text.chars().noneMatch(Character::isISOControl);
        for (int i = 1; safe && i < path.getNameCount(); i++) {
            safe = visible(path.getName(i));
        }
        // The first folder may be .aria, or what else home: names: Backup looks at it.
        if (!safe || path.getNameCount() == 1 && !visible(path)) {
            throw new RefusedException(
                    FindingId.BACKUP_UNUSABLE,
                    "the backup names a file outside of a project: " + Printable.line(text),
                    advice("restore another one; nothing was written"));
        }
        return path;
    }

    private static boolean visible(Path name) {
        return !name.toString().startsWith(".") || HIDDEN.contains(name.toString());
    }
}
