package lint;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Formats the files named on standard input. JBang's directives at the head of a file stay as they are. */
final class FormatFiles {
    private static final Pattern DIRECTIVE = Pattern.compile("//[A-Z_]+ .*");

    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    private FormatFiles() {}

    /** Takes {@code fix} or {@code check}; ends with 1 when a file is not in form and was not fixed. */
    public static void main(String[] arguments) {
        boolean fix = arguments[0].equals("fix");
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<Path> files =
                input.lines().filter(line -> !line.isBlank()).map(Path::of).toList();
        List<Path> different =
                files.parallelStream().filter(file -> differs(file, fix)).toList();
        if (!fix) {
            different.forEach(file -> System.err.println(file + ": not formatted. Run ./jbangw lint@aria --fix"));
        }
        System.exit(fix || different.isEmpty() ? 0 : 1);
    }

    private static boolean differs(Path file, boolean fix) {
        try {
            String text = Files.readString(file);
            String formatted = formatted(text);
            if (fix && !formatted.equals(text)) {
                Files.writeString(file, formatted);
            }
            return !formatted.equals(text);
        } catch (IOException | FormatterException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }

    private static String formatted(String text) throws FormatterException {
        String head = directives(text);
        String body = text.substring(head.length());
        String ordered = ImportOrderer.reorderImports(
                RemoveUnusedImports.removeUnusedImports(body), JavaFormatterOptions.Style.PALANTIR);
        return head + FORMATTER.formatSource(ordered);
    }

    /** Returns the comment lines before the code, if JBang reads one of them; line by line, for there are hundreds. */
    private static String directives(String text) {
        boolean found = false;
        int end = 0;
        for (String line : text.split("(?<=\n)")) {
            String words = line.strip();
            if (!words.isEmpty() && !words.startsWith("//")) {
                break;
            }
            found |= DIRECTIVE.matcher(words).matches();
            end += line.length();
        }
        return found ? text.substring(0, end) : "";
    }
}
