package aria.commands;

import aria.cli.Console;
import aria.cli.Launcher;
import aria.cli.Terminal;
import aria.store.ChildJvm;
import aria.store.Digest;
import aria.store.Layout;
import aria.testing.Checkout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A user's folder, and the commands run in it as {@code jbang} runs them, but in this process and on no terminal. */
public final class Project {
    /** The name of the person at the keyboard, whoever runs the tests. */
    public static final String USER = "ada";

    private static final String LOG = "audit.log";
    /** Entries that change nothing: of a refusal, and of what a torn line was before it. */
    private static final Pattern NO_CHANGE = Pattern.compile("\"result\":\"refused: |\"event\":\"gap\"");

    public final Path root;
    public final Layout layout;

    private Project(Path root) {
        this.root = root;
        this.layout = Layout.of(root);
    }

    /**
     * An empty folder.
     *
     * @param folder the test's own, in which the project becomes a folder named {@code project}
     */
    public static Project empty(Path folder) {
        return new Project(make(folder.resolve("project")));
    }

    /** A project that is there already. */
    static Project at(Path root) {
        return new Project(root);
    }

    /** The same files, links and modes in another folder, which does not exist yet. */
    Project copyTo(Path other) {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.toList()) {
                Files.copy(
                        path,
                        other.resolve(root.relativize(path).toString()),
                        LinkOption.NOFOLLOW_LINKS,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
            return new Project(other);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ARIA stack as this repository ships it: {@code compose/} and {@code config/}, without what init-ca makes. */
    public static Project aria(Path folder) {
        Project project = empty(folder);
        for (String part : List.of("compose", "config")) {
            Path from = Checkout.root().resolve(part);
            try (Stream<Path> all = Files.walk(from)) {
                List<Path> files = all.filter(Files::isRegularFile)
                        .filter(Project::isShipped)
                        .toList();
                for (Path file : files) {
                    Path to = project.root
                            .resolve(part)
                            .resolve(from.relativize(file).toString());
                    make(to.getParent());
                    Files.copy(file, to);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return project;
    }

    private static boolean isShipped(Path file) {
        return !file.toString().matches(".*/(pki|secrets|db|root-ca|backup[^/]*)/.*");
    }

    /** How a command ended, and what it said. */
    public record Ran(int exit, String out, String err) {
        /** The lines on standard error that begin with {@code error:}. */
        public List<String> errors() {
            return err.lines().filter(line -> line.startsWith("error:")).toList();
        }
    }

    /** Runs a command, by its alias, in this folder, on no terminal. */
    public Ran run(String alias, String... arguments) {
        return run(new Terminal(false, false, false, Map.of("LC_ALL", "C.UTF-8")), alias, arguments);
    }

    /**
     * As {@link #run(String, String...)}.
     *
     * @param words the alias, and what follows it
     */
    Ran run(String[] words) {
        return run(words[0], Arrays.copyOfRange(words, 1, words.length));
    }

    /**
     * Runs a command in a process of its own, for what its environment decides.
     *
     * @param environment more than this process has
     */
    public ChildJvm.Ended runWith(Map<String, String> environment, String alias, String... arguments)
            throws IOException, InterruptedException {
        Process process = ChildJvm.start(
                null,
                List.of("-cp", Scripts.classPath()),
                environment,
                Scripts.mainClass(alias),
                Stream.concat(Stream.of("-C", root.toString()), Stream.of(arguments))
                        .toArray(String[]::new));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new ChildJvm.Ended(process.waitFor(), said);
    }

    /** The words that run a command in a process of its own, here and nowhere else on the machine. */
    public List<String> words(String alias, String... arguments) {
        return Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:+UseSerialGC",
                                "-cp",
                                Scripts.classPath(),
                                Scripts.mainClass(alias),
                                "-C",
                                root.toString()),
                        Stream.of(arguments))
                .toList();
    }

    /**
     * Runs a command for a person who answers what it asks.
     *
     * @param answer    one, or a line for each question
     * @param meanwhile happens before the answer is given
     */
    public Ran answer(String answer, Runnable meanwhile, String alias, String... arguments) {
        InputStream keyboard = System.in;
        System.setIn(new ByteArrayInputStream((answer + "\n").getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                if (pos == 0) {
                    meanwhile.run();
                }
                int end = pos;
                while (end < count && buf[end] != '\n') {
                    end++;
                }
                return super.read(into, from, Math.min(length, end + 1 - pos));
            }

            /** As of a keyboard: one line at a time. */
            @Override
            public synchronized int available() {
                return 0;
            }
        });
        try {
            return run(new Terminal(true, false, true, Map.of("LC_ALL", "C.UTF-8", "TERM", "dumb")), alias, arguments);
        } finally {
            System.setIn(keyboard);
        }
    }

    private Ran run(Terminal terminal, String alias, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> words = new ArrayList<>(List.of("-C", root.toString()));
        words.addAll(List.of(arguments));
        String user = System.setProperty("user.name", USER);
        try {
            int exit = Launcher.run(
                    new Console(out, err, terminal, Console.Verbosity.NORMAL, false),
                    Scripts.command(alias),
                    words.toArray(String[]::new));
            return new Ran(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setProperty("user.name", user);
        }
    }

    /**
     * Writes a file.
     *
     * @return this
     */
    public Project file(String name, String text) {
        try {
            make(root.resolve(name).getParent());
            Files.writeString(root.resolve(name), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String text(String name) {
        try {
            return Files.readString(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean has(String name) {
        return Files.exists(root.resolve(name));
    }

    public void mode(String name, String permissions) {
        try {
            Files.setPosixFilePermissions(root.resolve(name), PosixFilePermissions.fromString(permissions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void delete(String name) {
        try (Stream<Path> all = Files.walk(root.resolve(name))) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Every file and folder below: content, mode and time. Two equal states mean that nothing was written in between
     * but the audit log's entry of a refusal.
     */
    public Map<String, String> state() {
        return walk(path -> content(path) + " " + Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS) + " "
                + (path.endsWith(LOG) ? "" : Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS)));
    }

    /** Every file with the hash of its content. */
    public Map<String, String> contents() {
        return walk(Project::content);
    }

    private interface Fact {
        String of(Path path) throws IOException;
    }

    private Map<String, String> walk(Fact fact) {
        Map<String, String> facts = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.toList()) {
                facts.put(root.relativize(path).toString(), fact.of(path));
            }
            return facts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String content(Path path) throws IOException {
        if (path.endsWith(LOG) && Files.isRegularFile(path)) {
            return Files.readAllLines(path, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> !NO_CHANGE.matcher(line).find())
                    .toList()
                    .toString();
        }
        return Files.isSymbolicLink(path)
                ? "link to " + Files.readSymbolicLink(path)
                : Files.isRegularFile(path) ? Digest.sha256(Files.readAllBytes(path)) : "folder";
    }

    private static Path make(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
