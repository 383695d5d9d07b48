package aria.compose;

import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A service as Docker Compose sees it: all files merged, {@code extends} and YAML merges followed, variables
 * replaced. Collections are immutable, in the order of the files.
 *
 * @param name          the service's name, safe as a file name and as an argument
 * @param file          the file that defines it first; additions belong there
 * @param baseDirectory relative paths of the service resolve against it
 * @param line          the line in {@code file} where it is defined, counted from 1
 * @param image         the image, when the service names one
 * @param command       the command's words; a string is split as a POSIX shell would
 * @param commandForm   how the command is written
 * @param entrypoint    the entrypoint's words, empty when none
 * @param environment   variables and values, those of {@code env_file} included; a variable without any value is left
 *                      out
 * @param mounts        {@code volumes} and {@code tmpfs}, one a target
 * @param ports         published ports, ranges spelled out
 * @param healthcheck   the words of {@code test}: {@code CMD …}, {@code CMD-SHELL …} or {@code NONE}; empty when none
 *                      is given
 * @param user          as written: {@code uid}, {@code uid:gid} or names
 * @param containerName the fixed name of its container
 * @param hostname      the host name inside the container
 * @param domainname    what follows it in its full name
 * @param addresses     fixed IPv4 and IPv6 addresses, of all networks
 * @param networks      names of networks to the aliases there; {@code default} when none is named, empty with a
 *                      network mode
 * @param networkMode   {@code service:NAME}, {@code none}, …; empty for networks of its own
 * @param hosts         addresses by the name, from {@code extra_hosts}, before variables were replaced
 * @param replicas      how many containers of it run: {@code scale}, or {@code replicas} of its {@code deploy}; 1 where
 *                      the files do not say
 * @param dependsOn     services it waits for, to the condition
 * @param raw           the service's keys and values before variables were replaced; of several files the last value
 *                      of each key
 */
public record Service(
        String name,
        Path file,
        Path baseDirectory,
        int line,
        Optional<String> image,
        List<String> command,
        CommandForm commandForm,
        List<String> entrypoint,
        Map<String, String> environment,
        List<Mount> mounts,
        List<Port> ports,
        List<String> healthcheck,
        Optional<String> user,
        Optional<String> containerName,
        Optional<String> hostname,
        Optional<String> domainname,
        List<String> addresses,
        Map<String, List<String>> networks,
        Optional<String> networkMode,
        Map<String, String> hosts,
        int replicas,
        Map<String, String> dependsOn,
        YamlMap raw) {
    /** What variables without a value leave of an image. */
    private static final Pattern INCOMPLETE = Pattern.compile("^/|(^|/)[:@]|[/:@]$|//|:[/@]");

    /** Returns the same service on other networks, with these fixed addresses there. */
    public Service on(Map<String, List<String>> others, List<String> fixed) {
        return new Service(
                name,
                file,
                baseDirectory,
                line,
                image,
                command,
                commandForm,
                entrypoint,
                environment,
                mounts,
                ports,
                healthcheck,
                user,
                containerName,
                hostname,
                domainname,
                fixed,
                others,
                networkMode,
                hosts,
                replicas,
                dependsOn,
                raw);
    }

    /**
     * Returns the image for people: with its variables, as the file has it, where one of them has no value and what is
     * left names no image. Empty when the service names none.
     */
    public Optional<String> shownImage() {
        return image.filter(text -> !INCOMPLETE.matcher(text).find())
                .or(() -> raw.get("image")
                        .filter(YamlScalar.class::isInstance)
                        .map(text -> ((YamlScalar) text).text())
                        .filter(text -> !text.isEmpty()));
    }

    /** The profiles that start this service; empty when it always starts. */
    public List<String> profiles() {
        return raw.get("profiles")
                .filter(YamlList.class::isInstance)
                .map(list -> ((YamlList) list)
                        .items().stream()
                                .filter(YamlScalar.class::isInstance)
                                .map(item -> ((YamlScalar) item).text())
                                .toList())
                .orElse(List.of());
    }

    /**
     * The line of a name under a key that is a mapping or a list of {@code NAME=value}; that of the service where it
     * is not written.
     */
    public int lineOf(String key, String wanted) {
        Stream<YamlValue> values = raw.get(key).stream()
                .flatMap(value -> value instanceof YamlMap map
                        ? map.get(wanted).stream()
                        : value instanceof YamlList list
                                ? list.items().stream()
                                        .filter(item -> item instanceof YamlScalar text
                                                && text.text().startsWith(wanted + "="))
                                : Stream.empty());
        return values.findFirst().map(value -> value.position().line()).orElse(line);
    }

    /** The host path of a bind mount's source; {@code ~} stays as it is. */
    public Path hostPath(Mount mount) {
        return baseDirectory.resolve(mount.source()).normalize();
    }
}
