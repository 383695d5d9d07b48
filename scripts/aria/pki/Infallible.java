package aria.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;

/**
 * Calls that the JDK declares to fail, and that do not with the algorithms and the encodings that this program uses.
 */
public final class Infallible {
    private Infallible() {}

    /** Such a call. */
    @FunctionalInterface
    public interface Call<T> {
        /**
         * Makes it.
         *
         * @throws GeneralSecurityException where this Java lacks what every Java has
         * @throws IOException              where what was parsed cannot be encoded
         */
        T make() throws GeneralSecurityException, IOException;
    }

    /**
     * Returns what a call gives.
     *
     * @param broken what is the matter when it does fail
     * @throws IllegalStateException when it does: a bug
     */
    public static <T> T get(String broken, Call<T> call) {
        try {
            return call.make();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(broken, e);
        }
    }
}
