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

/** Where a password comes from: a file, or a person who is asked. Never an argument, which every process of the machine can read. */
final class PasswordOption {

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The password is in this file (default: it is asked for).")
    private Path file;

    Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /**
     * The password for reading something.
     *
     * @param what for the question and the error, as in {@code x.p12}
     */
    char[] read(CommonOptions common, String what) {
        if (file != null) {
            OptionFile.requirePrivate(common.directory().resolve(file), "--password-file");
            return Passwords.read(NamedFiles.read(common, file), file.toString());
        }
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
