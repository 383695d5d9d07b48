package aria.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What help says at its end: examples, the lines that begin with spaces, and what else there is to say.
 *
 * @param examples in their order
 * @param notes    each a paragraph
 */
record Footer(List<Example> examples, List<String> notes) {

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
        List<String> lines =
                Stream.of(spec.usageMessage().footer()).map(Footer::formatted).toList();
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
