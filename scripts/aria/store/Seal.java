package aria.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells the records that this user wrote, on this machine and for this checkout, from all others: they end with a
 * code that only the user's key gives. It covers the record, its name and the place of the checkout.
 *
 * @param layout where the records lie
 * @param key    the user's
 */
public record Seal(Layout layout, StateKey key) {
    private static final Pattern SEALED = Pattern.compile(",\n  \"mac\": \"([0-9a-f]{64})\"\n}\n\\z");
    private static final String END = "\n}\n";

    /** Returns the seal of this process's user. */
    public static Seal of(Layout layout) {
        return new Seal(layout, StateKey.here());
    }

    /**
     * Returns the record with its code; as it is, where no key can be kept.
     *
     * @param name the file or folder that it is kept in
     * @param json an object, indented by two blanks
     */
    public String sign(Path name, String json) {
        return key.codeToKeep(context(name) + json)
                .map(code -> json.substring(0, json.length() - END.length()) + ",\n  \"mac\": \"" + code + '"' + END)
                .orElse(json);
    }

    /**
     * Returns by what a record is known that is not this user's; empty for one that is.
     *
     * @param name as for {@link #sign}
     * @param file the record itself, which has to belong to the user, as all folders above it
     */
    public Optional<String> foreign(Path name, Path file, String text) {
        Matcher sealed = SEALED.matcher(text);
        boolean ours = sealed.find()
                && key.user().owns(file, file.startsWith(layout.root()) ? layout.root() : layout.mtlsFolder())
                && key.code(context(name) + text.substring(0, sealed.start()) + END)
                        .filter(code -> StateKey.equal(code, sealed.group(1)))
                        .isPresent();
        return ours ? Optional.empty() : Optional.of(digest(layout.display(name) + "\0" + text));
    }

    /** Returns a record without the code that somebody gave it. */
    public static String unsigned(String text) {
        Matcher sealed = SEALED.matcher(text);
        return sealed.find() ? text.substring(0, sealed.start()) + END : text;
    }

    /** Returns what a person names records by that are not trusted: it changes when one of them does. */
    public static String digest(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }

    private String context(Path name) {
        try {
            Path root = Files.exists(layout.root()) ? layout.root().toRealPath() : layout.root();
            return "aria.record/1\0" + root + "\0" + layout.display(name) + "\0";
        } catch (IOException e) {
            throw new UncheckedIOException(layout.root() + " can't be read: " + e.getMessage(), e);
        }
    }
}
