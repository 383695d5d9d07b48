package aria.stack;

import aria.compose.Mount;
import aria.compose.Service;
import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import aria.preset.Preset;
import aria.preset.Refusal;
import aria.store.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** The files of the host that a service sees at a path in its container. */
public final class MountedFiles {
    /** A word of a command that is a path, and not a part of a shell's script. */
    private static final Pattern PLAIN_PATH = Pattern.compile("/[\\w./+@-]+");

    private MountedFiles() {}

    /** True for a path whose last part may stand for several files. */
    public static boolean isGlob(String inContainer) {
        return inContainer.contains("/")
                && inContainer.substring(inContainer.lastIndexOf('/') + 1).matches(".*[*?{\\[].*");
    }

    /** True when something is put at exactly this path: a mount of any kind, or one of Compose's {@code configs}. */
    public static boolean isTarget(Service service, String inContainer) {
        return targets(service).anyMatch(inContainer::equals);
    }

    /** The paths at which something is put into the containers of a service: mounts, configs, and secrets with a path. */
    public static Stream<String> targets(Service service) {
        return Stream.of(service.mounts().stream().map(Mount::target), configs(service), listed(service, "secrets"))
                .flatMap(each -> each);
    }

    /** Where something is put among the files at a path that is no file of the host's; empty when nothing is. */
    public static Optional<String> unseen(Service service, String inContainer) {
        String folder = isGlob(inContainer) ? inContainer.substring(0, inContainer.lastIndexOf('/')) : inContainer;
        Stream<String> mounts = service.mounts().stream()
                .filter(mount -> !mount.type().equals("bind"))
                .map(Mount::target);
        return Stream.concat(mounts, configs(service))
                .filter(target -> (target + "/").startsWith(folder + "/"))
                .findFirst();
    }

    private static Stream<String> configs(Service service) {
        return listed(service, "configs");
    }

    private static Stream<String> listed(Service service, String key) {
        return service.raw()
                .get(key)
                .filter(YamlList.class::isInstance)
                .map(list -> ((YamlList) list).items().stream().map(MountedFiles::target))
                .orElse(Stream.empty());
    }

    /** Where one of the {@code configs} goes: its target, else its name below the root. */
    private static String target(YamlValue item) {
        Optional<YamlValue> place =
                item instanceof YamlMap map ? map.get("target").or(() -> map.get("source")) : Optional.of(item);
        String text = place.filter(YamlScalar.class::isInstance)
                .map(value -> ((YamlScalar) value).text())
                .orElse("");
        return text.startsWith("/") ? text : "/" + text;
    }

    /**
     * The files at a path, in the order of their names; empty when nothing of the host is mounted there.
     *
     * @param inContainer the last part may be a glob
     */
    public static List<Path> at(Service service, String inContainer) {
        if (!isGlob(inContainer)) {
            return host(service, inContainer).filter(Files::isRegularFile).stream()
                    .toList();
        }
        int slash = inContainer.lastIndexOf('/');
        String folder = inContainer.substring(0, slash);
        PathMatcher matcher = matcher(inContainer.substring(slash + 1));
        Stream<Path> inFolder = host(service, folder)
                .filter(Files::isDirectory)
                .map(host -> matching(host, matcher))
                .orElse(Stream.empty());
        Stream<Path> alone = service.mounts().stream()
                .filter(mount -> mount.type().equals("bind"))
                .filter(mount -> mount.target().startsWith(folder + "/")
                        && matcher.matches(Path.of(mount.target().substring(folder.length() + 1))))
                .map(service::hostPath)
                .filter(Files::isRegularFile);
        return Stream.concat(inFolder, alone).distinct().sorted().toList();
    }

    /** The same, and where the path is a folder, the files in it. */
    private static List<Path> atOrIn(Service service, String inContainer) {
        List<Path> files = at(service, inContainer);
        return files.isEmpty() && !isGlob(inContainer)
                ? at(service, inContainer.replaceFirst("/+$", "") + "/*").stream()
                        .filter(Files::isReadable)
                        .toList()
                : files;
    }

    /** What looks like a glob and is none, such as an open bracket, is a name. */
    private static PathMatcher matcher(String glob) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob);
        } catch (PatternSyntaxException name) {
            return path -> path.toString().equals(glob);
        }
    }

    /** Where a service has the file that a preset asks about: as its command names it, else at the usual path. */
    public static String path(Service service, Refusal.FileText asked) {
        return CommandWords.value(service, asked.pathFlags())
                .or(() -> CommandWords.all(service).stream()
                        .filter(word -> PLAIN_PATH.matcher(word).matches()
                                && asked.pathWords().stream().anyMatch(glob -> Preset.globFits(glob, word)))
                        .findFirst())
                .orElse(asked.path());
    }

    /** What stands in the files that a preset asks about, in the order of their names. */
    public static List<String> texts(Service service, Refusal.FileText asked) {
        return atOrIn(service, path(service, asked)).stream()
                .map(MountedFiles::text)
                .toList();
    }

    private static String text(Path file) {
        try {
            return new String(InputFile.bytes(file), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** The host's side of a path: of the bind mount with the longest target that leads to it. */
    private static Optional<Path> host(Service service, String inContainer) {
        return service.mounts().stream()
                .filter(mount -> mount.type().equals("bind"))
                .filter(mount -> inContainer.equals(mount.target())
                        || inContainer.startsWith(mount.target().replaceFirst("/*$", "/")))
                .max(Comparator.comparingInt((Mount mount) -> mount.target().length()))
                .map(mount -> {
                    String rest = inContainer.substring(
                            mount.target().replaceFirst("/+$", "").length());
                    return service.hostPath(mount)
                            .resolve(rest.replaceFirst("^/+", ""))
                            .normalize();
                });
    }

    private static Stream<Path> matching(Path folder, PathMatcher matcher) {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(file -> matcher.matches(file.getFileName()))
                    .filter(Files::isRegularFile)
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
