package aria.compose;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.edit.SourceText;
import aria.edit.yaml.YamlValue;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.store.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files that loading a project may read: those that the user named, and those that they mention inside the
 * project's root, symlinks followed. Each is read once; together they are a snapshot. A replacement text takes the
 * place of the file on disk.
 */
final class ReadableFiles {
    private static final int FILES = 1000;
    private static final int TEXT_BYTES = 1 << 20;

    private final ProjectFiles project;
    private final Map<Path, SourceText> replacements;
    private final Map<Path, SourceText> sources = new LinkedHashMap<>();
    private final Map<Path, Optional<String>> texts = new ConcurrentHashMap<>();

    ReadableFiles(ProjectFiles project, Map<Path, SourceText> replacements) {
        this.project = project;
        this.replacements = replacements;
    }

    /** The compose files read so far, in reading order. */
    Map<Path, SourceText> sources() {
        return Collections.unmodifiableMap(sources);
    }

    String label(Path file) {
        return project.label(file);
    }

    /** A compose file that the user named. */
    SourceText named(Path file) {
        if (!replacements.containsKey(file)) {
            requireFile(file, label(file));
        }
        return read(file);
    }

    /**
     * Checks that there is something to read.
     *
     * @param label the file as the user would name it
     * @throws RefusedException {@code not-found}, or {@code limit} for a pipe, a device or a folder
     */
    static void requireFile(Path file, String label) {
        if (!Files.exists(file)) {
            throw EditErrors.file(FindingId.NOT_FOUND, label, "there is no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw EditErrors.file(FindingId.LIMIT, label, "this is not a regular file", advice("remove it"));
        }
    }

    /**
     * A compose file that another one mentions.
     *
     * @param mentioned where, for the refusal: a reader and a value
     * @throws RefusedException {@code outside-project}, {@code not-found}, {@code limit}
     */
    SourceText mentioned(Path file, Mention mentioned) {
        if (!isInside(file)) {
            throw mentioned.refuse(
                    FindingId.OUTSIDE_PROJECT,
                    label(file) + " lies outside " + project.root(),
                    advice("run the command in a folder that holds both"));
        }
        if (!Files.isRegularFile(file)) {
            throw mentioned.refuse(
                    FindingId.NOT_FOUND,
                    Files.exists(file) ? label(file) + " is not a regular file" : "there is no file " + label(file));
        }
        if (sources.size() >= FILES) {
            throw mentioned.refuse(FindingId.LIMIT, "more than " + FILES + " compose files in one project");
        }
        return read(file);
    }

    /** The text of a file that is no compose file; empty when it is missing, too large, or outside the root. */
    Optional<String> textIfInside(Path file) {
        return texts.computeIfAbsent(file.normalize(), path -> {
            try {
                boolean usable = isInside(path)
                        && Files.isRegularFile(path)
                        && Files.isReadable(path)
                        && Files.size(path) <= TEXT_BYTES;
                return usable
                        ? Optional.of(new String(InputFile.bytes(path), StandardCharsets.UTF_8))
                        : Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private SourceText read(Path file) {
        return sources.computeIfAbsent(file, path -> {
            try {
                if (replacements.containsKey(path)) {
                    return replacements.get(path);
                }
                if (Files.size(path) > SourceText.LIMIT) {
                    throw EditErrors.file(FindingId.LIMIT, label(path), "the file is larger than 64 MiB");
                }
                return SourceText.of(label(path), InputFile.bytes(path));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Whether the file lies under the root by name, and, when it exists, by its real place too. */
    boolean isInside(Path file) {
        Path path = file.toAbsolutePath().normalize();
        if (!path.startsWith(project.root())) {
            return false;
        }
        try {
            return !Files.exists(path)
                    || path.toRealPath().startsWith(project.root().toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A place in a compose file that mentions another file. */
    record Mention(String file, YamlValue value) {
        RefusedException refuse(FindingId id, String message, Remedy... remedies) {
            return EditErrors.at(id, file, value.position(), message, remedies);
        }
    }
}
