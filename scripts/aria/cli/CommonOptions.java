package aria.cli;

import aria.finding.FindingId;
import aria.finding.UsageException;
import aria.store.Layout;
import aria.store.UserPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
        Path configDir = Layout.DEFAULT_CONFIG_DIR;

        @Option(
                names = "--certs-dir",
                paramLabel = "DIR",
                description = "The certificates' folder (default: data/certs).")
        Path certsDir = Layout.DEFAULT_CERTS_DIR;

        @Option(names = "--json", description = "Print one JSON object instead of text.")
        boolean json;

        @Option(
                names = {"-q", "--quiet"},
                description = "Print results, warnings and errors only.")
        boolean quiet;

        @Option(
                names = {"-v", "--verbose"},
                description = "Say more; print stack traces.")
        boolean verbose;

        @Option(names = "--no-color", description = "No colour (as with NO_COLOR).")
        boolean noColour;

        @Option(names = "--no-input", description = "Ask nothing; what would need an answer fails.")
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

    private Console process;

    /**
     * The paths of the project that the options name.
     *
     * @throws UsageException when there is no folder {@code -C}
     */
    public Layout layout() {
        if (!Files.isDirectory(directory())) {
            throw new UsageException(FindingId.WRONG_USAGE, "-C " + group.directory + ": there is no such folder");
        }
        return new Layout(directory(), named(group.configDir), named(group.certsDir));
    }

    /** The working directory; absolute, without links in its path where it is there. */
    public Path directory() {
        Path typed = group.directory.toAbsolutePath().normalize();
        try {
            return Files.isDirectory(typed) ? typed.toRealPath() : typed;
        } catch (IOException e) {
            throw new UncheckedIOException(typed + " can't be read: " + e.getMessage(), e);
        }
    }

    /** Where a path leads that was typed; see {@link UserPath}. */
    public Path named(Path typed) {
        return UserPath.of(directory(), typed);
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
        return console.with(verbosity, group.noColour);
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
