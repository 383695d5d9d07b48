package aria.ca;

import static aria.finding.Remedy.advice;

import aria.ca.config.CaErrors;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** Reads and makes passwords in files. */
public final class Passwords {

    /**
     * PBKDF2 iterations for a password of {@link #random()}: its 256 bits can't be guessed at any count. A password
     * that a person chose would need 600,000.
     */
    public static final int ITERATIONS = 10_000;

    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Passwords() {}

    /** 256 random bits in base64url, 43 characters. */
    public static char[] random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).toCharArray();
    }

    /** The password and a newline. */
    public static byte[] file(char[] password) {
        return (new String(password) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * As step-ca reads such a file: white space at the end does not count, in front it does.
     *
     * @throws aria.finding.RefusedException when nothing is left
     */
    public static char[] read(byte[] file, String label) {
        String password = new String(file, StandardCharsets.UTF_8).stripTrailing();
        if (password.isEmpty()) {
            throw CaErrors.in(label, "the password is empty", advice("restore the password that was in it"));
        }
        return password.toCharArray();
    }
}
