package aria.compose;

import aria.edit.SourceText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Finds the lines of service names; counts the lines of each file once. Safe for use by several threads. */
final class ServiceLines {
    /** A block mapping begins on the line after its key, unless comments stand between. */
    private static final int LINES_UP = 20;
    /** The line breaks of YAML but for CR. */
    private static final String BREAKS = "\n\u0085\u2028\u2029";

    private final Map<Path, SourceText> sources;
    private final Map<Path, int[]> starts = new ConcurrentHashMap<>();

    ServiceLines(Map<Path, SourceText> sources) {
        this.sources = sources;
    }

    /** The line of a service's name in the file that defines it, from 1. */
    int of(String service, List<Part> parts) {
        Part own = parts.stream().filter(part -> !part.inherited()).findFirst().orElseThrow();
        String text = sources.get(own.file()).text();
        int[] lines = starts.computeIfAbsent(own.file(), file -> starts(text));
        int value = Math.min(own.map().position().line(), lines.length);
        for (int line = value; line > 0 && line > value - LINES_UP; line--) {
            if (isKey(text, lines[line - 1], service)) {
                return line;
            }
        }
        return value;
    }

    private static int[] starts(String text) {
        IntStream.Builder starts = IntStream.builder().add(0);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' && !text.startsWith("\n", i + 1) || c != '\r' && BREAKS.indexOf(c) >= 0) {
                starts.add(i + 1);
            }
        }
        return starts.build().toArray();
    }

    /** Whether a name stands there, in quotes or without, and a colon behind it. */
    private static boolean isKey(String text, int lineStart, String name) {
        int at = skip(text, lineStart, " \t{\"'");
        if (!text.startsWith(name, at)) {
            return false;
        }
        int colon = skip(text, at + name.length(), " \t\"'");
        return colon < text.length() && text.charAt(colon) == ':';
    }

    private static int skip(String text, int from, String characters) {
        int at = from;
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}
