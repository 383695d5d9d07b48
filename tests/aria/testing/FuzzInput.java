package aria.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a {@link Fuzz} test makes of its bytes: the first line says what is to be done, the rest is the file it is done to.
 *
 * @param kind     the first line up to its first blank; empty when the input has no line feed
 * @param argument the first line behind that blank; empty when there is none
 * @param body     what follows the line feed, any bytes
 */
public record FuzzInput(String kind, String argument, byte[] body) {
    /** Splits an input. */
    public static FuzzInput of(byte[] input) {
        for (int i = 0; i < input.length; i++) {
            if (input[i] == '\n') {
                String head = new String(input, 0, i, StandardCharsets.ISO_8859_1);
                int blank = head.indexOf(' ');
                return new FuzzInput(
                        blank < 0 ? head : head.substring(0, blank),
                        blank < 0 ? "" : head.substring(blank + 1),
                        Arrays.copyOfRange(input, i + 1, input.length));
            }
        }
        return new FuzzInput("", "", input);
    }

    /** The body as UTF-8, what is none of it replaced. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
