package aria.cli;

import static aria.finding.Remedy.advice;

import aria.apply.HandChanges;
import aria.choices.Choices;
import aria.choices.ChoicesFile;
import aria.compose.ComposeLocator;
import aria.compose.ComposeProject;
import aria.edit.EditErrors;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.UsageException;
import aria.plan.ProjectPlan;
import aria.stack.Stack;
import aria.store.Layout;
import aria.store.UserPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that every command has, as a picocli mixin. */
@Command(versionProvider = Version.class, sortOptions = false, abbreviateSynopsis = true)
public final class CommonOptions {

    private static final class Group {
        @Option(
                names = {"-C", "--directory"},
                paramLabel = "DIR",
                description = "Work in this folder (default: the current one).")
        Path directory = Path.of("");

        @Option(names = "--config-dir", paramLabel = "DIR", description = "The CA's folder (default: config/step-ca).")
        Path configDir;

        @Option(
                names = "--certs-dir",
                paramLabel = "DIR",
                description = "The certificates' folder (default: data/certs).")
        Path certsDir;

        @Option(
                names = "--home",
                paramLabel = "DIR",
                description =
                        "Folder for all that is generated (default: config and data; .aria where they are in use).")
        Path home;

        @Option(names = "--json", description = "Print one JSON object instead of text.")
        boolean json;

        @Option(
                names = {"-q", "--quiet"},
                description = "Print results, warnings and errors only.")
        boolean quiet;

        @Option(
                names = {"-v", "--verbose"},
                description = "Print more details and stack traces.")
        boolean verbose;

        @Option(names = "--no-color", description = "No colour (as with NO_COLOR).")
        boolean noColour;

        @Option(names = "--no-input", description = "Never ask; fail when an answer is needed.")
        boolean noInput;

        @Option(names = "--man", help = true, description = "Print the manual page: --man | man -l -")
        boolean man;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help and exit.")
        @SuppressWarnings("UnusedVariable") // picocli acts on it
        boolean help;

        @Option(
                names = {"-V", "--version"},
                versionHelp = true,
                description = "Show the version and exit.")
        @SuppressWarnings("UnusedVariable") // picocli acts on it
        boolean version;
    }

    @ArgGroup(validate = false, heading = "%nCommon options:%n")
    private Group group = new Group();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private Console process;
    /** Files that were named, as {@code -f} and as arguments; they lead to the project's choices. */
    private List<Path> dashF = List.of();

    private List<Path> positional = List.of();

    private ComposeOptions compose = new ComposeOptions();
    private HomeFolder homes = new HomeFolder(compose::presets);

    /** Found once, since it reads the choices and the compose files; null before. */
    private Layout found;

    /**
     * The paths of the project that the options name, else its {@code aria.yaml}.
     *
     * @throws UsageException when there is no folder {@code -C}
     * @throws RefusedException when the project's choices cannot be used
     */
    public Layout layout() {
        if (!Files.isDirectory(directory())) {
            throw new UsageException(FindingId.WRONG_USAGE, "-C " + group.directory + ": there is no such folder");
        }
        if (found == null) {
            found = layout(choices());
        }
        return found;
    }

    private Layout layout(ChoicesFile file) {
        Choices choices = file.choices();
        Optional<Path> configDir = configDir().or(choices.ca()::dir);
        Optional<Path> certsDir = certsDir().or(choices::certs);
        Layout rest = home().or(() -> HomeFolder.chosen(file))
                .map(folder -> Layout.under(root(), folder))
                .orElseGet(() -> configDir.isPresent() || certsDir.isPresent()
                        ? Layout.of(root())
                        : homes.automatic(root(), this::projects));
        return HomeFolder.apart(
                new Layout(root(), configDir.orElse(rest.configDir()), certsDir.orElse(rest.certsDir())));
    }

    private Optional<Path> home() {
        return Optional.ofNullable(group.home).map(this::named);
    }

    /** Where many are named, each is judged for itself, and the usual folders are refused where they are in use. */
    private List<ComposeProject> projects() {
        return positional.size() > 1
                ? List.of()
                : compose.readable(ComposeOptions.located(root(), directory(), dashF, positional));
    }

    /** As {@link HomeFolder#guarded}; what people made of generated files is named and kept. */
    public ProjectPlan guarded(ProjectPlan plan, List<Stack> stacks) {
        return homes.guarded(HandChanges.named(plan), stacks, home(), choices());
    }

    /**
     * Refuses a project whose choices have the CA or the certificates in other folders than those of this run.
     *
     * @throws RefusedException when they do
     */
    public void requireFolders(ChoicesFile file) {
        if (!layout(file).equals(layout())) {
            throw EditErrors.file(
                    FindingId.CHOICE_LATER,
                    file.name(),
                    "its CA or certificates are in other folders than those of the first project",
                    advice("run this project alone"));
        }
    }

    /**
     * As {@link #layout()}, of the project with these files.
     *
     * @param files     with those that were named
     * @param arguments named as arguments
     */
    public Layout layout(ComposeOptions files, List<Path> arguments) {
        files.startAt(typed(Path.of("")));
        compose = files;
        dashF = files.files();
        homes = new HomeFolder(compose::presets);
        positional = arguments.stream().map(this::typed).toList();
        found = null;
        Layout layout = layout();
        if (!layout.root().equals(directory())) {
            console().message("Working in " + layout.root() + ", where the CA or the choices of this project are");
        }
        return layout;
    }

    /** The root of the project that the working directory belongs to; see {@link ProjectRoot}. */
    private Path root() {
        return ProjectRoot.of(directory());
    }

    /** Returns a typed path so that it leads from the project's root to where it leads from the working directory. */
    public Path typed(Path path) {
        return root().equals(directory()) ? path : directory().resolve(path).normalize();
    }

    /** The choices of the project; of the first one when there are several. */
    public ChoicesFile choices() {
        Path root = root();
        return ChoicesFile.find(ComposeLocator.folder(root, directory(), dashF, positional, System.getenv()), root);
    }

    /**
     * What is to be remembered of these options and of the files that were named.
     *
     * @param file where
     * @param once nothing is
     */
    public RememberedChoices remembered(ChoicesFile file, ComposeOptions compose, boolean once) {
        Layout layout = layout();
        boolean elsewhere = !dashF.isEmpty() && compose.withoutFiles(layout).isEmpty();
        RememberedChoices remembered =
                new RememberedChoices(elsewhere ? file.movedTo(layout.root()) : file, command.qualifiedName("-"), once);
        Layout without = Layout.of(layout.root());
        Choices choices = file.choices();
        homes.remember(remembered, home());
        remembered.path("--config-dir", configDir(), choices.ca().dir().orElse(without.configDir()), "ca", "dir");
        remembered.path("--certs-dir", certsDir(), choices.certs().orElse(without.certsDir()), "certs");
        compose.remember(remembered, layout);
        return remembered;
    }

    private Optional<Path> configDir() {
        return Optional.ofNullable(group.configDir).map(this::named);
    }

    private Optional<Path> certsDir() {
        return Optional.ofNullable(group.certsDir).map(this::named);
    }

    /** The working directory; absolute, without links in its path where it is there. */
    public Path directory() {
        Path typed = group.directory.toAbsolutePath().normalize();
        try {
            return Files.isDirectory(typed) ? typed.toRealPath() : typed;
        } catch (IOException e) {
            throw new UncheckedIOException(typed + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Where a path leads that was typed; see {@link UserPath}. */
    public Path named(Path typed) {
        return UserPath.of(root(), directory().resolve(typed));
    }

    /** Whether the result is to be one JSON object on standard output and nothing else there. */
    public boolean json() {
        return group.json;
    }

    /** Whether nothing may be asked. */
    public boolean noInput() {
        return group.noInput;
    }

    /** Whether the manual page is wanted instead of all else. */
    boolean man() {
        return group.man;
    }

    /** Where to speak, as the options wish. */
    public Console console() {
        Console.Verbosity verbosity = group.verbose
                ? Console.Verbosity.VERBOSE
                : group.quiet ? Console.Verbosity.QUIET : Console.Verbosity.NORMAL;
        Console console =
                process != null ? process : Console.ofProcess(Terminal.detect(), Console.Verbosity.NORMAL, false);
        return console.with(verbosity, group.noColour, this::folder);
    }

    /** The project's root as the reader gets there from the shell's working directory; empty for readers in it. */
    private Optional<String> folder() {
        Path shell = Path.of("").toAbsolutePath();
        Path root = root();
        return root.equals(shell)
                ? Optional.empty()
                : Optional.of(
                        (root.startsWith(shell) || shell.startsWith(root) ? shell.relativize(root) : root).toString());
    }

    /**
     * Asks before something of the user's is changed.
     *
     * @param yes {@code --yes} was given
     */
    public Consent consent(boolean yes) {
        return new Consent(console(), yes, noInput());
    }

    /** Set by {@link Launcher} before the command runs. */
    void attach(Console console) {
        process = console;
    }
}
