import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rehearses a bootstrap in a scratch folder for an archive of the classes that all commands share (JEP 350). {@code jbangw} runs
 * this in the checkout's root, beside a command that is used again; without the archive, or should the JVM not like it,
 * everything works as before.
 */
final class MakeArchive {
    private static final Duration ABANDONED = Duration.ofMinutes(10);
    private static final Duration UNUSED = Duration.ofDays(30);

    private MakeArchive() {}

    /**
     * Makes the archive, or an empty file that says it could not be made. Only one process does so at a time.
     *
     * @param arguments the archive's path, in a folder of its own that is named by checkout and content; then the remembered
     *     command of bootstrap, whose class path ends with the script's own jar
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        Path archive = Path.of(arguments[0]);
        Path folder = archive.getParent();
        Path work = folder.resolveSibling(folder.getFileName() + ".work");
        if (Files.exists(work) && isOlder(work, ABANDONED)) {
            delete(work);
        }
        try {
            Files.createDirectory(work);
        } catch (FileAlreadyExistsException another) {
            return;
        }
        try {
            deleteOld(folder);
            Path made = rehearsed(Path.of(arguments[1]), work);
            Files.createDirectory(folder);
            if (Files.exists(made)) {
                Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.createFile(archive);
            }
        } finally {
            delete(work);
        }
    }

    private static boolean isOlder(Path path, Duration age) throws IOException {
        return Files.getLastModifiedTime(path)
                .toInstant()
                .isBefore(Instant.now().minus(age));
    }

    /** Those of this checkout, and those of checkouts that are gone: 30 MB each. One that is still in use is made again. */
    private static void deleteOld(Path folder) throws IOException {
        String name = folder.getFileName().toString();
        String checkout = name.substring(0, name.lastIndexOf('.') + 1);
        try (Stream<Path> folders = Files.list(folder.getParent())) {
            for (Path old : folders.filter(path -> path.getFileName().toString().startsWith("rehearsed."))
                    .filter(path -> !path.toString().endsWith(".work"))
                    .toList()) {
                if (old.getFileName().toString().startsWith(checkout) || isOlder(old, UNUSED)) {
                    delete(old);
                }
            }
        }
    }

    private static Path rehearsed(Path remembered, Path work) throws IOException, InterruptedException {
        copy(Path.of("compose"), work.resolve("compose"));
        List<String> lines = Files.readAllLines(remembered);
        List<String> arguments = lines.stream()
                .filter(line -> line.startsWith("\""))
                .map(line -> line.substring(1, line.length() - 1).replaceAll("\\\\(.)", "$1"))
                .toList();
        int at = arguments.indexOf("-classpath") + 1;
        String path = arguments.get(at);
        int last = path.lastIndexOf(':');
        Path archive = work.resolve("classes.jsa");
        ProcessBuilder java = new ProcessBuilder(
                        lines.get(0).substring(2),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:ArchiveClassesAtExit=" + archive,
                        "-Xlog:disable",
                        "-classpath",
                        path.substring(0, last),
                        "aria.cli.ArchiveTraining",
                        path.substring(last + 1),
                        arguments.get(at + 1),
                        "--yes",
                        "-q",
                        "--no-input",
                        "-C",
                        work.toString())
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD);
        java.environment()
                .keySet()
                .removeAll(Set.of("COMPOSE_FILE", "COMPOSE_PROJECT_NAME", "COMPOSE_PROFILES", "DOCKER_HOST"));
        java.start().waitFor();
        return archive;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
