package aria.ca.init;

import aria.ca.config.CaConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The paths of a CA that is to be adopted. All of them exist.
 *
 * @param label                what to call it
 * @param folder               the step folder it lies in; empty for files that were named one by one
 * @param config               its ca.json
 * @param root                 the root certificate
 * @param intermediate         the intermediate certificate; empty when a new one is to be made
 * @param intermediateKey      its key
 * @param rootKey              the root's key, where it was found or named
 * @param intermediatePasswords files that may hold the password of the intermediate's key, the likeliest first
 * @param rootPasswords        the same of the root's key
 * @param provisionerPasswords the same of the provisioner's key in ca.json
 */
record ImportSource(
        String label,
        Optional<Path> folder,
        Optional<CaConfig> config,
        Path root,
        Optional<Path> intermediate,
        Optional<Path> intermediateKey,
        Optional<Path> rootKey,
        List<Path> intermediatePasswords,
        List<Path> rootPasswords,
        List<Path> provisionerPasswords) {

    ImportSource {
        intermediatePasswords = List.copyOf(intermediatePasswords);
        rootPasswords = List.copyOf(rootPasswords);
        provisionerPasswords = List.copyOf(provisionerPasswords);
    }
}
