package aria.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/** Shows a long text page by page, in the user's {@code PAGER}. */
final class Pager {
    /** As git's: ends by itself when all fits on the screen, keeps colours, leaves the text on the screen. */
    private static final String DEFAULT = "less -FRX";

    /** The prompt of {@code less} below a text that goes on, for whoever has chosen none. */
    private static final String PROMPT = "-Psspace for more, q to go back$";

    /** The exit status of a shell that cannot find the command (POSIX.1-2017, 2.8.2). */
    private static final int NOT_FOUND = 127;

    /** As git runs it: with its arguments, and quotes. */
    private static final String RUN = "eval \"$PAGER\"";

    private Pager() {}

    /**
     * Shows a text, and returns when the reader has seen it. Prints it without a pager when results do not go to a
     * terminal, when {@code PAGER} is empty, and when there is no such program.
     */
    static void show(Console console, String text) {
        String command = console.variable("PAGER").orElse(DEFAULT);
        if (!console.showsResults() || command.isBlank() || !paged(command, text)) {
            console.resultText(text);
        }
    }

    private static boolean paged(String command, String text) {
        try {
            ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", RUN)
                    .redirectOutput(Redirect.INHERIT)
                    .redirectError(Redirect.DISCARD);
            builder.environment().put("PAGER", command);
            builder.environment().putIfAbsent("LESS", PROMPT);
            Process pager = builder.start();
            write(pager.getOutputStream(), text);
            return pager.waitFor() != NOT_FOUND;
        } catch (IOException e) {
            throw new UncheckedIOException("the pager '" + command + "' cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** A reader may leave before the end; the pager then closes the pipe. */
    private static void write(OutputStream pager, String text) {
        try (pager) {
            pager.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException left) {
            return;
        }
    }
}
