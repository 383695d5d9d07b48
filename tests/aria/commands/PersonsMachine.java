package aria.commands;

import aria.testing.Browser;
import aria.testing.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A person's home with the stores in it: of Chromium, of a profile of Firefox, and of a JDK. Commands run in processes
 * of their own, which see no other home.
 */
public final class PersonsMachine {
    final Path home;
    final Path chromium;
    final Path firefox;
    final Path cacerts;

    /** Makes the home. */
    public PersonsMachine(Path folder) {
        home = folder;
        chromium = folder.resolve(".pki/nssdb");
        firefox = folder.resolve(".mozilla/firefox/x1y2z3.default");
        cacerts = folder.resolve("jdk/lib/security/cacerts");
        try {
            Files.createDirectories(cacerts.getParent());
            Files.copy(
                    Path.of(System.getProperty("java.home"), "lib/security/cacerts")
                            .toRealPath(),
                    cacerts);
            for (Path database : List.of(chromium, firefox)) {
                Files.createDirectories(database);
                certutil("-N", "-d", "sql:" + database, "--empty-password");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command of ours in a project. */
    Project.Ran run(Project project, String alias, String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Scripts.classPath(),
                Scripts.mainClass(alias)));
        words.addAll(List.of(arguments));
        return process(project.root, words);
    }

    /** Runs {@code pki-cert trust}. */
    public Project.Ran trust(Project project, String... arguments) {
        return run(
                project,
                "pki-cert",
                Stream.concat(Stream.of("trust"), Stream.of(arguments)).toArray(String[]::new));
    }

    /** Runs NSS's program, and returns what it prints. */
    String certutil(String... arguments) {
        Project.Ran ran = process(
                home,
                Stream.concat(Stream.of(Needs.program("certutil").toString()), Stream.of(arguments))
                        .toList());
        if (ran.exit() != 0) {
            throw new AssertionError(ran.err());
        }
        return ran.out();
    }

    /** Imports a person's certificate with its key into Chromium, as its settings do. */
    public void importIdentity(Project project, String person) {
        Path people = project.layout.peopleFolder();
        Project.Ran ran = process(
                home,
                List.of(
                        Needs.program("pk12util").toString(),
                        "-i",
                        people.resolve(person + ".p12").toString(),
                        "-d",
                        "sql:" + chromium,
                        "-w",
                        people.resolve(person + ".password").toString(),
                        "-K",
                        ""));
        if (ran.exit() != 0) {
            throw new AssertionError(ran.out() + ran.err());
        }
    }

    /** Starts a browser of this person's. */
    Browser browser() {
        return browser(List.of());
    }

    /**
     * Starts a browser that presents the person's certificate to whoever asks on this machine. Which one is presented is
     * asked of a person, or decided by a policy of the machine: here one that this process alone sees.
     */
    public Browser browserThatPresents() {
        Needs.root();
        try {
            Path managed = Files.createDirectories(home.resolve("policies/managed"));
            Files.writeString(managed.resolve("aria.json"), """
                    {"AutoSelectCertificateForUrls": ["{\\"pattern\\":\\"https://localhost\\",\\"filter\\":{}}"]}
                    """);
            return browser(List.of(
                    "unshare",
                    "--mount",
                    "sh",
                    "-c",
                    "mkdir -p /etc/chromium && mount -t tmpfs tmpfs /etc/chromium && mkdir /etc/chromium/policies"
                            + " && mount --bind \"$0\" /etc/chromium/policies && exec \"$@\"",
                    managed.getParent().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Browser browser(List<String> before) {
        return Browser.start(before, Map.of("HOME", home.toString()));
    }

    /** Every file of the stores with its content and the time of its last change. */
    Map<String, String> stores() {
        Map<String, String> files = new TreeMap<>();
        for (Path folder : List.of(chromium, firefox, cacerts.getParent())) {
            try (Stream<Path> all = Files.list(folder)) {
                for (Path file : all.toList()) {
                    files.put(
                            file.toString(),
                            HexFormat.of().formatHex(Files.readAllBytes(file)) + Files.getLastModifiedTime(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    private Project.Ran process(Path folder, List<String> words) {
        try {
            Path out = Files.createTempFile("out", null);
            Path err = Files.createTempFile("err", null);
            try {
                ProcessBuilder builder = new ProcessBuilder(words)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
                builder.environment().put("HOME", home.toString());
                builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
                builder.environment().keySet().removeAll(List.of("SUDO_UID", "XDG_STATE_HOME", "ARIA_STATE_DIR"));
                Process process = builder.start();
                process.getOutputStream().close();
                int exit = process.waitFor();
                return new Project.Ran(
                        exit,
                        Files.readString(out, StandardCharsets.UTF_8),
                        Files.readString(err, StandardCharsets.UTF_8));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
