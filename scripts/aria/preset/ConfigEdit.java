package aria.preset;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An edit of mounted YAML files.
 *
 * @param pathFlag command flag that names the file, such as {@code --config.file}; empty when fixed
 * @param path     where the file is in the container when the flag is not given; its name may be a glob, for
 *                 every such file
 * @param each     key of the list whose items are looked at
 * @param targets  dotted path in an item to the texts that decide, {@code host:port} or a URL
 * @param protocol what the listeners of those targets have to speak
 * @param put      keys put in an item all of whose targets are such listeners of the stack; texts, or maps of
 *                 texts that are added to what the item has there
 * @param inImage  what of the image's own file would break, where no file is mounted there; empty for nothing
 */
public record ConfigEdit(
        Optional<String> pathFlag,
        String path,
        String each,
        List<String> targets,
        String protocol,
        Map<String, Object> put,
        Optional<String> inImage,
        String reason)
        implements Preset.Config {}
