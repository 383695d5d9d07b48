package aria.ca.init;

import static aria.finding.Remedy.advice;

import aria.ca.config.CaErrors;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The options for a CA made elsewhere that init-ca is to adopt. Every path is the user's; relative ones start at the
 * working directory.
 *
 * @param folder                  a folder of step-ca's, standard or flat, whose files are found by their names and by
 *                                its ca.json
 * @param root                    the root certificate
 * @param rootKey                 its key: for a new intermediate. It is used and never copied
 * @param rootKeyPassword         a file with the password of that key
 * @param intermediate            the intermediate certificate
 * @param intermediateKey         its key
 * @param intermediateKeyPassword a file with the password of that key
 * @param provisionerPassword     a file with the password of the JWK provisioner's key in ca.json
 */
public record ImportedCa(
        Optional<Path> folder,
        Optional<Path> root,
        Optional<Path> rootKey,
        Optional<Path> rootKeyPassword,
        Optional<Path> intermediate,
        Optional<Path> intermediateKey,
        Optional<Path> intermediateKeyPassword,
        Optional<Path> provisionerPassword) {

    /** Nothing is brought: a CA that lies in the configuration folder is looked at all the same. */
    public static ImportedCa none() {
        return new ImportedCa(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** As this one, with a key of the root for a new intermediate. */
    ImportedCa signingWith(Path key) {
        return new ImportedCa(
                folder,
                root,
                Optional.of(key),
                rootKeyPassword,
                intermediate,
                intermediateKey,
                intermediateKeyPassword,
                provisionerPassword);
    }

    /** Whether a CA from outside the configuration folder was named. */
    public boolean isElsewhere() {
        return Stream.of(folder, root, intermediate, intermediateKey).anyMatch(Optional::isPresent);
    }

    /** @throws aria.finding.UsageException when what was given can't be a CA */
    void requireSensible() {
        if (folder.isPresent() && (root.isPresent() || intermediate.isPresent() || intermediateKey.isPresent())) {
            throw CaErrors.option(
                    "--adopt names a whole folder",
                    advice("leave out --root, --intermediate and --intermediate-key"),
                    advice("leave out --adopt"));
        }
        if (intermediate.isPresent() != intermediateKey.isPresent()) {
            throw CaErrors.option(
                    "--intermediate and --intermediate-key belong together",
                    advice("name both"),
                    advice("name neither for a new intermediate"));
        }
        if (intermediate.isPresent() && root.isEmpty()) {
            throw CaErrors.option("--intermediate needs the root that signed it", advice("name it with --root"));
        }
        if (root.isPresent() && intermediate.isEmpty() && rootKey.isEmpty()) {
            throw CaErrors.option(
                    "--root alone cannot sign",
                    advice("name --intermediate and --intermediate-key"),
                    advice("name --root-key for a new intermediate"));
        }
    }
}
