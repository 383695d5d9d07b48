package aria.testing;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;

/** Types on a terminal, a key after the other, and waits for what is to be seen there. */
public final class Typist implements AutoCloseable {
    private final Process process;
    private final Reader screen;
    private final Writer keys;
    private final StringBuilder seen = new StringBuilder();

    /** @param command what runs on the terminal, for a shell */
    public Typist(Path folder, Map<String, String> environment, String command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Needs.program("script").toString(), "-qefc", command, "/dev/null")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        process = builder.start();
        screen = process.inputReader();
        keys = process.outputWriter();
    }

    /** Types, with {@code \t} for the key of that name. */
    public Typist type(String text) throws IOException {
        keys.write(text);
        keys.flush();
        return this;
    }

    /**
     * Returns when this has come to the screen, behind what was waited for before.
     *
     * @throws AssertionError when the command ends without it
     */
    public Typist until(String text) throws IOException {
        int at;
        while ((at = seen.indexOf(text)) < 0) {
            int c = screen.read();
            if (c < 0) {
                throw new AssertionError("'" + text + "' did not come, but: " + seen);
            }
            seen.append((char) c);
        }
        seen.delete(0, at + text.length());
        return this;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        screen.close();
        keys.close();
    }
}
