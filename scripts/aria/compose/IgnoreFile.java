package aria.compose;

import aria.edit.SourceText;
import aria.finding.RefusedException;
import aria.store.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;

/**
 * A {@code .dockerignore}: what a build leaves out of what it sends along.
 *
 * @param path   the file; absolute, it need not exist
 * @param folder against which its lines are meant
 * @param source its text; empty when there is no such file
 */
public record IgnoreFile(Path path, Path folder, Optional<SourceText> source) {
    private static final Pattern LITERAL = Pattern.compile("[\\w.][\\w./ -]*(?<! )");

    /** A line: what it names, and whether it takes that in again. */
    private record Rule(PathMatcher names, boolean again) {}

    /** Reads the file where it is one; one that is not text leaves nothing out. */
    static IgnoreFile read(Path path, Path folder) {
        try {
            return new IgnoreFile(
                    path,
                    folder,
                    Files.isRegularFile(path)
                            ? Optional.of(SourceText.of(path.toString(), InputFile.bytes(path)))
                            : Optional.empty());
        } catch (RefusedException notText) {
            return new IgnoreFile(path, folder, Optional.empty());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(path + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Whether a file is left out; of the lines that name it or a folder of it, the last one counts. */
    public boolean leavesOut(Path file) {
        Path inside = folder.relativize(file);
        boolean out = false;
        for (Rule rule : rules()) {
            boolean named = IntStream.rangeClosed(1, inside.getNameCount())
                    .anyMatch(length -> rule.names().matches(inside.subpath(0, length)));
            out = named ? !rule.again() : out;
        }
        return out;
    }

    /** Returns the line that leaves a folder out; empty when its name has to be quoted, which not every builder reads alike. */
    public Optional<String> line(Path left) {
        return Optional.of(folder.relativize(left).toString())
                .filter(line -> LITERAL.matcher(line).matches());
    }

    /** Whether a line can be added: the file is a plain one, or can be made. */
    public boolean canBeExtended() {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .isRegularFile()
                    && source.isPresent()
                    && Files.isWritable(path);
        } catch (IOException absent) {
            return Files.notExists(path, LinkOption.NOFOLLOW_LINKS) && Files.isWritable(folder);
        }
    }

    private List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        for (String line : source.map(SourceText::text).orElse("").split("\\R")) {
            String text = line.strip();
            boolean again = text.startsWith("!");
            String pattern = text.substring(again ? 1 : 0).replaceAll("^/+|(?:/\\*\\*)?/*$", "");
            if (!pattern.isEmpty() && !text.startsWith("#")) {
                rules.add(new Rule(matcher(pattern), again));
            }
        }
        return rules;
    }

    /** What Java does not take for a pattern is only itself. */
    private static PathMatcher matcher(String pattern) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException literal) {
            return path -> path.toString().equals(pattern);
        }
    }
}
