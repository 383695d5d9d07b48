package aria.compose;

import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Merges the parts of a service into the service that Compose runs (Compose Specification, "Merge"). */
final class ServiceReader {
    static final String STARTED = "service_started";

    private final ReadableFiles files;
    private final List<Part> parts;
    private final Part first;

    private ServiceReader(ReadableFiles files, List<Part> parts) {
        this.files = files;
        this.parts = parts;
        this.first =
                parts.stream().filter(part -> !part.inherited()).findFirst().orElseThrow();
    }

    static Service read(ReadableFiles files, String name, int line, List<Part> parts) {
        return new ServiceReader(files, parts).service(name, line);
    }

    private Service service(String name, int line) {
        Optional<String> networkMode = text("network_mode");
        return new Service(
                name,
                first.file(),
                first.base(),
                line,
                text("image"),
                words("command"),
                commandForm(),
                words("entrypoint"),
                environment(),
                mounts(),
                ports(),
                healthcheck(),
                text("user"),
                text("container_name"),
                text("hostname"),
                text("domainname"),
                addresses(),
                networks(networkMode.isPresent()),
                networkMode,
                hosts(),
                replicas(),
                dependsOn(),
                raw());
    }

    private Optional<String> text(String key) {
        return Part.last(parts, key)
                .map(part -> part.reader().text(part.get(key).orElseThrow(), key))
                .filter(text -> !text.isEmpty());
    }

    private int replicas() {
        Stream<String> deployed = Part.having(parts, "deploy").stream()
                .filter(part -> part.get("deploy").orElseThrow() instanceof YamlMap)
                .flatMap(part -> part.reader().text((YamlMap) part.get("deploy").orElseThrow(), "replicas").stream());
        return Stream.concat(deployed, text("scale").stream())
                .filter(number -> number.matches("\\d{1,6}"))
                .reduce((earlier, later) -> later)
                .map(Integer::parseInt)
                .orElse(1);
    }

    private List<String> words(String key) {
        return Part.last(parts, key).map(part -> words(part, key)).orElse(List.of());
    }

    /** The words of a part's command or entrypoint. */
    static List<String> words(Part part, String key) {
        YamlValue value = part.get(key).orElseThrow();
        List<String> texts = part.reader().texts(value, key);
        return value instanceof YamlScalar ? ShellWords.split(texts.get(0)).texts() : texts;
    }

    private CommandForm commandForm() {
        return Part.last(parts, "command")
                .map(part ->
                        part.get("command").orElseThrow() instanceof YamlList ? CommandForm.LIST : CommandForm.STRING)
                .orElse(CommandForm.ABSENT);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Part part : Part.having(parts, "env_file")) {
            environment.putAll(envFiles(part));
        }
        for (Part part : Part.having(parts, "environment")) {
            part.reader()
                    .pairs(part.get("environment").orElseThrow(), "environment")
                    .forEach((name, value) -> value.or(
                                    () -> part.reader().variables().get(name))
                            .ifPresent(text -> environment.put(name, text)));
        }
        return Collections.unmodifiableMap(environment);
    }

    /** The variables of a part's {@code env_file}; a file that is missing or outside the project adds none. */
    private Map<String, String> envFiles(Part part) {
        Map<String, String> found = new LinkedHashMap<>();
        YamlValue value = part.get("env_file").orElseThrow();
        for (YamlValue item :
                value instanceof YamlScalar ? List.of(value) : part.reader().list(value, "env_file")) {
            Optional<String> name = item instanceof YamlMap map
                    ? part.reader().text(map, "path")
                    : Optional.of(part.reader().text(item, "env_file"));
            name.flatMap(text -> files.textIfInside(part.base().resolve(text)))
                    .filter(text -> !GeneratedEnvFile.isOurs(text))
                    .ifPresent(text ->
                            found.putAll(DotEnv.parse(text, part.reader().variables())));
        }
        return found;
    }

    private List<Mount> mounts() {
        Map<String, Mount> byTarget = new LinkedHashMap<>();
        for (Part part : Part.having(parts, "tmpfs")) {
            for (String text : part.reader().texts(part.get("tmpfs").orElseThrow(), "tmpfs")) {
                byTarget.put(MountSyntax.tmpfs(text).target(), MountSyntax.tmpfs(text));
            }
        }
        for (Part part : Part.having(parts, "volumes")) {
            for (YamlValue item : part.reader().list(part.get("volumes").orElseThrow(), "volumes")) {
                Mount mount = fromBase(part, MountSyntax.read(part.reader(), item));
                byTarget.put(mount.target(), mount);
            }
        }
        return List.copyOf(byTarget.values());
    }

    /** A relative source of an extended service in another folder, as this service would write it. */
    private Mount fromBase(Part part, Mount mount) {
        boolean moved = !part.base().equals(first.base())
                && mount.type().equals("bind")
                && !mount.source().startsWith("~")
                && !Path.of(mount.source()).isAbsolute();
        if (!moved) {
            return mount;
        }
        String source = first.base()
                .relativize(part.base().resolve(mount.source()).normalize())
                .toString()
                .replace('\\', '/');
        return new Mount("bind", source.startsWith("..") ? source : "./" + source, mount.target(), mount.readOnly());
    }

    private List<Port> ports() {
        Map<String, Port> unique = new LinkedHashMap<>();
        for (Part part : Part.having(parts, "ports")) {
            for (YamlValue item : part.reader().list(part.get("ports").orElseThrow(), "ports")) {
                PortSyntax.read(part.reader(), item).forEach(port -> unique.put(port.shortForm(), port));
            }
        }
        return List.copyOf(unique.values());
    }

    private List<String> healthcheck() {
        List<String> test = List.of();
        for (Part part : Part.having(parts, "healthcheck")) {
            YamlMap check = part.reader().map(part.get("healthcheck").orElseThrow(), "healthcheck");
            if (part.reader().isTrue(check, "disable")) {
                return List.of("NONE");
            }
            Optional<YamlValue> value = YamlReader.present(check, "test");
            test = value.map(given -> given instanceof YamlScalar
                            ? List.of("CMD-SHELL", part.reader().text(given, "test"))
                            : part.reader().texts(given, "test"))
                    .orElse(test);
        }
        return test;
    }

    private Map<String, List<String>> networks(boolean hasMode) {
        Map<String, List<String>> networks = new LinkedHashMap<>();
        for (Part part : Part.having(parts, "networks")) {
            YamlValue value = part.get("networks").orElseThrow();
            if (value instanceof YamlMap map) {
                map.entries()
                        .forEach((name, options) -> networks.merge(name, aliases(part, options), ServiceReader::union));
            } else {
                part.reader().texts(value, "networks").forEach(name -> networks.putIfAbsent(name, List.of()));
            }
        }
        if (networks.isEmpty() && !hasMode) {
            networks.put("default", List.of());
        }
        return Collections.unmodifiableMap(networks);
    }

    private Map<String, String> hosts() {
        Map<String, String> hosts = new LinkedHashMap<>();
        Part.having(parts, HostEditor.KEY).forEach(part -> hosts.putAll(HostEditor.written(part)));
        return Collections.unmodifiableMap(hosts);
    }

    private List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        for (Part part : Part.having(parts, "networks")) {
            if (part.get("networks").orElseThrow() instanceof YamlMap map) {
                map.entries().values().stream()
                        .filter(YamlMap.class::isInstance)
                        .forEach(options -> Stream.of("ipv4_address", "ipv6_address")
                                .flatMap(key -> part.reader().text((YamlMap) options, key).stream())
                                .filter(address -> !addresses.contains(address))
                                .forEach(addresses::add));
            }
        }
        return List.copyOf(addresses);
    }

    /** The aliases in the options of a network. */
    static List<String> aliases(Part part, YamlValue options) {
        if (YamlReader.isNull(options)) {
            return List.of();
        }
        return YamlReader.present(part.reader().map(options, "a network"), "aliases")
                .map(aliases -> part.reader().texts(aliases, "aliases"))
                .orElse(List.of());
    }

    private static List<String> union(List<String> earlier, List<String> later) {
        List<String> all = new ArrayList<>(earlier);
        later.stream().filter(text -> !all.contains(text)).forEach(all::add);
        return List.copyOf(all);
    }

    private Map<String, String> dependsOn() {
        Map<String, String> conditions = new LinkedHashMap<>();
        for (Part part : Part.having(parts, "depends_on")) {
            YamlValue value = part.get("depends_on").orElseThrow();
            if (value instanceof YamlMap map) {
                map.entries().forEach((name, options) -> conditions.put(name, condition(part, options)));
            } else {
                part.reader().texts(value, "depends_on").stream()
                        .filter(name -> !name.isEmpty())
                        .forEach(name -> conditions.put(name, STARTED));
            }
        }
        return Collections.unmodifiableMap(conditions);
    }

    private static String condition(Part part, YamlValue options) {
        return YamlReader.isNull(options)
                ? STARTED
                : part.reader()
                        .text(part.reader().map(options, "depends_on"), "condition")
                        .orElse(STARTED);
    }

    private YamlMap raw() {
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        parts.forEach(part -> entries.putAll(part.map().entries()));
        return new YamlMap(entries, false, Optional.empty(), first.map().position());
    }
}
