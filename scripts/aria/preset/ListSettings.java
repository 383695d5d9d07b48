package aria.preset;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings by which a server reads the revocation lists in {@code crl.pem} beside its certificate.
 *
 * @param append  words that the command has to have
 * @param values  variables of generated files, which are empty where no lists are read
 * @param configs edits to files that the service mounts
 */
public record ListSettings(List<String> append, Map<String, String> values, List<Preset.Config> configs) {
    /** Returns the variables as they are where no lists are read. */
    Map<String, String> withoutLists() {
        return values.keySet().stream().collect(Collectors.toMap(name -> name, name -> ""));
    }
}
