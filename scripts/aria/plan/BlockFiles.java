package aria.plan;

import static aria.finding.Remedy.advice;

import aria.compose.Service;
import aria.edit.EditErrors;
import aria.edit.SourceText;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.preset.Preset.BlockEdit;
import aria.stack.CommandWords;
import aria.stack.MountedFiles;
import aria.store.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The host's configuration files of a service; each is read once. */
final class BlockFiles {
    private static final String JSON_LISTENER = "\"listener\"";

    private final Service service;
    private final Path root;
    private final Map<Path, SourceText> sources = new HashMap<>();

    BlockFiles(Service service, Path root) {
        this.service = service;
        this.root = root;
    }

    /**
     * The files an edit is about, at least one.
     *
     * @throws RefusedException when there are none, or none that may be edited
     */
    List<Path> of(BlockEdit edit) {
        List<String> flagged = edit.pathFlags().stream()
                .flatMap(flag -> CommandWords.value(service, flag).stream())
                .toList();
        List<String> places = flagged.isEmpty() ? List.of(edit.path()) : flagged;
        List<Path> files =
                places.stream().flatMap(place -> at(place, "." + edit.format())).toList();
        if (edit.format().equals("hcl")) {
            places.stream().flatMap(place -> at(place, ".json")).forEach(this::refuseJson);
        }
        if (files.isEmpty()) {
            throw new RefusedException(
                    FindingId.CONFIG_IN_IMAGE,
                    places.get(0) + " is not mounted from the host, so this cannot be set there: " + edit.reason(),
                    advice("mount a file of your own there and run this again"));
        }
        files.forEach(this::requireInside);
        return files;
    }

    /** A file, or those in a folder that the server would read. */
    private Stream<Path> at(String place, String extension) {
        List<Path> file = MountedFiles.at(service, place);
        return file.isEmpty()
                ? MountedFiles.at(service, place.replaceFirst("/+$", "") + "/*" + extension).stream()
                : file.stream();
    }

    private void refuseJson(Path file) {
        if (file.getFileName().toString().endsWith(".json")
                && source(file).text().contains(JSON_LISTENER)) {
            throw EditErrors.file(
                    FindingId.CONFIG_INVALID,
                    source(file).file(),
                    "a listener the file is written as JSON, which cannot be edited here",
                    advice("write it as HCL"));
        }
    }

    /** @throws RefusedException {@code outside-project} */
    void requireInside(Path file) {
        try {
            if (!file.toRealPath().startsWith(root.toRealPath())) {
                throw EditErrors.file(
                        FindingId.OUTSIDE_PROJECT,
                        file.toString(),
                        "the file lies outside the project",
                        advice("make the change there yourself"));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The text of a file. */
    SourceText source(Path file) {
        return sources.computeIfAbsent(file, this::read);
    }

    private SourceText read(Path file) {
        try {
            return SourceText.of(root.relativize(file).toString(), InputFile.bytes(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
