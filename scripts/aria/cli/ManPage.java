package aria.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual page of a command in the language of man(7), made from picocli's model. Picocli's own generator writes
 * AsciiDoc, and a converter for that is larger than all the rest of the program.
 */
final class ManPage {
    private static final int WIDTH = 79;

    private final CommandSpec spec;
    private final Help help;
    private final List<String> lines = new ArrayList<>();

    private ManPage(CommandSpec spec) {
        this.spec = spec;
        this.help = spec.commandLine().getHelp();
    }

    /** The page, ending with a line end. */
    static String of(CommandSpec spec) {
        return new ManPage(spec).write();
    }

    private String write() {
        lines.add(".TH " + name(spec).toUpperCase(Locale.ROOT) + " 1 " + Version.DAY + " \"aria " + Version.NUMBER
                + "\"");
        section("NAME", name(spec) + " \\-\n" + text(about(spec).replaceFirst("\\. .*|\\.$", "")));
        section("SYNOPSIS", synopsis());
        section("DESCRIPTION", text(about(spec)));
        arguments();
        options();
        if (!spec.subcommands().isEmpty()) {
            section("COMMANDS");
            spec.subcommands().forEach((name, line) -> entry(bold(name), about(line.getCommandSpec())));
        }
        section("EXIT STATUS");
        Stream.of(ExitCode.values()).forEach(code -> entry(bold(Integer.toString(code.number())), code.about()));
        footer();
        section("SEE ALSO", related().map(other -> bold(name(other)) + "(1)").collect(Collectors.joining(", ")));
        return String.join("\n", lines) + "\n";
    }

    private static String name(CommandSpec spec) {
        return "aria-" + spec.qualifiedName("-");
    }

    private static String about(CommandSpec spec) {
        return String.join(" ", spec.usageMessage().description());
    }

    private String synopsis() {
        String alias = spec.root().name();
        String command = spec.qualifiedName().replaceFirst("\\Q" + alias, alias + "@aria");
        String behind = spec.subcommands().isEmpty()
                ? spec.positionalParameters().stream().map(this::label).collect(Collectors.joining(" "))
                : "\\fICOMMAND\\fR";
        return (bold("jbangw " + command) + " [\\fIOPTION\\fR...] " + behind).strip();
    }

    private void arguments() {
        if (!spec.positionalParameters().isEmpty()) {
            section("ARGUMENTS");
            spec.positionalParameters().forEach(argument -> entry(label(argument), argument.description()));
        }
    }

    /** Those without a group first, then each group under its heading. */
    private void options() {
        List<OptionSpec> grouped = spec.argGroups().stream()
                .flatMap(group -> group.allOptionsNested().stream())
                .toList();
        section("OPTIONS");
        spec.options().stream().filter(option -> !grouped.contains(option)).forEach(this::option);
        for (ArgGroupSpec group : spec.argGroups()) {
            lines.add(".SS " + text(group.heading()).replaceFirst(":$", ""));
            group.allOptionsNested().forEach(this::option);
        }
    }

    private void option(OptionSpec option) {
        if (!option.hidden()) {
            String names = Arrays.stream(option.names()).map(ManPage::bold).collect(Collectors.joining(", "));
            entry(names + label(option), option.description());
        }
    }

    private String label(ArgSpec argument) {
        String label = help.parameterLabelRenderer()
                .renderParameterLabel(argument, Ansi.OFF, List.of())
                .toString();
        return label.isEmpty() || argument instanceof PositionalParamSpec
                ? italic(label)
                : label.charAt(0) + italic(label.substring(1));
    }

    private void footer() {
        Footer footer = Footer.of(spec);
        if (!footer.examples().isEmpty()) {
            section("EXAMPLES");
            footer.examples().forEach(example -> entry(bold(example.command()), example.about()));
        }
        if (!footer.notes().isEmpty()) {
            section(
                    "NOTES",
                    String.join(
                            "\n.PP\n",
                            footer.notes().stream().map(ManPage::text).toList()));
        }
    }

    /** The command this one belongs to, and those that belong to it. */
    private Stream<CommandSpec> related() {
        return Stream.concat(
                Stream.ofNullable(spec.parent()),
                spec.subcommands().values().stream().map(line -> line.getCommandSpec()));
    }

    private void section(String title, String... paragraphs) {
        if (!List.of(paragraphs).equals(List.of(""))) {
            lines.add(".SH " + title);
            lines.addAll(List.of(paragraphs));
        }
    }

    private void entry(String term, String... description) {
        lines.add(".TP");
        lines.add(term);
        lines.add(text(description).isEmpty() ? "\\&" : text(description));
    }

    private static String bold(String text) {
        return "\\fB" + escaped(text) + "\\fR";
    }

    private static String italic(String text) {
        return text.isEmpty() ? "" : "\\fI" + escaped(text) + "\\fR";
    }

    /** A paragraph, in lines of a length that mandoc(1) likes: picocli's texts are formats with markup. */
    private static String text(String... description) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (String word : escaped(Ansi.OFF.string(String.format(String.join(" ", description))))
                .strip()
                .split("\\s+")) {
            boolean fits = column > 0 && column + word.length() < WIDTH;
            String shown = !fits && (word.startsWith(".") || word.startsWith("\\(aq")) ? "\\&" + word : word;
            text.append(fits ? " " : column > 0 ? "\n" : "").append(shown);
            column = (fits ? column + 1 : 0) + shown.length();
        }
        return text.toString();
    }

    /** Every character for itself, so that options can be copied from a page (groff_char(7)). */
    private static String escaped(String text) {
        return text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("`", "\\(ga")
                .replace("~", "\\(ti")
                .replace("^", "\\(ha");
    }

    /**
     * What help says at its end: examples, the lines that begin with spaces, and what else there is to say.
     *
     * @param examples in their order
     * @param notes    each a paragraph
     */
    private record Footer(List<Example> examples, List<String> notes) {

        /**
         * A command to copy.
         *
         * @param command as it is typed
         * @param about   what it does; empty when it says so itself
         */
        record Example(String command, String about) {
            private static Example of(String line) {
                String[] columns = line.strip().split(" {2,}", 2);
                return new Example(columns[0], columns.length == 1 ? "" : columns[1]);
            }
        }

        /** That of a command; in the annotation command and explanation stand apart by two spaces or more. */
        static Footer of(CommandSpec spec) {
            List<String> lines = Stream.of(spec.usageMessage().footer())
                    .map(Footer::formatted)
                    .toList();
            List<Example> examples = new ArrayList<>();
            List<String> notes = new ArrayList<>();
            for (String line : lines) {
                if (line.startsWith(" ")) {
                    examples.add(Example.of(line));
                } else if (!line.isBlank()) {
                    notes.add(line);
                }
            }
            return new Footer(List.copyOf(examples), List.copyOf(notes));
        }

        /** Picocli takes these texts as formats. */
        private static String formatted(String line) {
            return String.format(line);
        }
    }
}
