import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The slow part of {@code jbangw}, which runs this file in the checkout's root: has JBang build what an alias stands for,
 * compares the jars on the class path with the checksums kept in the repository, and writes the arguments for {@code java} to a
 * file, which {@code java} reads by itself (JEP 329): no shell evaluates it.
 */
final class AskJBang {
    private static final Path SUMS = Path.of("scripts/launcher/jars.sha256");
    private static final Pattern BOUNCY_CASTLE = Pattern.compile("bc(prov|pkix|util)-.*\\.jar");

    private static final int FAILED = 125;
    /** JBang's status when it has printed a command to run instead of doing something itself. */
    private static final int COMMAND = 255;

    /** What JBang printed and ended with. */
    private record Answer(int status, String text) {}

    /** A java, and what to start it with. */
    private record Command(String java, List<String> arguments) {
        /** What JBang printed, quoted for a shell: blanks part words, single quotes keep text together, a backslash keeps a character. */
        static Command parse(String text) {
            List<String> words = new ArrayList<>();
            StringBuilder word = new StringBuilder();
            boolean quoted = false;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\'') {
                    quoted = !quoted;
                } else if (c == '\\' && !quoted) {
                    word.append(text.charAt(++i));
                } else if (c == ' ' && !quoted) {
                    words.add(word.toString());
                    word.setLength(0);
                } else {
                    word.append(c);
                }
            }
            words.add(word.toString());
            return new Command(words.get(0), words.subList(1, words.size()));
        }

        String classPath() {
            return arguments.get(arguments.indexOf("-classpath") + 1);
        }

        List<Path> jars() {
            return Stream.of(classPath().split(":")).map(Path::of).toList();
        }

        Command withClassPath(String path) {
            List<String> changed = new ArrayList<>(arguments);
            changed.set(changed.indexOf("-classpath") + 1, path);
            return new Command(java, changed);
        }

        /** The arguments as java reads them from a file. */
        List<String> lines() {
            return arguments.stream()
                    .map(text -> text.replace("\\", "\\\\").replace("\"", "\\\""))
                    .map(text -> '"' + text.replace("\n", "\\n").replace("\r", "\\r") + '"')
                    .toList();
        }
    }

    private final Path root = Path.of("").toAbsolutePath();
    private final Path jbang;
    private final Path store;
    private final Path built;

    private AskJBang(Path jbang) {
        this.jbang = jbang;
        this.store = jbang.getParent();
        String cache = store.resolveSibling("cache").toString();
        this.built = Path.of(System.getenv().getOrDefault("JBANG_CACHE_DIR", cache), "jars");
    }

    /**
     * Asks JBang.
     *
     * @param arguments JBang's jar in the launcher's own folder; {@code command}, or {@code tool} for one that is made of the
     *     tests too, or {@code once} to hand JBang the words as they are; the file to write; the alias, or the words
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        AskJBang ask = new AskJBang(Path.of(arguments[0]));
        Path file = Path.of(arguments[2]);
        try {
            if (arguments[1].equals("once")) {
                System.exit(ask.once(file, Arrays.asList(arguments).subList(3, arguments.length)));
            }
            ask.remember(file, arguments[3], arguments[1].equals("command"));
        } catch (IllegalStateException failure) {
            System.err.println("jbangw: " + failure.getMessage());
            System.exit(FAILED);
        }
    }

    private int once(Path file, List<String> words) throws IOException, InterruptedException {
        Answer answer = answer(words, Redirect.INHERIT);
        if (answer.status() != COMMAND) {
            System.out.print(answer.text().isEmpty() ? "" : answer.text() + "\n");
            return answer.status();
        }
        Command command = Command.parse(answer.text());
        List<String> lines = new ArrayList<>(List.of("#=" + command.java()));
        lines.addAll(command.lines());
        Files.write(file, lines);
        return 0;
    }

    /** One first run at a time; the system takes the lock from a process that has ended, however it did. */
    private void remember(Path file, String alias, boolean shared) throws IOException, InterruptedException {
        Path lock = store.resolveSibling("wrapper.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                System.err.println("jbangw: waiting for another first run");
                channel.lock();
            }
            Optional<Command> known = known(file);
            write(file, known.isPresent() ? known.get() : built(file, alias), shared);
        }
    }

    /** What JBang answered before, when all jars are still there: then only something about one has changed, perhaps its age. */
    private static Optional<Command> known(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        List<String> arguments = lines.stream()
                .filter(line -> line.startsWith("\""))
                .map(line -> line.substring(1, line.length() - 1).replaceAll("\\\\(.)", "$1"))
                .toList();
        return Optional.of(new Command(lines.get(0).substring(2), arguments)
                        .withClassPath(lines.get(1).substring(2)))
                .filter(command -> command.jars().stream().allMatch(Files::isRegularFile));
    }

    private Command built(Path file, String alias) throws IOException, InterruptedException {
        Answer answer = answer(
                List.of("run", alias + "@" + root.resolve("jbang-catalog.json")),
                Redirect.from(Path.of("/dev/null").toFile()));
        if (answer.status() != COMMAND) {
            throw new IllegalStateException("JBang could not build " + alias + ": see the lines above");
        }
        String name = file.getFileName().toString();
        String family = name.substring(0, name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
        try (Stream<Path> files = Files.list(store)) {
            for (Path old : files.filter(path -> path.getFileName().toString().startsWith(family))
                    .toList()) {
                Files.delete(old);
            }
        }
        return Command.parse(answer.text());
    }

    /** Runs JBang in the checkout, with what is above it and in the current folder of no account. */
    private Answer answer(List<String> words, Redirect input) throws IOException, InterruptedException {
        String home = System.getProperty("java.home");
        List<String> command =
                new ArrayList<>(List.of(home + "/bin/java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        Stream.of(System.getenv().getOrDefault("JBANG_JAVA_OPTIONS", "").split("\\s+"))
                .filter(option -> !option.isEmpty())
                .forEach(command::add);
        command.addAll(List.of("-cp", jbang.toString(), "dev.jbang.Main"));
        command.addAll(words);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectInput(input).redirectError(Redirect.INHERIT);
        Map<String, String> environment = builder.environment();
        environment.put("JAVA_HOME", home);
        environment.put("JBANG_DIR", store.getParent().toString());
        environment.put("JBANG_LOCAL_ROOT", root.getParent().toString());
        environment.put("JBANG_NO_VERSION_CHECK", "true");
        environment.put("JBANG_RUNTIME_SHELL", "bash");
        return output(builder);
    }

    /**
     * Compares the checksums, and writes what {@code jbangw} reads: the java, the class path as it was given, each jar that is
     * used and what {@code ls} says of it, which is asked before the jars are read; then the arguments.
     */
    private void write(Path file, Command given, boolean shared) throws IOException, InterruptedException {
        List<Path> jars = shared ? reordered(given.jars()) : given.jars();
        String seen = list(jars);
        verify(given.jars());
        List<String> lines = new ArrayList<>(List.of("#=" + given.java(), "#=" + given.classPath()));
        jars.forEach(jar -> lines.add("#:" + jar));
        seen.lines().forEach(line -> lines.add("#" + line));
        lines.addAll(given.withClassPath(jars.stream().map(Path::toString).collect(Collectors.joining(":")))
                .lines());
        Path written = Files.write(file.resolveSibling(file.getFileName() + ".new"), lines);
        // A jar that is newer than this file counts as changed; one of the future would do so for ever.
        for (Path jar : jars) {
            FileTime time = Files.getLastModifiedTime(jar);
            if (time.compareTo(Files.getLastModifiedTime(written)) > 0) {
                Files.setLastModifiedTime(written, time);
            }
        }
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What jbangw asks, too: inode, mode, owner, size, time of the last change. */
    private static String list(List<Path> jars) throws IOException, InterruptedException {
        ProcessBuilder ls = new ProcessBuilder("ls", "-lcniL").redirectErrorStream(true);
        jars.forEach(jar -> ls.command().add(jar.toString()));
        ls.environment().putAll(Map.of("LC_ALL", "C", "TZ", "UTC0"));
        return output(ls).text();
    }

    private static Answer output(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text.stripTrailing());
    }

    /** All but what JBang has built itself, which lies in the launcher's own folder. */
    private void verify(List<Path> jars) throws IOException {
        Map<String, String> sums = Files.readAllLines(SUMS).stream()
                .map(line -> line.split(" +", 2))
                .collect(Collectors.toMap(words -> words[1], words -> words[0]));
        jars.parallelStream()
                .filter(jar -> !jar.startsWith(built))
                .filter(jar -> !sha256(jar).equals(sums.get(jar.getFileName().toString())))
                .findFirst()
                .ifPresent(jar -> {
                    throw new IllegalStateException(
                            jar + " does not have the SHA-256 listed in " + SUMS
                                    + ": delete the file to have it fetched again; after a change of libraries run tests/jar-sums");
                });
    }

    private static String sha256(Path file) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(file + " cannot be read: " + e.getMessage());
        }
    }

    /** The script's own jar comes last, so that all commands can share an archive of what is before it. */
    private List<Path> reordered(List<Path> jars) throws IOException {
        List<Path> reordered = new ArrayList<>();
        for (Path jar : jars.subList(1, jars.size())) {
            boolean signed = BOUNCY_CASTLE.matcher(jar.getFileName().toString()).matches();
            reordered.add(signed ? unsigned(jar) : jar);
        }
        reordered.add(jars.get(0));
        return reordered;
    }

    /**
     * Returns a copy without the signature, which only a JCE provider needs: to check it takes a fifth of a second at each
     * start, and keeps classes out of an archive. A copy that is there and the same stays as it is.
     */
    private Path unsigned(Path jar) throws IOException {
        Path folder = Files.createDirectories(
                store.resolve("unsigned." + Runtime.version().feature()));
        Path copy = folder.resolve(jar.getFileName());
        Path work = Files.copy(jar, folder.resolve("new.jar"), StandardCopyOption.REPLACE_EXISTING);
        try (FileSystem zip = FileSystems.newFileSystem(work)) {
            try (Stream<Path> files = Files.list(zip.getPath("META-INF"))) {
                for (Path file : files.filter(f -> f.toString().matches(".*\\.(SF|RSA|DSA|EC)"))
                        .toList()) {
                    Files.delete(file);
                }
            }
            Path manifest = zip.getPath("META-INF/MANIFEST.MF");
            Files.writeString(manifest, Files.readString(manifest).split("\r?\n\r?\n", 2)[0] + "\n\n");
            Files.setLastModifiedTime(manifest, FileTime.fromMillis(0));
        }
        if (Files.exists(copy) && Files.mismatch(work, copy) < 0) {
            Files.delete(work);
        } else {
            Files.move(work, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }
}
