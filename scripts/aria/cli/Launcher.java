package aria.cli;

import aria.finding.DidYouMean;
import aria.finding.Finding;
import aria.finding.FindingId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Runs a command: parses the command line, calls the command, and turns every failure into an exit code and one line.
 * Ctrl-C and SIGTERM end the process at once with 130 and 143, as Java does by itself, and the last line says how far
 * the command had come; the next run finishes a write that they interrupted.
 */
public final class Launcher {

    private final Console console;
    /** The command that ran; null before, and when only help was wanted. */
    private CommandLine ran;

    private Launcher(Console console) {
        this.console = console;
    }

    /**
     * Runs a command on the process's own streams.
     *
     * @param command a picocli command, {@code Callable<Integer>}, with {@link CommonOptions} as a mixin
     * @return what the process shall end with
     */
    public static int run(Object command, String... arguments) {
        Console console = Console.ofProcess(Terminal.detect(), Console.Verbosity.NORMAL, false);
        AtomicInteger exit = new AtomicInteger();
        console.interruption().during(console, () -> exit.set(run(console, command, arguments)));
        return exit.get();
    }

    /** Runs a command on the streams of the given console: for tests, and for one command that calls another. */
    public static int run(Console console, Object command, String... arguments) {
        boolean noColour = Arrays.asList(arguments).contains("--no-color");
        return new Launcher(console.with(Console.Verbosity.NORMAL, noColour)).execute(command, arguments);
    }

    private int execute(Object command, String... arguments) {
        CommandLine line = new CommandLine(command);
        attach(line);
        line.setOut(console.out()).setErr(console.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(console.colourOut() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpWidth(100).setUsageHelpAutoWidth(console.showsResults());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(this::wrongUsage);
        line.setExecutionStrategy(this::execute);
        line.setExecutionExceptionHandler((failure, failed, parsed) -> failed(failure, failed));
        int exit = execute(line, arguments);
        if (ran != null) {
            options(ran).ifPresent(options -> AuditSending.after(ran, options));
        }
        console.out().flush();
        console.err().flush();
        return exit;
    }

    /** The last command named is the one that is meant. */
    private int execute(ParseResult parsed) {
        CommandLine meant =
                parsed.asCommandLineList().get(parsed.asCommandLineList().size() - 1);
        if (options(meant).filter(CommonOptions::man).isPresent()) {
            console.resultText(ManPage.of(meant.getCommandSpec()));
            return ExitCode.OK.number();
        }
        if (parsed.asCommandLineList().stream()
                .noneMatch(line -> line.isUsageHelpRequested() || line.isVersionHelpRequested())) {
            ran = meant;
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /** Picocli lets errors through, and Java would end with 1, which says that a check failed. */
    private int execute(CommandLine line, String... arguments) {
        try {
            return line.execute(subcommandFirst(line, arguments));
        } catch (StackOverflowError | OutOfMemoryError | LinkageError | AssertionError error) {
            return failed(new IllegalStateException(error), line);
        }
    }

    /** Common options may stand before a subcommand, too: they are the subcommand's. */
    private static String[] subcommandFirst(CommandLine line, String... arguments) {
        List<String> words = new ArrayList<>(Arrays.asList(arguments));
        for (int i = 0; i < words.size(); i++) {
            OptionSpec option = line.getCommandSpec().optionsMap().get(words.get(i));
            if (option != null) {
                i += option.arity().max();
            } else if (line.getSubcommands().containsKey(words.get(i))) {
                words.add(0, words.remove(i));
                break;
            } else if (!words.get(i).startsWith("-")) {
                break;
            }
        }
        return words.toArray(String[]::new);
    }

    private void attach(CommandLine line) {
        options(line).ifPresent(options -> options.attach(console));
        line.getSubcommands().values().forEach(this::attach);
    }

    private int wrongUsage(ParameterException wrong, String[] arguments) {
        CommandLine line = wrong.getCommandLine();
        String message = wrong instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched)
                : unknownWord(wrong).orElseGet(() -> Problem.oneLine(wrong).replace("option option", "option"));
        console.error(message);
        console.message("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        if (Arrays.asList(arguments).contains("--json")) {
            console.answer(
                    name(line), ExitCode.USAGE, null, List.of(Problem.of(Finding.error(FindingId.USAGE, message))));
        }
        return ExitCode.USAGE.number();
    }

    /** About a word where only a few are known; empty where a converter of ours has said what is wrong. */
    private static Optional<String> unknownWord(ParameterException wrong) {
        ArgSpec argument = wrong.getArgSpec();
        if (argument == null || wrong.getValue() == null || argument.converters().length > 0) {
            return Optional.empty();
        }
        return Stream.of(argument.auxiliaryTypes())
                .filter(Class::isEnum)
                .findFirst()
                .map(type -> (argument instanceof OptionSpec option ? option.longestName() + ": " : "") + "'"
                        + wrong.getValue() + "' is not one of "
                        + Stream.of(type.getEnumConstants())
                                .map(word -> word.toString().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")));
    }

    /** About the first word that means nothing; what stands behind it may be its value. */
    private static String unmatched(UnmatchedArgumentException wrong) {
        CommandSpec spec = wrong.getCommandLine().getCommandSpec();
        String typed = wrong.getUnmatched().get(0);
        if (wrong.isUnknownOption()) {
            String name = typed.replaceFirst("=.*", "");
            return "there is no option " + name
                    + DidYouMean.among(name, spec.optionsMap().keySet(), "");
        }
        return spec.subcommands().isEmpty()
                ? spec.name() + " takes no " + (spec.positionalParameters().isEmpty() ? "" : "more ") + "argument '"
                        + typed + "'"
                : "there is no command '" + typed + "'"
                        + DidYouMean.among(
                                typed,
                                spec.subcommands().keySet(),
                                "; there are "
                                        + String.join(", ", spec.subcommands().keySet()));
    }

    private int failed(Exception failure, CommandLine line) {
        Optional<CommonOptions> options = options(line);
        Console wished = options.map(CommonOptions::console).orElse(console);
        ExitCode code = ExitCode.of(failure);
        Throwable cause = ExitCode.unwrap(failure);
        if (code == ExitCode.BUG) {
            wished.error("a bug in aria " + Version.NUMBER + ", please report it with the output of -v: "
                    + cause.getClass().getName() + ": " + Problem.oneLine(cause));
        } else {
            wished.error(Problem.finding(cause));
        }
        options.ifPresent(known -> RefusedEvent.log(line, known, cause));
        if (wished.verbose()) {
            failure.printStackTrace(wished.err());
            wished.err().flush();
        }
        if (options.filter(CommonOptions::json).isPresent()) {
            wished.answer(name(line), code, null, List.of(Problem.of(failure)));
        }
        return code.number();
    }

    private static String name(CommandLine line) {
        return line.getCommandSpec().qualifiedName("-");
    }

    private static Optional<CommonOptions> options(CommandLine line) {
        return line.getCommandSpec().mixins().values().stream()
                .map(CommandLine.Model.CommandSpec::userObject)
                .filter(CommonOptions.class::isInstance)
                .map(CommonOptions.class::cast)
                .findFirst();
    }
}
