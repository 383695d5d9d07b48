package aria.plan;

import aria.compose.ComposeProject;
import aria.compose.FileEdit;
import aria.compose.HostFolder;
import aria.compose.IgnoreFile;
import aria.compose.WantedChange;
import aria.edit.SourceText;
import aria.edit.lines.AddLine;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.Remedy;
import aria.preset.Presets;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.store.AtomicFiles;
import aria.store.FileOwner;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which folders of the host the services of a project get, so that no key is put there. Reads, never writes.
 *
 * @param root     the folder of the project
 * @param projects what is there
 * @param presets  asked for only when a service mounts a folder that the CA's own services may
 */
public record KeyPlaces(Path root, List<ComposeProject> projects, Supplier<Presets> presets) {

    /** What to do about a service that reads the whole machine. */
    public static final List<Remedy> READERS = List.of(
            Remedy.advice("let it run as a user of its own, such as `user: \"65534:65534\"`"),
            Remedy.advice("mount only what it looks at"));

    private static final String IGNORE = ".gitignore";

    /** Keeps an unmodifiable copy. */
    public KeyPlaces {
        projects = List.copyOf(projects);
    }

    /** Returns those of these projects, for {@link #ignoring} alone. */
    public static KeyPlaces ofBuilds(Path root, List<ComposeProject> projects) {
        return new KeyPlaces(root, projects, () -> new Presets(List.of()));
    }

    /** Whether files of ours lie in a layout's folders already. */
    public static boolean areInUse(Layout layout) {
        return Stream.of(
                        layout.caJson(),
                        layout.defaultsJson(),
                        layout.pkiFolder(),
                        layout.trustBundle(),
                        layout.undoFolder(),
                        layout.applyFolder(),
                        layout.auditLog(),
                        layout.mtlsFolder().resolve("lock"),
                        layout.rootKeyFolder(),
                        layout.peopleFolder().resolve(IGNORE),
                        layout.certsDir().resolve(IGNORE),
                        layout.mtlsFolder().resolve(IGNORE))
                .anyMatch(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS));
    }

    /** Whether a CA lies in a layout's folders: single files of ours, or by their names, may have come with a clone. */
    public static boolean holdCa(Layout layout) {
        return Stream.of(layout.rootCertificate(), layout.intermediateCertificate(), layout.intermediateKey())
                .allMatch(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
    }

    /** Returns why the first files of ours may not be put into a layout's folders; empty when they may. */
    public Optional<Finding> objection(Layout layout) {
        return obstacle(layout).or(() -> exposure(layout));
    }

    /** Returns what else is in the place of a layout's folders; empty when nothing is. */
    public Optional<Finding> obstacle(Layout layout) {
        return folders(layout).flatMap(folder -> taken(layout, folder).stream()).findFirst();
    }

    /**
     * Returns by what a service would get the keys in a layout's folders; empty when none does.
     *
     * <p>A mount of the whole machine is no reason, but one for {@link #warnings}: no folder is outside of it.
     */
    public Optional<Finding> exposure(Layout layout) {
        return projects.stream()
                .flatMap(project -> mounts(project, layout))
                .findFirst()
                .map(mount -> exposed(mount, mount.service() + " mounts " + named(layout, mount.path())))
                .or(() -> built().filter(
                                context -> !unlisted(context, layout).isEmpty() && !canBeListed(context, layout))
                        .findFirst()
                        .map(context -> exposed(
                                context,
                                "the image of " + context.service() + " is built from " + layout.display(context.path())
                                        + ", whose .dockerignore cannot be extended")));
    }

    /**
     * Returns a warning for each service that gets the whole machine and may read the keys of a layout there, and for
     * each mount of a folder in which keys lie.
     */
    public List<Finding> warnings(Layout layout) {
        String keys = layout.secretFolders().stream().map(layout::display).collect(Collectors.joining(", "));
        Stream<Finding> mounted = projects.stream()
                .flatMap(project -> mounts(project, layout))
                .filter(mount -> layout.secretFolders().stream().anyMatch(folder -> folder.startsWith(mount.path())))
                .map(mount -> Finding.warning(
                                FindingId.KEYS_EXPOSED,
                                "it mounts " + named(layout, mount.path()) + ", and can read the keys in it",
                                Remedy.advice("mount a folder beside them"),
                                Remedy.advice("keep them elsewhere, with --home"))
                        .about(mount.service())
                        .at(mount.place()));
        Stream<Finding> readers = projects.stream()
                .flatMap(project -> readersOfTheMachine(project, root).stream())
                .map(mount -> Finding.warning(
                                FindingId.MACHINE_MOUNTED,
                                "it mounts the whole machine, and can read every key (" + keys
                                        + ") unless it runs as a user of its own",
                                READERS.toArray(Remedy[]::new))
                        .about(mount.service())
                        .at(mount.place()));
        return Stream.concat(mounted, readers).toList();
    }

    /**
     * Returns the mounts of the whole machine by services that may read files of mode 600: those that are not said to
     * run as another user than root and the one to whom the project belongs.
     *
     * @param root the project's folder
     */
    public static List<HostFolder> readersOfTheMachine(ComposeProject project, Path root) {
        return HostFolder.mounted(project).stream()
                .filter(HostFolder::isMachine)
                .filter(mount -> project.services()
                        .get(mount.service())
                        .user()
                        .flatMap(StackService.Owner::parse)
                        .filter(user -> user.uid() != 0 && !FileOwner.isOf(user.uid(), root))
                        .isEmpty())
                .toList();
    }

    /** Returns the edits after which no build of an image takes keys along, where that can be written. */
    public List<FileEdit> ignoring(Layout layout) {
        Map<Path, FileEdit> edits = new LinkedHashMap<>();
        built().filter(context -> !unlisted(context, layout).isEmpty() && canBeListed(context, layout))
                .forEach(context -> context.ignored()
                        .forEach(
                                ignore -> edits.computeIfAbsent(ignore.path(), path -> edit(layout, context, ignore))));
        edits.values().removeIf(edit -> edit.edit().isEmpty());
        return List.copyOf(edits.values());
    }

    private static FileEdit edit(Layout layout, HostFolder context, IgnoreFile ignore) {
        SourceText before = ignore.source().orElseGet(() -> SourceText.of(layout.display(ignore.path()), new byte[0]));
        List<AddLine> lines = layout.secretFolders().stream()
                .filter(folder -> folder.startsWith(context.path()) && !ignore.leavesOut(probe(folder)))
                .map(folder -> new AddLine(
                        ignore.line(folder).orElseThrow(), "keeps keys out of the image of " + context.service()))
                .toList();
        return new FileEdit(
                ignore.path(),
                AddLine.apply(before, lines),
                lines.stream()
                        .map(line -> new WantedChange("", WantedChange.Subject.SETTINGS, "", line))
                        .toList(),
                ignore.source().isEmpty());
    }

    private Stream<HostFolder> built() {
        return projects.stream().flatMap(project -> HostFolder.built(project).stream());
    }

    /** The folders with keys that a build would take along. */
    private static List<Path> unlisted(HostFolder context, Layout layout) {
        return layout.secretFolders().stream()
                .filter(folder -> context.takes(probe(folder)))
                .toList();
    }

    private boolean canBeListed(HostFolder context, Layout layout) {
        return context.ignored().stream()
                .allMatch(ignore -> ignore.canBeExtended()
                        && AtomicFiles.followLinks(ignore.path()).startsWith(root)
                        && unlisted(context, layout).stream()
                                .allMatch(folder -> ignore.line(folder).isPresent()));
    }

    /** A file as there may be one. */
    private static Path probe(Path folder) {
        return folder.resolve("some.key");
    }

    private Stream<HostFolder> mounts(ComposeProject project, Layout layout) {
        return HostFolder.mounted(project).stream()
                .filter(mount -> reaches(mount, layout))
                .filter(mount -> !Stack.ofTheCa(project, presets.get()).contains(mount.service()));
    }

    /**
     * Whether a mount holds a folder of ours, or lies in one for certificates. Its own certificate may be mounted into
     * a service, as may the settings that are made for it; the one-shot services of ours deliver.
     */
    private static boolean reaches(HostFolder mount, Layout layout) {
        Path path = mount.path();
        boolean holds = !mount.isMachine()
                && Stream.concat(folders(layout), layout.secretFolders().stream())
                        .anyMatch(folder -> folder.startsWith(path));
        boolean own = Stream.of(mount.service(), OurServices.ownerOf(mount.service()))
                .filter(Layout::canName)
                .map(layout::serviceFolder)
                .anyMatch(path::startsWith);
        return holds
                || !own
                        && Stream.of(
                                        layout.certsDir(),
                                        layout.peopleFolder(),
                                        layout.rootKeyFolder(),
                                        layout.secretsFolder(),
                                        layout.intermediateKey())
                                .anyMatch(path::startsWith);
    }

    private static Stream<Path> folders(Layout layout) {
        return Stream.of(
                layout.configDir(),
                layout.rootKeyFolder(),
                layout.certsDir(),
                layout.peopleFolder(),
                layout.mtlsFolder());
    }

    /** Something else is in the place of a folder or of one above it, or in it. */
    private Optional<Finding> taken(Layout layout, Path folder) {
        Path above = folder;
        while (above.getParent() != null && !above.getParent().equals(root) && above.startsWith(root)) {
            above = above.getParent();
        }
        for (Path each = above; each.getNameCount() <= folder.getNameCount(); each = below(each, folder)) {
            if (Files.exists(each) && !Files.isDirectory(each)) {
                return Optional.of(taken(layout, each, " is a file"));
            }
            if (Files.isDirectory(each) && !Files.isWritable(each)) {
                return Optional.of(taken(layout, each, " cannot be written to"));
            }
        }
        return folder.equals(layout.configDir()) || isEmpty(folder)
                ? Optional.empty()
                : Optional.of(taken(layout, folder, " holds files of something else"));
    }

    private static Path below(Path each, Path folder) {
        int names = each.getNameCount();
        return each.resolve(names < folder.getNameCount() ? folder.getName(names) : Path.of("beyond"));
    }

    /** Links are not files of something else: they are refused with their names when something is to be written. */
    private static boolean isEmpty(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.allMatch(Files::isSymbolicLink);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be listed: " + e.getMessage(), e);
        }
    }

    private static Finding taken(Layout layout, Path folder, String how) {
        String name = layout.display(folder);
        return Finding.error(FindingId.KEYS_EXPOSED, name + how).at(Place.of(name));
    }

    private static String named(Layout layout, Path folder) {
        return folder.equals(layout.root()) ? "the project's folder" : layout.display(folder);
    }

    private static Finding exposed(HostFolder folder, String message) {
        return Finding.error(FindingId.KEYS_EXPOSED, message).at(folder.place());
    }
}
