package aria.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Describes a failure of the disk in one line: the file, the attempted operation, and the cause. */
final class DiskTrouble {

    private DiskTrouble() {}

    /**
     * @param path what was touched
     * @param done what could not be done, as in "can't be <em>written</em>"
     */
    static UncheckedIOException of(Path path, String done, IOException cause) {
        return new UncheckedIOException(path + " cannot be " + done + ": " + reason(cause), cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist";
        }
        if (cause instanceof FileAlreadyExistsException there) {
            return there.getFile() + " is already there";
        }
        if (cause instanceof DirectoryNotEmptyException) {
            return "it is not empty";
        }
        if (cause instanceof FileSystemException refused && refused.getReason() != null) {
            return refused.getReason();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
