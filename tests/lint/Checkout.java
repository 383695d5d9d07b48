package lint;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The checkout that is looked at.
 *
 * @param root its top folder, relative to the current one
 */
public record Checkout(Path root) {

    /**
     * Returns the checkout that holds the current folder: the nearest folder above that has the launcher.
     *
     * @throws IOException when there is none
     */
    public static Checkout here() throws IOException {
        Path current = Path.of("").toAbsolutePath();
        return Stream.iterate(current, Objects::nonNull, Path::getParent)
                .filter(folder -> Files.isRegularFile(folder.resolve("jbangw")))
                .findFirst()
                .map(folder -> new Checkout(current.relativize(folder)))
                .orElseThrow(() -> new IOException("there is no jbangw in " + current + " or above"));
    }

    /**
     * Runs a script of the checkout; what it prints to standard error is shown.
     *
     * @param script relative to the checkout
     * @return whether it succeeded
     * @throws IOException when it cannot be started
     */
    public boolean run(String script, List<String> arguments) throws IOException, InterruptedException {
        return start(script, arguments, Redirect.DISCARD).waitFor() == 0;
    }

    /**
     * Runs a script of the checkout; what it prints to standard error is shown.
     *
     * @param script relative to the checkout
     * @return its standard output without blanks around it
     * @throws IOException when it cannot be started or fails
     */
    public String output(String script, String... arguments) throws IOException, InterruptedException {
        Process process = start(script, List.of(arguments), Redirect.PIPE);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(script + " " + String.join(" ", arguments) + " failed");
        }
        return output.strip();
    }

    private Process start(String script, List<String> arguments, Redirect output) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("sh", root.resolve(script).toString()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(Redirect.INHERIT)
                .redirectOutput(output)
                .start();
    }
}
