package aria.cli.pkicert;

import static aria.finding.Remedy.advice;

import aria.ca.Passwords;
import aria.cli.CommonOptions;
import aria.cli.OptionFile;
import aria.pki.PkiErrors;
import java.io.Console;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The option for a password: from a file, or asked for. Never an argument, because every process of the machine can
 * read those.
 */
final class PasswordOption {

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "File with the password (default: ask for it).")
    private Path file;

    /** Whether a file was named. */
    boolean isGiven() {
        return file != null;
    }

    /**
     * The password in the file that was named; empty when none was.
     *
     * @throws aria.finding.RefusedException when others can read the file
     */
    Optional<char[]> given(CommonOptions common) {
        if (file == null) {
            return Optional.empty();
        }
        OptionFile.requirePrivate(common.directory().resolve(file), "--password-file");
        return Optional.of(Passwords.read(NamedFiles.read(common, file), file.toString()));
    }

    /**
     * The password for reading something.
     *
     * @param what for the question and the error, as in {@code x.p12}
     */
    char[] read(CommonOptions common, String what) {
        return given(common).orElseGet(() -> asked(common, what));
    }

    private static char[] asked(CommonOptions common, String what) {
        Console person = common.noInput() || !common.console().canAsk() ? null : System.console();
        char[] answer = person == null ? null : person.readPassword("Password of %s: ", what);
        if (answer == null) {
            throw PkiErrors.refused(
                    what + " needs a password",
                    advice("put it in a file of mode 600 and name it with --password-file"));
        }
        return answer;
    }
}
