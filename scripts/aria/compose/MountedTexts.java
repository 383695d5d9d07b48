package aria.compose;

import aria.compose.SettingText.Source;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlValue;
import aria.finding.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The text files of a project that the containers of its services see: bind mounts, configs and secrets, and the
 * {@code .env} files and the Dockerfile of a folder that an image is built from. Only what lies in the project is read,
 * and of a large folder only a part.
 */
final class MountedTexts {
    private static final int FILES_A_MOUNT = 300;
    private static final int FILES = 5000;
    private static final int BYTES = 1 << 19;
    private static final Set<String> SKIPPED_FOLDERS = Set.of(".git", "node_modules", "vendor", "__pycache__", ".venv");
    /** What is no setting: pages, pictures, archives, keys, and the project's own compose files. */
    private static final Pattern SKIPPED_FILES = Pattern.compile(
            "(?:docker-)?compose[^/]*\\.ya?ml|.*\\.(?:md|rst|adoc|html?|css|svg|map|lock|min\\.js|png|jpe?g|gif|ico|webp|"
                    + "woff2?|ttf|zip|t?gz|xz|bz2|zst|jar|so|pyc|pem|crt|cer|key|p12|jks|log|db|sqlite3?|example|sample)",
            Pattern.CASE_INSENSITIVE);

    private final ReadableFiles files;
    private final Declarations declarations;
    private final Map<Path, List<SettingText>> byMount = new HashMap<>();
    private int read;

    MountedTexts(ReadableFiles files, Declarations declarations) {
        this.files = files;
        this.declarations = declarations;
    }

    /** The files that one service sees; each once. */
    List<SettingText> of(Service service, List<Part> parts) {
        Map<Place, SettingText> texts = new LinkedHashMap<>();
        service.mounts().stream()
                .filter(mount -> mount.type().equals("bind"))
                .flatMap(mount -> path(service.baseDirectory(), mount.source()).stream())
                .flatMap(path -> under(path).stream())
                .forEach(text -> texts.putIfAbsent(text.place(), text));
        declarations.granted(parts).flatMap(this::texts).forEach(text -> texts.put(text.place(), text));
        buildFiles(parts)
                .flatMap(file -> text(file, Source.BUILD).stream())
                .forEach(text -> texts.putIfAbsent(text.place(), text));
        return List.copyOf(texts.values());
    }

    private static Optional<Path> path(Path base, String source) {
        try {
            return source.isEmpty() || source.startsWith("~")
                    ? Optional.empty()
                    : Optional.of(base.resolve(source).normalize());
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }

    private Stream<SettingText> texts(Declarations.Declared declared) {
        Optional<SettingText> content = declared.text("content")
                .map(text -> new SettingText(
                        Source.MOUNTED_FILE,
                        "",
                        text,
                        new Place(
                                declared.reader().file(),
                                ((YamlMap) declared.value())
                                        .get("content")
                                        .orElseThrow()
                                        .position()
                                        .line(),
                                0)));
        return Stream.concat(
                content.stream(),
                declared.text("file").flatMap(file -> path(declared.base(), file)).stream()
                        .flatMap(path -> text(path, Source.MOUNTED_FILE).stream()));
    }

    private Stream<Path> buildFiles(List<Part> parts) {
        return Part.last(parts, "build").stream().flatMap(part -> {
            YamlValue build = part.get("build").orElseThrow();
            Optional<YamlMap> mapping =
                    Optional.of(build).filter(YamlMap.class::isInstance).map(YamlMap.class::cast);
            Optional<Path> folder = (mapping.isPresent()
                            ? mapping.flatMap(map -> part.reader().text(map, "context"))
                                    .or(() -> Optional.of("."))
                            : Optional.of(part.reader().text(build, "build")))
                    .flatMap(context -> path(part.base(), context));
            String dockerfile = mapping.flatMap(map -> part.reader().text(map, "dockerfile"))
                    .orElse("Dockerfile");
            return folder.stream()
                    .flatMap(context -> Stream.concat(
                            envFiles(context), path(context, dockerfile).filter(Files::isRegularFile).stream()));
        });
    }

    private Stream<Path> envFiles(Path folder) {
        return children(folder).stream()
                .filter(file -> file.getFileName().toString().startsWith(".env") && Files.isRegularFile(file));
    }

    /** A file itself, or the files of a folder, the upper ones first. */
    private List<SettingText> under(Path start) {
        List<SettingText> known = byMount.get(start);
        if (known == null) {
            known = files.isInside(start) ? read(start) : List.of();
            byMount.put(start, known);
        }
        return known;
    }

    private List<SettingText> read(Path start) {
        List<SettingText> texts = new ArrayList<>();
        Deque<Path> left = new ArrayDeque<>(List.of(start));
        for (int seen = 0; seen < FILES_A_MOUNT && !left.isEmpty(); ) {
            Path next = left.poll();
            if (Files.isDirectory(next)) {
                children(next).stream()
                        .filter(child ->
                                !SKIPPED_FOLDERS.contains(child.getFileName().toString()))
                        .forEach(left::add);
                seen++;
            } else if (!SKIPPED_FILES.matcher(next.getFileName().toString()).matches()) {
                text(next, Source.MOUNTED_FILE)
                        .filter(text -> !GeneratedEnvFile.isOurs(text.text()))
                        .ifPresent(texts::add);
                seen++;
            }
        }
        return texts;
    }

    /** In the order of their names; none of a folder that cannot be read. */
    private static List<Path> children(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private Optional<SettingText> text(Path file, Source source) {
        if (++read > FILES || files.sources().containsKey(file) || file.toFile().length() > BYTES) {
            return Optional.empty();
        }
        return files.textIfInside(file)
                .filter(text -> text.indexOf('\0') < 0)
                .map(text -> new SettingText(source, "", text, Place.of(files.label(file))));
    }
}
