package aria.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret by which a user recognises on a machine what earlier runs wrote there. It is kept in a folder of the
 * user's own, never in a project.
 *
 * @param user who it belongs to
 * @param file where it is or will be; empty where nothing can be kept
 */
public record StateKey(RealUser user, Optional<Path> file) {
    private static final int BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    /** Finds the place of the key of this process's user. */
    public static StateKey here() {
        Map<String, String> environment = System.getenv();
        return of(environment, RealUser.of(environment));
    }

    /**
     * Finds the place: {@code ARIA_STATE_DIR}, systemd's {@code STATE_DIRECTORY}, {@code XDG_STATE_HOME/aria},
     * {@code ~/.local/state/aria}; relative ones do not count.
     */
    static StateKey of(Map<String, String> environment, RealUser user) {
        return new StateKey(
                user,
                Stream.of(
                                absolute(environment.get("ARIA_STATE_DIR")),
                                absolute(environment.get("STATE_DIRECTORY")),
                                absolute(environment.get("XDG_STATE_HOME")).map(home -> home.resolve("aria")),
                                user.home().map(home -> home.resolve(".local/state/aria")))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .map(folder -> UserPath.real(folder).resolve("record.key")));
    }

    private static Optional<Path> absolute(String folder) {
        // systemd names several, with colons between them.
        return Optional.ofNullable(folder)
                .map(text -> text.split(":", 2)[0])
                .filter(text -> text.startsWith("/"))
                .map(Path::of);
    }

    /**
     * Returns the code of a text, by the key that is there.
     *
     * @return empty when there is no key, or none that can be trusted
     */
    public Optional<String> code(String text) {
        try {
            return read().map(key -> code(key, text));
        } catch (IOException unusable) {
            return Optional.empty();
        }
    }

    /**
     * Returns the code of a text, by a key that is made where there is none.
     *
     * @return empty where none can be kept
     */
    public Optional<String> codeToKeep(String text) {
        return problem().isPresent() ? Optional.empty() : code(text);
    }

    /** Returns whether there is a key that can be used. */
    public boolean exists() {
        return code("").isPresent();
    }

    /** Returns whether there is a key that can be used, or could be one. Makes none. */
    public boolean possible() {
        Optional<Path> folder = file.map(Path::getParent).map(UserPath::there);
        return exists()
                || folder.filter(Files::isDirectory).filter(Files::isWritable).isPresent()
                        && file.filter(Files::exists).isEmpty();
    }

    /** Makes the key where there is none, and says why none can be kept; empty when there is one. */
    public Optional<String> problem() {
        if (file.isEmpty()) {
            return Optional.of("the user has no home folder");
        }
        try {
            Arrays.fill(secret(file.get()).readOrCreate(StateKey::fresh), (byte) 0);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(DiskTrouble.of(file.get(), "used", e).getMessage());
        }
    }

    private static String code(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Compares two codes in a time that does not tell where they differ. */
    public static boolean equal(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    private Optional<byte[]> read() throws IOException {
        return file.isEmpty() ? Optional.empty() : secret(file.get()).read();
    }

    private PrivateFile secret(Path key) {
        return new PrivateFile(user, key, BYTES);
    }

    private static byte[] fresh() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
