package aria.verify.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;

/**
 * What an image build sends along: a folder, without what its {@code .dockerignore} names.
 *
 * @param folder the build's context
 * @param rules  of its {@code .dockerignore}, in their order
 */
record BuildContext(Path folder, List<Rule> rules) {

    /** A line: what it names, and whether it takes that in again. */
    private record Rule(PathMatcher names, boolean again) {}

    /** Reads the folder's {@code .dockerignore}; a folder without one sends everything. */
    static BuildContext read(Path folder) {
        Path file = folder.resolve(".dockerignore");
        List<Rule> rules = new ArrayList<>();
        try {
            for (String line : Files.isRegularFile(file) ? Files.readAllLines(file) : List.<String>of()) {
                String text = line.strip();
                boolean again = text.startsWith("!");
                String pattern = text.substring(again ? 1 : 0).replaceAll("^/+|(?:/\\*\\*)?/*$", "");
                if (!pattern.isEmpty() && !text.startsWith("#")) {
                    rules.add(new Rule(matcher(pattern), again));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
        return new BuildContext(folder, rules);
    }

    /** What Java does not take for a pattern is only itself. */
    private static PathMatcher matcher(String pattern) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException literal) {
            return path -> path.toString().equals(pattern);
        }
    }

    /** Whether a file comes along; of the rules that name it or a folder of it, the last one counts. */
    boolean takes(Path file) {
        if (!file.startsWith(folder)) {
            return false;
        }
        Path inside = folder.relativize(file);
        boolean takes = true;
        for (Rule rule : rules) {
            boolean named = IntStream.rangeClosed(1, inside.getNameCount())
                    .anyMatch(length -> rule.names().matches(inside.subpath(0, length)));
            takes = named ? rule.again() : takes;
        }
        return takes;
    }
}
