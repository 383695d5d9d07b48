package aria.ca.init;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** The destination of the root's private key after the intermediate is signed. */
public sealed interface RootKeyPlace {

    /** Keeps the key, encrypted, in {@code config/root-ca}; verify warns until it is moved. */
    record Keep() implements RootKeyPlace {}

    /** Never writes the key, so no other intermediate can be made under this root. Suits CI. */
    record Discard() implements RootKeyPlace {}

    /**
     * Writes the key, encrypted and with its password, to another folder, for example on a USB stick.
     *
     * @param folder relative paths start at the project's root
     */
    record In(Path folder) implements RootKeyPlace {}

    /**
     * Reads the value of {@code --root-key}: {@code keep}, {@code discard}, or a folder.
     *
     * @param typed makes a path lead from the project's root to where it leads from the working directory
     */
    static RootKeyPlace parse(String text, UnaryOperator<Path> typed) {
        return switch (text) {
            case "keep" -> new Keep();
            case "discard" -> new Discard();
            default -> new In(typed.apply(Path.of(text)));
        };
    }
}
