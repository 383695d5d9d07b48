package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Commands typed one after the other, written down with all they say and compared with
 * {@code tests/golden/commands/<name>.txt}. The system property {@code aria.golden=write} writes those files anew.
 */
final class Session {
    private final Project project;
    private final StringBuilder transcript;

    Session(Project project) {
        this(project, new StringBuilder());
    }

    private Session(Project project, StringBuilder transcript) {
        this.project = project;
        this.transcript = transcript;
    }

    /** The same session, gone on with in another project. */
    Session of(Project other) {
        return new Session(other, transcript);
    }

    /** Runs a command and notes it down. */
    Project.Ran run(String alias, String... arguments) {
        Project.Ran ran = project.run(alias, arguments);
        transcript.append("$ ").append(alias);
        for (String argument : arguments) {
            transcript.append(' ').append(argument);
        }
        transcript.append("\nexit ").append(ran.exit()).append('\n');
        part("stdout", ran.out());
        part("stderr", ran.err());
        return ran;
    }

    /** Notes down what a file holds now. */
    void show(String name) {
        transcript.append("$ cat ").append(name).append('\n');
        part("stdout", project.text(name));
    }

    private void part(String stream, String text) {
        if (!text.isEmpty()) {
            transcript
                    .append("--- ")
                    .append(stream)
                    .append('\n')
                    .append(text.replace(project.root.toString(), "PROJECT"))
                    .append(text.endsWith("\n") ? "" : "\n(no line end)\n");
        }
    }

    /** @throws AssertionError when it was another session that was written down */
    void assertGolden(String name) {
        Path file = Checkout.root().resolve("tests/golden/commands").resolve(name + ".txt");
        String actual = steady(transcript.toString());
        try {
            if ("write".equals(System.getProperty("aria.golden"))) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, actual);
            }
            assertThat(actual).isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without what differs from run to run and from machine to machine; what is checked here has tests of its own. */
    private String steady(String text) {
        return text.replace(project.root.toString(), "PROJECT")
                .replace(project.root.getParent().toString(), "ELSEWHERE")
                .replaceAll("(?s)Tools\\n-----\\n.*?\\n(?=(All checks|No check|\\d+ checks?) )", "(checks)\n")
                // Only where no engine tells that there are none.
                .replaceAll("(?m)^If the stack ran, volumes .*\\n(  docker .*(\\n|$))*", "")
                .replaceAll("\\d+ passed", "N passed")
                .replaceAll("\\d{4}-\\d\\d-\\d\\d(T[0-9:.]+Z)?", "DAY")
                .replaceAll("[A-Z][a-z]{2} \\d+ \\d\\d:\\d\\d:\\d\\d \\d{4} GMT", "GMT")
                .replaceAll("(Serial Number|CredentialID): [\\w-]+", "$1: (random)")
                .replaceAll("\\b([0-9A-F]{2}:){19}[0-9A-F]{2}\\b", "KEY ID")
                .replaceAll("\\d{8}T\\d{6}[0-9.]*Z?(-[0-9a-f]+)?", "TIME")
                .replaceAll("\\b[0-9a-f]{64}\\b", "HASH")
                .replaceAll("(with the CA's files), because .*", "$1, because (a reason)")
                .replaceAll("(https?)://localhost:\\d{5}\\b", "$1://localhost:PORT")
                .replaceAll("serial [0-9a-f]+", "serial HEX")
                .replaceAll("key [\\w-]{43}", "key ID")
                .replaceAll("(?m)^  [0-9a-f]{24,}  ", "  HEX  ")
                .replaceAll("\\r", "<CR>");
    }
}
