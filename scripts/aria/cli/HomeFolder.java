package aria.cli;

import aria.choices.ChoicesEditor;
import aria.choices.ChoicesFile;
import aria.compose.ComposeProject;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.plan.HomeMarker;
import aria.plan.KeyPlaces;
import aria.plan.ProjectPlan;
import aria.preset.Presets;
import aria.stack.Stack;
import aria.store.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Where the files of ours go, and what keeps the keys among them out of containers and images. */
final class HomeFolder {
    static final Path HIDDEN = Path.of(".aria");

    /** Where everything is when nobody says so; looked up once. */
    private Layout automatic;
    /** Why that is not the usual place. */
    private Optional<String> reason = Optional.empty();

    private final Supplier<Presets> presets;

    /** Judges projects with these presets, which are asked for when the first one is judged, and by several threads. */
    HomeFolder(Supplier<Presets> presets) {
        this.presets = presets;
    }

    /**
     * Decides for a project: its folders stay where they are; the first ones are in {@code .aria} where a service
     * mounts the usual ones, or something else is in their place.
     *
     * @param projects those of its compose projects that can be read; asked for when it has no folders yet
     */
    Layout automatic(Path root, Supplier<List<ComposeProject>> projects) {
        if (automatic == null) {
            Layout usual = Layout.of(root);
            Layout hidden = Layout.under(root, HIDDEN);
            automatic = KeyPlaces.areInUse(hidden) && !KeyPlaces.areInUse(usual) ? hidden : usual;
            if (!KeyPlaces.areInUse(automatic)) {
                reason = new KeyPlaces(root, projects.get(), presets)
                        .objection(usual)
                        .map(HomeFolder::reason);
                automatic = reason.isPresent() ? hidden : usual;
            }
        }
        return automatic;
    }

    private static String reason(Finding objection) {
        return "because "
                + objection
                        .place()
                        .filter(place -> place.line() > 0)
                        .map(place -> place + ": ")
                        .orElse("")
                + objection.message();
    }

    /** Keeps the folder that was typed, or decided here, for later runs. */
    void remember(RememberedChoices remembered, Optional<Path> typed) {
        typed.ifPresent(folder -> remembered.home(folder, ChoicesEditor.from("--home")));
        if (typed.isEmpty() && reason.isPresent()) {
            remembered.home(automatic.certsDir().getParent(), reason.get());
        }
    }

    /**
     * Returns the folder that a project's choices name.
     *
     * @throws RefusedException when it lies outside the project, and nobody has named it on a command line yet
     */
    static Optional<Path> chosen(ChoicesFile file) {
        Optional<Path> home = file.choices().home();
        home.filter(folder -> file.isLeftBy(folder) && !marker(file, folder).isThere())
                .ifPresent(folder -> {
                    Path folderOfFile = file.path().getParent();
                    throw new RefusedException(Finding.error(
                                    FindingId.OUTSIDE_PROJECT,
                                    "home: '" + folderOfFile.relativize(folder)
                                            + "' leads out of the project, and does not say that it belongs to it",
                                    Remedy.setting("--home", folder.toString()))
                            .at(file.place("home")));
                });
        return home;
    }

    /**
     * Returns a layout, for all that is read and written.
     *
     * @throws RefusedException when keys would lie in a folder of a service, whose container gets it
     */
    static Layout apart(Layout layout) {
        layout.misplaced().ifPresent(folder -> {
            throw new RefusedException(Finding.error(
                            FindingId.KEYS_EXPOSED,
                            "this cannot be a folder for keys, because services get folders of "
                                    + layout.display(layout.certsDir()) + " and "
                                    + layout.display(layout.mtlsFolder()),
                            Remedy.advice("name another one, with --config-dir and --certs-dir, or in aria.yaml"))
                    .at(Place.of(layout.display(folder))));
        });
        return layout;
    }

    /**
     * Returns a plan that puts no key where a container or an image gets it: builds leave the folders of keys out.
     *
     * @param stacks what is there
     * @param typed  the folder of everything, as it was named on the command line
     * @throws RefusedException when the first key would lie where a service gets it
     */
    ProjectPlan guarded(ProjectPlan plan, List<Stack> stacks, Optional<Path> typed, ChoicesFile file) {
        Layout layout = plan.layout();
        boolean first = !KeyPlaces.areInUse(layout);
        if (plan.isEmpty() && (first || plan.refusedAny() || plan.heldBackAny())) {
            return plan;
        }
        KeyPlaces places =
                new KeyPlaces(layout.root(), stacks.stream().map(Stack::project).toList(), presets);
        // Many files are planned at once, and what lies there by now may be of the first ones that were written.
        Optional<Finding> obstacle =
                first ? places.obstacle(layout).filter(found -> !KeyPlaces.areInUse(layout)) : Optional.empty();
        boolean firstKeys = !plan.isEmpty() && !KeyPlaces.holdCa(layout);
        obstacle.or(() -> firstKeys ? places.exposure(layout) : Optional.empty())
                .ifPresent(objection -> {
                    throw new RefusedException(objection
                            .saying(objection.message() + ", so keys are not put into "
                                    + layout.display(layout.certsDir().getParent()))
                            .also(remedies(layout, places)));
                });
        ProjectPlan guarded = plan.also(places.ignoring(layout), places.warnings(layout));
        return typed.filter(file::isLeftBy)
                .map(folder -> marker(file, folder))
                .filter(marker -> !marker.isThere())
                .map(marker -> guarded.writing(marker.planned()))
                .orElse(guarded);
    }

    /** The first folder beside the project, or beside one above it, that no service gets. */
    private static List<Remedy> remedies(Layout layout, KeyPlaces places) {
        Path root = layout.root();
        return Stream.iterate(root, folder -> folder.getParent() != null, Path::getParent)
                .map(folder -> folder.resolveSibling(folder.getFileName() + "-aria"))
                .filter(home -> Files.isWritable(home.getParent())
                        && Files.notExists(home)
                        && places.objection(Layout.under(root, home)).isEmpty())
                .findFirst()
                .map(home ->
                        List.of(Remedy.setting("--home", root.relativize(home).toString())))
                .orElse(List.of(Remedy.advice("name a folder that no service gets, with --home")));
    }

    private static HomeMarker marker(ChoicesFile file, Path home) {
        return new HomeMarker(home, file.path().getParent());
    }
}
