package aria.compose;

import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import aria.finding.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    /** As many links as Linux follows. */
    private static final int LINKS = 40;

    private static final Pattern SEPARATORS = Pattern.compile("[,:=]");

    /** Keeps an unmodifiable copy. */
    public HostFolder {
        ignored = List.copyOf(ignored);
    }

    /**
     * Returns what is mounted or copied into services: binds, volumes in folders of the host, files of configs and
     * secrets, and what is watched.
     */
    public static List<HostFolder> mounted(ComposeProject project) {
        return project.services().values().stream()
                .flatMap(service -> sources(project, service)
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

    /** What the containers of a service get, and the secrets of its builds. */
    private static Stream<Path> sources(ComposeProject project, Service service) {
        List<Part> parts = project.parts(service.name());
        Stream<Path> files = Stream.concat(
                        project.declarations().granted(parts),
                        project.declarations().builtWith(parts))
                .flatMap(declared -> declared.text("file").flatMap(file -> path(declared.base(), file)).stream());
        Stream<Path> mounts = Stream.concat(Stream.of(service), sharing(project, parts))
                .flatMap(each -> each.mounts().stream().flatMap(mount -> sources(project, each, mount)));
        return Stream.of(mounts, files, watched(parts)).flatMap(each -> each).distinct();
    }

    /** What {@code docker compose watch} copies into containers, but for what the build of the image gets anyhow. */
    private static Stream<Path> watched(List<Part> parts) {
        List<Path> built = Part.having(parts, "build").stream()
                .flatMap(part -> contexts(part).flatMap(context -> path(part.base(), context).stream()))
                .toList();
        return Part.having(parts, "develop").stream()
                .flatMap(part -> rules(part)
                        .filter(rule -> part.reader()
                                .text(rule, "action")
                                .filter(action -> action.startsWith("sync"))
                                .isPresent())
                        .flatMap(rule -> part.reader().text(rule, "path").stream())
                        .flatMap(text -> path(part.base(), text).stream()))
                .filter(path -> built.stream().noneMatch(path::startsWith));
    }

    private static Stream<YamlMap> rules(Part part) {
        return part
                .get("develop")
                .filter(YamlMap.class::isInstance)
                .flatMap(develop -> YamlReader.present((YamlMap) develop, "watch"))
                .filter(YamlList.class::isInstance)
                .map(list -> ((YamlList) list).items())
                .orElse(List.of())
                .stream()
                .filter(YamlMap.class::isInstance)
                .map(YamlMap.class::cast);
    }

    /** The services whose mounts another one of these parts gets, too. */
    private static Stream<Service> sharing(ComposeProject project, List<Part> parts) {
        return Part.having(parts, "volumes_from").stream()
                .flatMap(part -> part.reader().texts(part.get("volumes_from").orElseThrow(), "volumes_from").stream())
                .map(text -> project.services().get(text.replaceFirst(":r[ow]$", "")))
                .filter(Objects::nonNull);
    }

    private static Stream<Path> sources(ComposeProject project, Service service, Mount mount) {
        if (mount.type().equals("bind")) {
            return path(service.baseDirectory(), mount.source()).stream();
        }
        return mount.type().equals("volume")
                ? project.declarations().of("volumes", mount.source()).flatMap(HostFolder::ofOptions)
                : Stream.empty();
    }

    /**
     * The paths in the options of a volume's driver: a bind mount has one as its device, an overlay a list of them. One
     * after a colon is another machine's.
     */
    private static Stream<Path> ofOptions(Declarations.Declared volume) {
        if (!(volume.value() instanceof YamlMap map)
                || !(YamlReader.present(map, "driver_opts").orElse(null) instanceof YamlMap options)) {
            return Stream.empty();
        }
        return options.entries().entrySet().stream()
                .filter(option -> option.getValue() instanceof YamlScalar)
                .flatMap(option -> {
                    String text = volume.reader().text(option.getValue(), option.getKey());
                    return option.getKey().equals("device") ? Stream.of(text) : SEPARATORS.splitAsStream(text);
                })
                .filter(text -> text.startsWith("/"))
                .flatMap(text -> path(volume.base(), text).stream());
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
                    : Optional.of(real(base.resolve(expanded).normalize(), 0));
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }

    /** Without links, as far as it exists; the target of the last link need not, because it may be made later. */
    private static Path real(Path path, int links) {
        Path there = path;
        while (there.getParent() != null && Files.notExists(there, LinkOption.NOFOLLOW_LINKS)) {
            there = there.getParent();
        }
        try {
            Path rest = there.relativize(path);
            if (links < LINKS && Files.isSymbolicLink(there) && Files.notExists(there)) {
                Path target = there.getParent().toRealPath().resolve(Files.readSymbolicLink(there));
                return real(target.resolve(rest).normalize(), links + 1);
            }
            return there.toRealPath().resolve(rest).normalize();
        } catch (IOException unreadable) {
            return path;
        }
    }
}
