package aria.preset;

import java.util.Optional;

/**
 * An edit of a mounted YAML file by which a server reads the metrics of proxies: a list in it names one more file, which
 * is generated.
 *
 * @param pathFlag command flag that names the file, such as {@code --config.file}; empty when fixed
 * @param path     where the file is in the container when the flag is not given
 * @param list     key of the list of other files
 * @param file     the name of the generated one
 * @param since    the first version of the server that knows the list
 */
public record ProxyScrapes(
        Optional<String> pathFlag, String path, String list, String file, String since, String reason)
        implements Preset.Config {}
