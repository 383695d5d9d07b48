package aria.choices;

import aria.edit.EditErrors;
import aria.edit.Position;
import aria.edit.SourceText;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.store.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The file of a project's choices. It came with the project, perhaps from an attacker: it is small, and no path in it
 * leads out.
 *
 * @param path    absolute; there need be no such file yet
 * @param project the folder that no path leaves
 * @param source  the text on disk; empty when there is no file
 * @param choices what it says
 */
public record ChoicesFile(Path path, Path project, Optional<SourceText> source, Choices choices) {
    /** Its name. */
    public static final String NAME = "aria.yaml";

    /** A person writes a few lines; 64 KiB are some thousand. */
    private static final int LIMIT = 64 << 10;

    /**
     * Finds the file of a project: beside its first compose file, else in a folder above it up to the root of the git
     * work tree. Without a work tree the working directory is the last one that is looked into.
     *
     * @param beside  folder of the first compose file
     * @param working working directory
     * @throws RefusedException when the file cannot be used
     */
    public static ChoicesFile find(Path beside, Path working) {
        Path start = beside.toAbsolutePath().normalize();
        Path here = working.toAbsolutePath().normalize();
        Path project = above(start)
                .filter(folder -> Files.exists(folder.resolve(".git")))
                .findFirst()
                .orElse(start.startsWith(here) ? here : start);
        Optional<Path> there = above(start)
                .filter(folder -> folder.startsWith(project))
                .map(folder -> folder.resolve(NAME))
                .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                .findFirst();
        return there.map(file -> read(file, project))
                .orElseGet(() -> new ChoicesFile(start.resolve(NAME), project, Optional.empty(), Choices.NONE));
    }

    /**
     * The same in a folder above it, for a file that is not there yet; this one when that folder is none of the
     * project's.
     */
    public ChoicesFile movedTo(Path folder) {
        boolean possible = source.isEmpty() && path.startsWith(folder) && folder.startsWith(project);
        return possible ? new ChoicesFile(folder.resolve(NAME), project, source, choices) : this;
    }

    /** Its name for messages, relative to the project. */
    public String name() {
        return project.relativize(path).toString();
    }

    /**
     * Returns where a choice stands.
     *
     * @param choice its dotted key, which the file has
     */
    public Place place(String choice) {
        Position at = choices.places().get(choice);
        return new Place(name(), at.line(), at.column());
    }

    /** Returns where an item of a list stands, which the file has. */
    public Place item(String list, String text) {
        return place(ChoicesReader.item(list, text));
    }

    private static Stream<Path> above(Path folder) {
        return Stream.iterate(folder, each -> each != null, Path::getParent);
    }

    private static ChoicesFile read(Path path, Path project) {
        String name = project.relativize(path).toString();
        try {
            if (!Files.isRegularFile(path) || leadsOut(path, project)) {
                throw EditErrors.file(
                        FindingId.OUTSIDE_PROJECT, name, "this is not a file, or a link that leads out of the project");
            }
            if (Files.size(path) > LIMIT) {
                throw EditErrors.file(FindingId.LIMIT, name, "the file is larger than 64 KiB");
            }
            SourceText source = SourceText.of(name, InputFile.bytes(path));
            ChoicesReader.Content content = ChoicesReader.read(source);
            return new ChoicesFile(
                    path, project, Optional.of(source), new Values(content, path.getParent(), project, name).choices());
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whether a path leads out of the project, by its names or by links; it need not exist. */
    public boolean isLeftBy(Path target) {
        return leadsOut(target, project);
    }

    private static boolean leadsOut(Path path, Path project) {
        if (!path.startsWith(project)) {
            return true;
        }
        Path there = above(path)
                .filter(each -> Files.exists(each, LinkOption.NOFOLLOW_LINKS))
                .findFirst()
                .orElse(project);
        try {
            return Files.notExists(there) || !there.toRealPath().startsWith(project.toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be accessed: " + e.getMessage(), e);
        }
    }

    /** The values that were read, as the record. */
    private record Values(ChoicesReader.Content content, Path folder, Path project, String name) {

        Choices choices() {
            return new Choices(
                    text("profile").filter("production"::equals).isPresent(),
                    text("mode"),
                    text("proxies"),
                    text("crl"),
                    duration("validity"),
                    duration("warnBefore"),
                    new Choices.Ca(
                            own("ca.dir", path("ca.dir")),
                            text("ca.signer"),
                            text("ca.acme"),
                            text("ca.url"),
                            texts("ca.fingerprint")),
                    new Choices.Audit(text("audit.syslog"), text("audit.webhook"), path("audit.trust")),
                    own("certs", path("certs")),
                    own("home", text("home").map(text -> resolved("home", text))),
                    override(),
                    texts("only"),
                    files(),
                    images(image -> !Choices.OWN_IMAGES.contains(image)),
                    images(Choices.OWN_IMAGES::contains),
                    services(),
                    content.places());
        }

        private Map<String, String> images(Predicate<String> wanted) {
            return names("images").stream()
                    .filter(wanted)
                    .collect(Collectors.toMap(
                            image -> image, image -> text("images." + image).orElseThrow()));
        }

        private Map<String, Choices.Service> services() {
            Map<String, Choices.Service> services = new LinkedHashMap<>();
            for (String service : names("services")) {
                String prefix = "services." + service + ".";
                services.put(
                        service,
                        new Choices.Service(
                                text(prefix + "preset"),
                                texts(prefix + "sans"),
                                texts(prefix + "calls"),
                                text(prefix + "mode"),
                                text(prefix + "via"),
                                text(prefix + "secure").isPresent(),
                                text(prefix + "published").isPresent(),
                                text(prefix + "stage"),
                                text(prefix + "because"),
                                text(prefix + "user"),
                                texts(prefix + "public").stream()
                                        .map(Integer::valueOf)
                                        .collect(Collectors.toSet()),
                                texts(prefix + "callers")));
            }
            return services;
        }

        /** The names that the user chose below a key. */
        private List<String> names(String key) {
            String prefix = key + ".";
            boolean leaves = ChoiceKey.of(prefix + ChoiceKey.ANY).isPresent();
            return content.values().keySet().stream()
                    .filter(path -> path.startsWith(prefix))
                    .map(path -> path.substring(prefix.length(), leaves ? path.length() : path.lastIndexOf('.')))
                    .distinct()
                    .toList();
        }

        private List<String> texts(String key) {
            return Optional.ofNullable(content.values().get(key))
                    .map(ChoicesReader.Found::texts)
                    .orElse(List.of());
        }

        private Optional<String> text(String key) {
            return texts(key).stream().findFirst();
        }

        private Optional<Path> path(String key) {
            return text(key).map(text -> inside(key, text));
        }

        private List<Path> files() {
            return texts("files").stream().map(text -> inside("files", text)).toList();
        }

        private Optional<Path> own(String key, Optional<Path> chosen) {
            chosen.flatMap(new OwnPlaces(project, folder)::folderProblem).ifPresent(problem -> {
                throw invalid(key, problem);
            });
            return chosen;
        }

        private Optional<Path> override() {
            Optional<Path> chosen = path("override");
            chosen.flatMap(file -> new OwnPlaces(project, folder).overrideProblem(file, files()))
                    .ifPresent(problem -> {
                        throw invalid("override", problem);
                    });
            return chosen;
        }

        private RefusedException invalid(String key, String problem) {
            return refused(key, FindingId.CHOICES_INVALID, "'" + text(key).orElseThrow() + "' " + problem);
        }

        private Path inside(String key, String text) {
            Path file = resolved(key, text);
            if (!Path.of(text).isAbsolute() && !leadsOut(file, project)) {
                return file;
            }
            throw refused(key, FindingId.OUTSIDE_PROJECT, "'" + text + "' leads out of the project");
        }

        private Path resolved(String key, String text) {
            try {
                return folder.resolve(text).normalize();
            } catch (InvalidPathException invalid) {
                throw invalid(key, "'" + text + "' is not a path", invalid);
            }
        }

        private Optional<Duration> duration(String key) {
            try {
                return text(key).map(DurationText::parse);
            } catch (IllegalArgumentException wrong) {
                throw invalid(key, wrong.getMessage(), wrong);
            }
        }

        private RefusedException invalid(String key, String message, Throwable cause) {
            return new RefusedException(
                    refused(key, FindingId.CHOICES_INVALID, message).finding(), cause);
        }

        private RefusedException refused(String key, FindingId id, String message) {
            return EditErrors.at(id, name, content.values().get(key).value(), key + ": " + message);
        }
    }
}
