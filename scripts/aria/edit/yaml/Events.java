package aria.edit.yaml;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.edit.Offsets;
import aria.edit.Position;
import aria.edit.SourceText;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.ScannerImpl;

/**
 * The events of a file. Comments are not parsed, because with them SnakeYAML rejects valid files (a comment between
 * an anchor and its block) and moves the marks of empty values.
 */
record Events(Supplier<Event> source, Offsets offsets) {
    /** Tabs after a colon are read again one by one; nobody writes more of them. */
    private static final int TAB_LIMIT = 200;

    /** From here on, in UTF-16 units, a second thread pays. */
    private static final int LARGE = 1 << 18;

    private static final int LONGEST_WORD = 1 << 17;

    static {
        // YAML 1.2 and JSON have this escape, and SnakeYAML is for 1.1.
        ScannerImpl.ESCAPE_REPLACEMENTS.put('/', "/");
    }

    private static ParserImpl parser(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(SourceText.LIMIT);
        options.setProcessComments(false);
        return new ParserImpl(new StreamReader(text), options);
    }

    private static <T> T read(String text, Offsets offsets, Function<Events, T> use) {
        ParserImpl parser = parser(text);
        if (text.length() < LARGE) {
            return use.apply(new Events(parser::getEvent, offsets));
        }
        try (EventsAhead ahead = new EventsAhead(parser::getEvent)) {
            return use.apply(new Events(ahead::next, offsets));
        }
    }

    /**
     * Reads a file to the end.
     *
     * <p>{@code key:<TAB>value} is valid for Compose and not for SnakeYAML: such a tab is read as a blank, and offsets
     * stay.
     *
     * @throws RefusedException {@code template} or {@code yaml-invalid} with the place
     */
    static <T> T of(SourceText source, Function<Events, T> use) {
        String text = source.text();
        Offsets offsets = new Offsets(text);
        requireWords(source, offsets);
        for (int tabs = 0; ; tabs++) {
            try {
                return read(text, offsets, use);
            } catch (MarkedYAMLException e) {
                int tab = tabAfterColon(text, offsets, e.getProblemMark());
                if (tab < 0 || tabs == TAB_LIMIT) {
                    throw refused(source, e);
                }
                text = text.substring(0, tab) + ' ' + text.substring(tab + 1);
            } catch (ReaderException e) {
                int offset = offsets.utf16(Math.min(e.getPosition(), text.codePointCount(0, text.length())));
                throw EditErrors.at(
                        FindingId.YAML_INVALID,
                        source.file(),
                        offsets.position(offset),
                        "a character that YAML does not allow",
                        advice("remove it"));
            } catch (IllegalArgumentException e) {
                // SnakeYAML's answer to an escape without its digits at the end of a file
                throw EditErrors.file(
                        FindingId.YAML_INVALID,
                        source.file(),
                        "not valid YAML: unknown escape sequence; Compose refuses it too",
                        e);
            } catch (YAMLException e) {
                throw EditErrors.file(FindingId.LIMIT, source.file(), "too large for a YAML file", e);
            }
        }
    }

    /** SnakeYAML takes time with the square of a word's length. */
    private static void requireWords(SourceText source, Offsets offsets) {
        String text = source.text();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) <= ' ') {
                if (i - start > LONGEST_WORD) {
                    throw EditErrors.at(
                            FindingId.LIMIT,
                            source.file(),
                            offsets.position(start),
                            "a word of more than " + LONGEST_WORD + " characters",
                            advice("break the line, or keep the value in a file of its own"));
                }
                start = i + 1;
            }
        }
    }

    Event next() {
        return source.get();
    }

    private static int tabAfterColon(String text, Offsets offsets, Mark mark) {
        int at = mark == null ? -1 : offsets.utf16(mark.getIndex());
        return at > 0 && at < text.length() && text.charAt(at) == '\t' && text.charAt(at - 1) == ':' ? at : -1;
    }

    /** Returns the refusal of a file that begins to be YAML when a template engine has rendered it. */
    static RefusedException template(String file, Position place) {
        return EditErrors.at(
                FindingId.TEMPLATE, file, place, "the file is a template, not YAML", advice("patch the rendered file"));
    }

    private static RefusedException refused(SourceText source, MarkedYAMLException e) {
        Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
        int line = mark == null ? 0 : mark.getLine() + 1;
        int column = mark == null ? 0 : mark.getColumn() + 1;
        Position template = template(source.text(), line, column);
        if (template != null) {
            return template(source.file(), template);
        }
        if (isTab(source.text(), line, column)) {
            return EditErrors.at(
                    FindingId.YAML_INVALID,
                    source.file(),
                    new Position(line, column),
                    "not valid YAML: a tab indents this line",
                    advice("indent it with spaces"));
        }
        return EditErrors.at(
                FindingId.YAML_INVALID,
                source.file(),
                new Position(line, column),
                "not valid YAML: " + oneLine(e.getProblem()) + "; Compose refuses it too");
    }

    private static boolean isTab(String text, int line, int column) {
        return text.lines()
                .skip(Math.max(0, line - 1))
                .findFirst()
                .filter(content -> content.length() >= column
                        && column > 0
                        && content.charAt(column - 1) == '\t'
                        && content.substring(0, column).isBlank())
                .isPresent();
    }

    /** The place of the template syntax that the parser fell over: in its line, or on a line of its own before. */
    private static Position template(String text, int line, int column) {
        int number = 0;
        for (String content : (Iterable<String>) text.lines()::iterator) {
            number++;
            boolean starts = content.strip().startsWith("{{") || content.strip().startsWith("{%");
            if (number == line && (content.contains("{{") || content.contains("{%"))) {
                return new Position(line, column);
            } else if (starts) {
                return new Position(number, content.indexOf('{') + 1);
            }
        }
        return null;
    }

    private static String oneLine(String problem) {
        return problem == null ? "it cannot be parsed" : problem.replaceAll("\\s+", " ");
    }
}
