package aria.cli;

import static aria.finding.Remedy.advice;

import aria.choices.Choices;
import aria.choices.ChoicesFile;
import aria.store.AtomicFiles;
import aria.store.Digest;
import aria.store.FileWrite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A CA elsewhere that the project's choices name. They came with the project, so a person has to agree before it is
 * contacted; that is kept outside the project, where nobody who gave the project could have written it.
 *
 * @param url         where it runs
 * @param fingerprint SHA-256 of its root, in hexadecimal digits
 */
record ChosenCa(URI url, String fingerprint) {

    /**
     * The CA that is chosen; empty when none is. Asks the person at the terminal the first time.
     *
     * @throws aria.finding.ConsentException when the answer is not yes, or nobody can be asked
     */
    static Optional<ChosenCa> of(CommonOptions common) {
        ChoicesFile file = common.choices();
        Choices.Ca ca = file.choices().ca();
        return ca.url().map(url -> {
            Path agreed = agreed(file, ca);
            if (!Files.exists(agreed)) {
                common.consent(false)
                        .ask(
                                file.name() + " names the CA at " + url + ". Contact it?",
                                "the CA at " + url + " in " + file.name() + " is contacted only after you agreed",
                                advice("run this once at a terminal"),
                                advice("name it with --ca-url"));
                keep(agreed, url);
            }
            return new ChosenCa(URI.create(url), ca.fingerprint().orElseThrow());
        });
    }

    private static Path agreed(ChoicesFile file, Choices.Ca ca) {
        String home = Optional.ofNullable(System.getenv("XDG_CONFIG_HOME"))
                .filter(folder -> Path.of(folder).isAbsolute())
                .orElse(System.getProperty("user.home") + "/.config");
        String what = file.path() + "\n" + ca.url() + "\n" + ca.fingerprint();
        return Path.of(home, "aria", "agreed", Digest.sha256(what.getBytes(StandardCharsets.UTF_8)));
    }

    private static void keep(Path agreed, String url) {
        try {
            Files.createDirectories(agreed.getParent());
            // A link to it is the user's own, as of somebody who keeps such files in a repository.
            Path real = agreed.getParent().toRealPath().resolve(agreed.getFileName());
            AtomicFiles.write(FileWrite.secret(real, (url + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(agreed + " cannot be written: " + e.getMessage(), e);
        }
    }
}
