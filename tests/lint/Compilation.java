package lint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the compiler, Error Prone and the checks of Javadoc find in the sources; each finding counts. */
public final class Compilation {
    /** Not among the libraries of this program: the compiler of a JDK 17, which builds it, would load the plugin and fail. */
    private static final String ERROR_PRONE = "com.google.errorprone:error_prone_core:2.52.0";

    /**
     * Left out: {@code classfile} and {@code processing} are about libraries; {@code serial}, because nothing is
     * serialized; {@code try}, which takes a lock that is held for a block to be unused.
     */
    private static final List<String> ANALYSIS = List.of(
            "-XDcompilePolicy=simple",
            "--should-stop=ifError=FLOW",
            "-Xmaxerrs",
            "10000",
            "-Xmaxwarns",
            "10000",
            "-Xlint:all,-classfile,-processing,-serial,-try",
            "-Xdoclint:all,-missing");

    private final Jdk jdk;
    private final Checkout checkout;

    /** Uses this JDK's compiler, for the oldest Java that the program runs on, and the checkout's launcher to get Error Prone. */
    public Compilation(Jdk jdk, Checkout checkout) {
        this.jdk = jdk;
        this.checkout = checkout;
    }

    /**
     * Compiles everything into a folder that is deleted afterwards; findings go to standard error.
     *
     * @return whether nothing was found
     * @throws IOException when the compiler cannot be started, a file cannot be read, or Error Prone is not available
     */
    public boolean run(Sources sources) throws IOException, InterruptedException {
        List<String> undocumented =
                Documentation.findings(sources, checkout.root().resolve("scripts"));
        undocumented.forEach(System.err::println);
        Path out = Files.createTempDirectory("lint");
        try {
            Path files = Files.write(
                    out.resolve("files"),
                    sources.files().stream().map(Path::toString).toList());
            List<String> command =
                    new ArrayList<>(List.of(jdk.program("javac"), "-J-XX:+UseSerialGC", "--release", "17"));
            command.addAll(Formatting.opened("-J--add-exports"));
            command.add("-J--add-opens=jdk.compiler/com.sun.tools.javac.code=ALL-UNNAMED");
            command.add("-J--add-opens=jdk.compiler/com.sun.tools.javac.comp=ALL-UNNAMED");
            command.addAll(ANALYSIS);
            command.add("-Xplugin:ErrorProne" + checks());
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
            command.addAll(List.of("-processorpath", checkout.output("jbangw", "info", "classpath", ERROR_PRONE)));
            command.addAll(List.of("-d", out.resolve("classes").toString(), "@" + files));
            return silent(new ProcessBuilder(command)) && undocumented.isEmpty();
        } finally {
            try (Stream<Path> all = Files.walk(out)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Any output is a finding. {@code -Werror} would do, but Error Prone stops at the first file where it counts. */
    private static boolean silent(ProcessBuilder javac) throws IOException, InterruptedException {
        javac.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVAC_OPTIONS"));
        Process process = javac.redirectErrorStream(true).start();
        long output = process.getInputStream().transferTo(System.err);
        return process.waitFor() == 0 && output == 0;
    }

    /** Names Error Prone's checks that are not as it has them by default; the file says why. */
    private String checks() throws IOException {
        return Files.readAllLines(checkout.root().resolve("tests/lint/checks.txt")).stream()
                .map(line -> line.split(" +", 3))
                .filter(words -> !words[0].equals("#"))
                .map(words -> " -Xep:" + words[1] + (words[0].equals("on") ? ":ERROR" : ":OFF"))
                .collect(Collectors.joining());
    }
}
