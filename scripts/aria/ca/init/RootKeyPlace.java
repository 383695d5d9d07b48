package aria.ca.init;

import java.nio.file.Path;

/** The destination of the root's private key after the intermediate is signed. */
public sealed interface RootKeyPlace {

    /** Keeps the key, encrypted, in {@code config/root-ca}; verify warns until it is moved. */
    record Keep() implements RootKeyPlace {}

    /** Never writes the key, so no other intermediate can be made under this root. Suits CI. */
    record Discard() implements RootKeyPlace {}

    /**
     * Writes the key, encrypted and with its password, to another folder, for example on a USB stick.
     *
     * @param folder relative paths start at the working directory
     */
    record In(Path folder) implements RootKeyPlace {}

    /** Reads the value of {@code --root-key}: {@code keep}, {@code discard}, or a folder. */
    static RootKeyPlace parse(String text) {
        return switch (text) {
            case "keep" -> new Keep();
            case "discard" -> new Discard();
            default -> new In(Path.of(text));
        };
    }
}
