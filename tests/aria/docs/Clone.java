package aria.docs;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import aria.testing.Needs;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** This checkout as it is now, cloned anew by somebody into a folder whose name has a space, and that somebody's shell. */
final class Clone {
    private static final Pattern QUESTION = Pattern.compile("\\[y/N[^]]*] $");
    private static final String GIT = "git -c user.name=Ada -c user.email=ada@example.org ";

    final Path root;
    private final Map<String, String> environment = new TreeMap<>();

    /** What a shell printed, both streams together, and ended with. */
    record Said(int exit, String text) {
        /** Without colours, and with the reader of the pages in place of whoever runs the tests. */
        String plain() {
            return text.replaceAll("\u001b\\[[0-9;]*m", "").replaceAll("data/people/[\\w-]+\\.", "data/people/ada.");
        }
    }

    Clone(Path folder) throws IOException {
        List.of("git", "bash", "mvn", "script").forEach(Needs::program);
        root = Files.createDirectories(folder.resolve("a clone"));
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("LC_ALL", "C.UTF-8");
        List.of("GIT_PAGER", "MANPAGER", "PAGER").forEach(pager -> environment.put(pager, "cat"));
        home(folder.resolve("home"));
        for (String name : bash(Checkout.root(), "git ls-files --cached --others --exclude-standard")
                .text()
                .split("\n")) {
            Path file = Checkout.root().resolve(name);
            if (Files.exists(file)) {
                Path copy = root.resolve(name);
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        ok("git init -q . && git add -A && " + GIT + "commit -q -m before");
    }

    /** A home folder with the clone as {@code ~/aria} and a project; what was downloaded and built before is used again. */
    private void home(Path home) throws IOException {
        Path real = Path.of(System.getProperty("user.home"));
        Files.createDirectories(home.resolve("my-project"));
        Files.writeString(home.resolve("my-project/compose.yaml"), "services:\n  cache:\n    image: redis:8\n");
        Files.createSymbolicLink(home.resolve("aria"), root);
        for (String kept : List.of(".m2", ".jbang", ".docker")) {
            Files.createSymbolicLink(home.resolve(kept), real.resolve(kept));
        }
        environment.put("HOME", home.toString());
    }

    Clone set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** As it was cloned: what has been made or changed since is gone. */
    void reset() {
        ok("git reset -q --hard && git clean -q -ffdx");
    }

    /**
     * Runs lines as a person pastes them, except that the first that fails ends them.
     *
     * @throws AssertionError when one does
     */
    String ok(String lines) {
        Said said = bash(root, lines);
        if (said.exit() != 0) {
            throw new AssertionError("ended with " + said.exit() + ":\n" + lines + "\n" + said.text());
        }
        return said.text();
    }

    /**
     * The same on a terminal, where every question is answered with yes.
     *
     * @return what the terminal showed
     */
    Said onTerminal(String lines) {
        try {
            Path file = Files.writeString(root.resolveSibling("lines.sh"), "set -e\n" + lines + "\n");
            return bash(root, "script -qefc 'bash " + file.toString().replace(" ", "\\ ") + "' /dev/null");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a block of a page on a terminal.
     *
     * @throws AssertionError when it ends otherwise, or does not print what the page says
     */
    void assertRuns(DocBlock block, String commands, int exit) {
        Said said = onTerminal(commands);
        String end = said.text().substring(Math.max(0, said.text().length() - 2000));
        assertThat(said.exit()).as("%s: %s%n%s", block, commands, end).isEqualTo(exit);
        assertThat(block.missingIn(said.plain()))
                .as("%s, in%n%s", block, said.plain())
                .isEmpty();
    }

    private Said bash(Path folder, String lines) {
        try {
            ProcessBuilder builder = new ProcessBuilder(
                            new ArrayList<>(List.of("bash", "-e", "-o", "pipefail", "-c", lines)))
                    .directory(folder.toFile())
                    .redirectErrorStream(true);
            builder.environment()
                    .keySet()
                    .removeIf(name -> name.startsWith("ARIA_") && !name.equals("ARIA_TEST_TOOLS"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            String text = conversation(process);
            return new Said(process.waitFor(), text.replace("\r\n", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** All that is printed; an answer is typed when its question stands there, as a person does. */
    private static String conversation(Process process) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Reader reader = process.inputReader();
                Writer writer = process.outputWriter()) {
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                text.append((char) c);
                if (c == ' ' && QUESTION.matcher(text).find()) {
                    writer.write("y\n");
                    writer.flush();
                }
            }
        }
        return text.toString();
    }
}
