package aria.ca.init;

import java.nio.file.Path;

/** What becomes of the root's private key once the intermediate is signed. */
public sealed interface RootKeyPlace {

    /** It stays, encrypted, in {@code config/root-ca}; verify warns until it is moved. */
    record Keep() implements RootKeyPlace {}

    /** It is never written: no other intermediate can be made under this root. Suits CI. */
    record Discard() implements RootKeyPlace {}

    /**
     * It is written, encrypted and with its password, into another folder, for instance on a stick.
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
