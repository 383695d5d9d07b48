package aria.store;

import java.nio.file.Path;

/** A folder that holds, or shall hold, keys can be written by others than its owner. */
public final class UnsafeFolder extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param folder      the folder
     * @param permissions its mode in the form of {@code ls}, such as {@code rwxrwxr-x}
     */
    public UnsafeFolder(Path folder, String permissions) {
        super(
                folder + " holds keys and can be written by others (" + permissions + "): run chmod go-w " + folder
                        + ", or where that changes nothing, as on a Windows drive in WSL, work in a folder that keeps permissions");
    }
}
