package aria.compose;

import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import aria.finding.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/**
 * A file or folder of the host whose content a service gets.
 *
 * @param service its name
 * @param place   where the service is defined
 * @param path    absolute, links followed; it need not exist
 * @param ignored the files that say what an image build leaves out of the folder, which builders read one or the other
 *                of; empty for a mount
 */
public record HostFolder(String service, Place place, Path path, List<IgnoreFile> ignored) {
    private static final String IGNORE = ".dockerignore";

    /** Keeps an unmodifiable copy. */
    public HostFolder {
        ignored = List.copyOf(ignored);
    }

    /** Returns what is mounted into services, volumes that lie in a folder of the host included. */
    public static List<HostFolder> mounted(ComposeProject project) {
        return project.services().values().stream()
                .flatMap(service -> service.mounts().stream()
                        .flatMap(mount -> source(project, service, mount).stream())
                        .map(path -> new HostFolder(service.name(), place(project, service), path, List.of())))
                .toList();
    }

    /** Returns what is sent to the builds of images; folders that are not on this machine are none. */
    public static List<HostFolder> built(ComposeProject project) {
        return project.services().values().stream()
                .flatMap(service -> Part.having(project.parts(service.name()), "build").stream()
                        .flatMap(part -> contexts(part)
                                .flatMap(context -> path(part.base(), context).stream())
                                .map(folder -> new HostFolder(
                                        service.name(), place(project, service), folder, ignored(part, folder)))))
                .distinct()
                .toList();
    }

    /** Whether it is the whole machine. */
    public boolean isMachine() {
        return path.getParent() == null;
    }

    /** Whether a file in the folder is sent along, by one builder or the other. */
    public boolean takes(Path file) {
        return file.startsWith(path) && !ignored.stream().allMatch(ignore -> ignore.leavesOut(file));
    }

    private static Place place(ComposeProject project, Service service) {
        return new Place(project.files().label(service.file()), service.line(), 0);
    }

    private static Optional<Path> source(ComposeProject project, Service service, Mount mount) {
        if (mount.type().equals("bind")) {
            return path(service.baseDirectory(), mount.source());
        }
        return Optional.of(mount)
                .filter(volume ->
                        volume.type().equals("volume") && project.volumes().contains(volume.source()))
                .flatMap(volume -> entry(project.volume(volume.source()), "driver_opts"))
                .flatMap(options -> entry(options, "device"))
                .filter(YamlScalar.class::isInstance)
                .map(device -> project.variables().replace(((YamlScalar) device).text()))
                .filter(device -> device.startsWith("/"))
                .flatMap(device -> path(service.baseDirectory(), device));
    }

    private static Optional<YamlValue> entry(YamlValue value, String key) {
        return value instanceof YamlMap map ? YamlReader.present(map, key) : Optional.empty();
    }

    private static Stream<String> contexts(Part part) {
        YamlValue build = part.get("build").orElseThrow();
        if (!(build instanceof YamlMap map)) {
            return Stream.of(part.reader().text(build, "build"));
        }
        return Stream.concat(
                        Stream.of(part.reader().text(map, "context").orElse(".")),
                        YamlReader.present(map, "additional_contexts").stream()
                                .flatMap(more -> part.reader().pairs(more, "additional_contexts").values().stream())
                                .flatMap(Optional::stream))
                .filter(context -> !context.contains("://") && !context.startsWith("service:"));
    }

    /** Builders of today take the file beside the Dockerfile, if there is one, and older ones never do. */
    private static List<IgnoreFile> ignored(Part part, Path folder) {
        String dockerfile = part.get("build")
                .filter(YamlMap.class::isInstance)
                .flatMap(build -> part.reader().text((YamlMap) build, "dockerfile"))
                .orElse("Dockerfile");
        return Stream.concat(
                        Stream.of(folder.resolve(IGNORE)),
                        path(folder, dockerfile + IGNORE).filter(Files::exists).stream())
                .map(file -> IgnoreFile.read(file, folder))
                .toList();
    }

    private static Optional<Path> path(Path base, String text) {
        try {
            String expanded = text.replaceFirst("^~(?=/|$)", Matcher.quoteReplacement(System.getProperty("user.home")));
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(real(base.resolve(expanded).normalize()));
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }

    /** Without links, as far as it exists. */
    private static Path real(Path path) {
        Path there = path;
        while (there.getParent() != null && Files.notExists(there)) {
            there = there.getParent();
        }
        try {
            return there.toRealPath().resolve(there.relativize(path)).normalize();
        } catch (IOException unreadable) {
            return path;
        }
    }
}
