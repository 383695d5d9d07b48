package aria.cli;

import aria.finding.Finding;
import aria.finding.FindingText;
import aria.finding.Remedy;
import aria.finding.Severity;
import aria.pki.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The output of a command: results go to standard output, all other messages to standard error. It is always UTF-8;
 * colour and marks beyond ASCII are used only where they can be seen. Text from files and servers may be part of any
 * line, so control characters are removed from it: only our own colours reach the terminal.
 */
public final class Console {
    /** Before it stands the time. */
    private static final String COMPOSE_WARNS = " level=warning msg=";

    private final PrintWriter out;
    private final PrintWriter err;
    private final Terminal terminal;
    private final Verbosity verbosity;
    private final boolean noColour;
    private final Supplier<Optional<String>> folder;
    private final Interruption interruption;
    private final Set<String> quoted;

    /** The amount of output beside the results. */
    public enum Verbosity {
        /** Warnings and errors only. */
        QUIET,
        /** What was done, and what to do next. */
        NORMAL,
        /** Every step, and stack traces. */
        VERBOSE
    }

    /**
     * @param out      results
     * @param err      messages
     * @param noColour {@code --no-color}
     */
    public Console(OutputStream out, OutputStream err, Terminal terminal, Verbosity verbosity, boolean noColour) {
        this(
                writer(out),
                writer(err),
                terminal,
                verbosity,
                noColour,
                Optional::empty,
                new Interruption(),
                new HashSet<>());
    }

    /** The console of this process. */
    public static Console ofProcess(Terminal terminal, Verbosity verbosity, boolean noColour) {
        return new Console(
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                terminal,
                verbosity,
                noColour);
    }

    /** The same places, with other wishes. */
    Console with(Verbosity other, boolean withoutColour) {
        return with(other, withoutColour, folder);
    }

    /**
     * As {@link #with(Verbosity, boolean)}.
     *
     * @param project the project's root as seen from the reader's folder; empty when the reader stands there
     */
    Console with(Verbosity other, boolean withoutColour, Supplier<Optional<String>> project) {
        return new Console(out, err, terminal, other, withoutColour, project, interruption, quoted);
    }

    private Console(
            PrintWriter out,
            PrintWriter err,
            Terminal terminal,
            Verbosity verbosity,
            boolean noColour,
            Supplier<Optional<String>> folder,
            Interruption interruption,
            Set<String> quoted) {
        this.quoted = quoted;
        this.folder = folder;
        this.interruption = interruption;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.verbosity = verbosity;
        this.noColour = noColour;
    }

    /** A line of the result for people, to standard output; also when quiet. */
    public void result(String line) {
        answer(Printable.text(line));
    }

    /** A line of the result as it stands, such as an object for machines; to standard output, also when quiet. */
    public void answer(String line) {
        out.println(line);
        out.flush();
    }

    /**
     * The result for machines, one object on a line; to standard output, also when quiet.
     *
     * @see Json#answer(String, ExitCode, Object, List)
     */
    public void answer(String command, ExitCode exit, Object result, List<Problem> problems) {
        answer(Json.answer(command, exit, result, problems));
    }

    /** Text of the result that brings its own line ends, such as a diff; to standard output. */
    public void resultText(String text) {
        out.print(text);
        out.flush();
    }

    /** A line of the result that begins with a mark; to standard output. */
    public void result(Mark mark, String line) {
        answer(paint(mark.colour(), mark.text(terminal.unicode()), colourOut()) + " " + Printable.text(line));
    }

    /** What was done, or what to do next; to standard error, unless quiet. */
    public void message(String line) {
        if (verbosity != Verbosity.QUIET) {
            say(Printable.text(line));
        }
    }

    /** A line that Docker Compose or a step around it has printed: a message, each warning of Docker Compose once a run. */
    public void quote(String line) {
        int warning = line.indexOf(COMPOSE_WARNS);
        if (warning < 0 || quoted.add(line.substring(warning))) {
            message(line);
        }
    }

    /** What only {@code --verbose} wants to know; to standard error. */
    public void detail(String line) {
        if (verbose()) {
            say(Printable.text(line));
        }
    }

    /** Returns what keeps in mind how far the run has come, which is the last line if it is interrupted. */
    Interruption interruption() {
        return interruption;
    }

    /** Says what a person does next, one way or another; to standard error, unless quiet. */
    public void next(Remedy... remedies) {
        text().hint(List.of(remedies)).ifPresent(todo -> message("Next: " + todo));
    }

    /** Something that should be looked at; to standard error, also when quiet. */
    public void warning(String line) {
        say(paint("33", "warning:", colourErr()) + " " + Printable.text(line));
    }

    /** Why the command fails; one line, to standard error, also when quiet. */
    public void error(String line) {
        say(paint("31", "error:", colourErr()) + " " + Printable.text(line));
    }

    /** Why the command fails, and what to do; one line, to standard error, also when quiet. */
    public void error(Finding finding) {
        error(text().line(finding));
    }

    /** As {@link #error(Finding)}, by its severity. */
    public void tell(Finding finding) {
        if (finding.severity() == Severity.ERROR) {
            error(finding);
        } else {
            warning(text().line(finding));
        }
    }

    /** As a warning whose remedies are many: they have a line of their own. */
    void inTwoLines(Finding finding) {
        warning(FindingText.located(finding));
        text().hint(finding.remedies()).ifPresent(todo -> say("  to secure it, " + Printable.text(todo)));
    }

    /** Whether only results, warnings and errors are wanted. */
    boolean quiet() {
        return verbosity == Verbosity.QUIET;
    }

    /** Returns an environment variable of the user's; empty when it is not set. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(terminal.environment().get(name));
    }

    /** Whether stack traces and details are wanted. */
    public boolean verbose() {
        return verbosity == Verbosity.VERBOSE;
    }

    /** Whether a bar that moves would be seen and is wanted. */
    public boolean showsProgress() {
        return terminal.err()
                && verbosity != Verbosity.QUIET
                && !terminal.environment().getOrDefault("TERM", "dumb").equals("dumb");
    }

    /** Whether results come to a terminal: it has a width, and a bar would stand between them. */
    public boolean showsResults() {
        return terminal.out();
    }

    /** Whether a person is there to be asked. */
    public boolean canAsk() {
        return terminal.in() && terminal.err();
    }

    /** Whether marks and bars may use more than ASCII. */
    public boolean unicode() {
        return terminal.unicode();
    }

    /** Whether results may be coloured. */
    public boolean colourOut() {
        return !noColour && terminal.colour(terminal.out());
    }

    /** Text without a line end, such as a question or a bar; to standard error. */
    void prompt(String question) {
        err.print(question.startsWith("\r") ? "\r" + Printable.text(question.substring(1)) : Printable.text(question));
        err.flush();
    }

    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    private boolean colourErr() {
        return !noColour && terminal.colour(terminal.err());
    }

    /** Returns what makes text of findings, for the person who stands where this command was called. */
    public FindingText text() {
        return Invocation.text(terminal.environment(), folder);
    }

    private void say(String line) {
        err.println(line);
        err.flush();
    }

    private static String paint(String colour, String text, boolean coloured) {
        return coloured ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), false);
    }
}
