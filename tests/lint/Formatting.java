package lint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The form of the sources: palantir-java-format, in a JVM that opens the compiler to it. */
public final class Formatting {
    private final Jdk jdk;

    /** Uses the compiler of this JDK. */
    public Formatting(Jdk jdk) {
        this.jdk = jdk;
    }

    /**
     * Names the files that are not in form on standard error, or brings them into it.
     *
     * @param fix write the files
     * @return whether all are in form now
     * @throws IOException when the formatter cannot be started
     */
    public boolean run(Sources sources, boolean fix) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(jdk.program("java")));
        command.addAll(opened("--add-exports"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FormatFiles.class.getName()));
        command.add(fix ? "fix" : "check");
        Process formatter = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        String files = sources.files().stream().map(Path::toString).collect(Collectors.joining("\n"));
        formatter.getOutputStream().write(files.getBytes(StandardCharsets.UTF_8));
        formatter.getOutputStream().close();
        return formatter.waitFor() == 0;
    }

    /** Returns an option for each package of the compiler that formatter and analysis look into. */
    static List<String> opened(String option) {
        return Stream.of("api", "code", "comp", "file", "main", "model", "parser", "processing", "tree", "util")
                .map(part -> option + "=jdk.compiler/com.sun.tools.javac." + part + "=ALL-UNNAMED")
                .toList();
    }
}
