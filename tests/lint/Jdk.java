package lint;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A JDK on this machine.
 *
 * @param home    its folder
 * @param feature its feature release, as in 17 or 25
 */
public record Jdk(Path home, int feature) {
    /** Folders that hold one JDK in each sub-folder, where they exist. */
    private static final List<String> SHELVES = List.of(
            "/usr/lib/jvm",
            "/Library/Java/JavaVirtualMachines",
            "~/.sdkman/candidates/java",
            "~/.jdks",
            "~/.jbang/cache/jdks");

    /**
     * Returns the newest JDK of the usual places, of {@code JAVA_HOME}, or the one that runs this.
     *
     * @throws IOException when a folder cannot be read
     */
    public static Jdk newest() throws IOException {
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        Optional.ofNullable(System.getenv("JAVA_HOME")).map(Path::of).ifPresent(homes::add);
        for (String shelf : SHELVES) {
            Path folder = Path.of(shelf.replaceFirst("^~", System.getProperty("user.home")));
            if (Files.isDirectory(folder)) {
                try (Stream<Path> found = Files.list(folder)) {
                    found.flatMap(path -> Stream.of(path, path.resolve("Contents/Home")))
                            .forEach(homes::add);
                }
            }
        }
        return homes.stream()
                .flatMap(home -> at(home).stream())
                .max(Comparator.comparingInt(Jdk::feature))
                .orElseThrow();
    }

    /** Returns the path of one of its programs, as {@code javac}. */
    public String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private static Optional<Jdk> at(Path home) {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/javac")) || !Files.isReadable(release)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release)) {
            properties.load(reader);
        } catch (IOException e) {
            return Optional.empty();
        }
        String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
        return version.isEmpty()
                ? Optional.empty()
                : Optional.of(new Jdk(home, Runtime.Version.parse(version).feature()));
    }
}
