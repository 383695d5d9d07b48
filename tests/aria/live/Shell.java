package aria.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A finished program.
 *
 * @param exit as it ended
 * @param out  standard output
 * @param err  standard error
 */
record Shell(int exit, String out, String err) {

    /** Runs a program in a folder; its output goes through files, so that no pipe can fill up. */
    static Shell run(Path folder, Duration limit, List<String> words) {
        try {
            Path out = Files.createTempFile("out", null);
            Path err = Files.createTempFile("err", null);
            try {
                Process process = new ProcessBuilder(words)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                process.getOutputStream().close();
                if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(words + " did not end within " + limit + ": " + Files.readString(out)
                            + Files.readString(err));
                }
                return new Shell(process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** What it printed, when it ended well. */
    String ok() {
        if (exit != 0) {
            throw new AssertionError("ended with " + exit + ": " + out + err);
        }
        return out;
    }
}
