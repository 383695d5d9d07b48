import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Brings JBang's jar to the place where {@code jbangw} wants it, from Maven's local repository, the address in
 * {@code JBANGW_REPO} or Maven, pinned by its checksum; where there is none of these, as a link to that of a JBang on the PATH.
 */
final class FetchJBang {
    private static final String VERSION = "0.132.1";
    private static final String SHA_256 = "f977075849cff866f45b27997f5671ab8a336a5dd3cf9e702b3479128338f3a7";
    private static final String ARTIFACT = "dev/jbang/jbang-cli/" + VERSION + "/jbang-cli-" + VERSION + "-all.jar";
    private static final int FAILED = 125;

    private final Path jar;
    private final Path work;

    private FetchJBang(Path jar) {
        this.jar = jar;
        this.work = jar.resolveSibling(".download." + ProcessHandle.current().pid());
    }

    /**
     * Ends with 125, and a line that says why, when the jar is not there in the end.
     *
     * @param arguments the jar's place, in the launcher's own folder
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        FetchJBang fetch = new FetchJBang(Path.of(arguments[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(fetch::cleanUp));
        Path lock = fetch.jar.resolveSibling("../wrapper.lock").normalize();
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            Optional<String> failure = Files.exists(fetch.jar) ? Optional.empty() : fetch.failure();
            if (failure.isPresent()) {
                System.err.println("jbangw: " + failure.get());
                System.exit(FAILED);
            }
        }
    }

    private Optional<String> failure() throws IOException, InterruptedException {
        Path local = Path.of(System.getenv("HOME"), ".m2/repository", ARTIFACT);
        Optional<String> repository =
                Optional.ofNullable(System.getenv("JBANGW_REPO")).filter(text -> !text.isEmpty());
        boolean isLocal = Files.isRegularFile(local) && isGenuine(local);
        if (!isLocal && repository.isEmpty() && onPath("mvn").isEmpty()) {
            return linkToTheOneOnThePath();
        }
        System.err.println("jbangw: fetching JBang " + VERSION);
        Files.createDirectory(work);
        Path fetched = work.resolve(jar.getFileName());
        if (isLocal) {
            Files.copy(local, fetched);
        } else if (!runs(command(repository))) {
            return Optional.of("JBang " + VERSION + " could not be fetched: see the lines above");
        }
        if (!isGenuine(fetched)) {
            return Optional.of(
                    "JBang " + VERSION + " was fetched, but its SHA-256 is not the pinned one: nothing was kept");
        }
        Files.move(fetched, jar, StandardCopyOption.ATOMIC_MOVE);
        return Optional.empty();
    }

    private Optional<String> linkToTheOneOnThePath() throws IOException {
        Optional<Path> jbang = onPath("jbang");
        if (jbang.isEmpty()) {
            return Optional.of(
                    "neither Maven nor JBang found: install one of them (JBang: https://www.jbang.dev/download)");
        }
        Path program = jbang.get().toRealPath();
        Optional<Path> own = Stream.of(program.resolveSibling("jbang.jar"), jar.resolveSibling("../bin/jbang.jar"))
                .filter(Files::isRegularFile)
                .findFirst();
        if (own.isEmpty()) {
            return Optional.of("there is no jbang.jar beside " + program
                    + ": install Maven, or JBang from https://www.jbang.dev/download");
        }
        Files.deleteIfExists(jar);
        Files.createSymbolicLink(jar, own.get().normalize());
        return Optional.empty();
    }

    private static boolean isGenuine(Path file) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest).equals(SHA_256);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> command(Optional<String> repository) {
        String name = jar.getFileName().toString();
        if (repository.isPresent() && onPath("curl").isPresent()) {
            return List.of("curl", "-fsSL", "--retry", "3", "-o", name, address(repository.get()));
        }
        if (repository.isPresent() && onPath("wget").isPresent()) {
            return List.of("wget", "-q", "-O", name, address(repository.get()));
        }
        return List.of(
                "mvn",
                "-q",
                "-B",
                "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy",
                "-Dartifact=dev.jbang:jbang-cli:" + VERSION + ":jar:all",
                "-DoutputDirectory=.");
    }

    private static String address(String repository) {
        return repository.replaceAll("/$", "") + "/" + ARTIFACT;
    }

    /** In a folder of its own: a pom.xml elsewhere is none of our business. What the program says is shown when it fails. */
    private boolean runs(List<String> command) throws IOException, InterruptedException {
        Path log = work.resolve("log");
        int status = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (status != 0) {
            Files.copy(log, System.err);
        }
        return status == 0;
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, program))
                .filter(file -> file.isAbsolute() && Files.isExecutable(file))
                .findFirst();
    }

    /** Also when this is interrupted. */
    private void cleanUp() {
        if (!Files.exists(work)) {
            return;
        }
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
