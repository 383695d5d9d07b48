package aria.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * A file that {@link AtomicFiles#write} creates or replaces, as a value.
 *
 * @param path       where; a symbolic link is followed when {@code mode} is empty and replaced otherwise
 * @param content    every byte of the file; copied in and out
 * @param mode       the exact mode; empty for a user's file, which keeps its owner, group and mode
 *                   ({@link FileMode#PUBLIC} when it does not exist yet)
 * @param folderMode the mode of every parent folder that has to be created; empty when the parent must exist
 */
public record FileWrite(Path path, byte[] content, Optional<FileMode> mode, Optional<FileMode> folderMode) {

    public FileWrite {
        Objects.requireNonNull(path);
        Objects.requireNonNull(mode);
        Objects.requireNonNull(folderMode);
        content = content.clone();
    }

    /** A copy of the content. */
    @Override
    public byte[] content() {
        return content.clone();
    }

    /** A file anyone may read, in folders anyone may enter. */
    public static FileWrite open(Path path, byte[] content) {
        return new FileWrite(path, content, Optional.of(FileMode.PUBLIC), Optional.of(FileMode.PUBLIC_DIR));
    }

    /** A file anyone may read that lies beside keys, so its missing folders are created for the owner alone. */
    public static FileWrite openAmongSecrets(Path path, byte[] content) {
        return new FileWrite(path, content, Optional.of(FileMode.PUBLIC), Optional.of(FileMode.SECRET_DIR));
    }

    /** A file only the owner may read, in folders only the owner may enter. */
    public static FileWrite secret(Path path, byte[] content) {
        return new FileWrite(path, content, Optional.of(FileMode.SECRET), Optional.of(FileMode.SECRET_DIR));
    }

    /** A file of the user's: link followed, owner, group and mode kept. */
    public static FileWrite ofUser(Path path, byte[] content) {
        return new FileWrite(path, content, Optional.empty(), Optional.of(FileMode.PUBLIC_DIR));
    }

    /**
     * The {@code .gitignore} that keeps everything in a generated folder, itself included, out of git.
     *
     * @param folder     the generated folder
     * @param folderMode the mode the folder gets when it has to be created
     */
    public static FileWrite ignoreAll(Path folder, FileMode folderMode) {
        return new FileWrite(
                folder.resolve(".gitignore"),
                "*\n".getBytes(StandardCharsets.US_ASCII),
                Optional.of(FileMode.PUBLIC),
                Optional.of(folderMode));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileWrite that
                && path.equals(that.path)
                && Arrays.equals(content, that.content)
                && mode.equals(that.mode)
                && folderMode.equals(that.folderMode);
    }

    @Override
    public int hashCode() {
        return Objects.hash(path, Arrays.hashCode(content), mode, folderMode);
    }

    /** Names the file and its size; never the content, which may be a key. */
    @Override
    public String toString() {
        return "FileWrite[" + path + ", " + content.length + " bytes, " + mode + "]";
    }
}
