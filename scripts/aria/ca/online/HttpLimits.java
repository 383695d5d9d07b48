package aria.ca.online;

import java.time.Duration;

/**
 * The limits of time and size for responses of a CA.
 *
 * @param connect  until a connection stands
 * @param answer   from the request to the last byte of its answer
 * @param attempts how often what is safe to repeat is tried; 1 for once
 * @param pause    the longest before the second attempt; doubled before each further one
 * @param bytes    the longest answer that is read
 */
public record HttpLimits(Duration connect, Duration answer, int attempts, Duration pause, int bytes) {

    private static final int MEBIBYTE = 1024 * 1024;

    /** For a command that a person waits for. */
    public static final HttpLimits NORMAL =
            new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(30), 4, Duration.ofMillis(250), MEBIBYTE);

    /** The same, for an answer that may be larger: a revocation list. */
    HttpLimits taking(int moreBytes) {
        return new HttpLimits(connect, answer, attempts, pause, moreBytes);
    }
}
