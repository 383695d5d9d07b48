package aria.stackfiles;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A finished program: what it printed and how it ended. */
record Command(int exit, String out, String err) {

    /** Runs a program to its end. Its output goes through files, so that no pipe can fill up. */
    static Command run(List<String> words) throws IOException, InterruptedException {
        return run(words, Map.of());
    }

    /** The same, with some more environment variables. */
    static Command run(List<String> words, Map<String, String> environment) throws IOException, InterruptedException {
        Path out = Files.createTempFile("out", null);
        Path err = Files.createTempFile("err", null);
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            int exit = process.waitFor();
            return new Command(exit, text(out), text(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
