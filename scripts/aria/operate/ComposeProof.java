package aria.operate;

import aria.compose.FileEdit;
import aria.compose.ProjectFiles;
import aria.docker.ComposeCommand;
import aria.docker.ComposeFiles;
import aria.docker.MissingEngineException;
import aria.edit.EditErrors;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.finding.UnavailableException;
import aria.plan.StackPlan;
import aria.stack.Stack;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An additional proof of a plan by Docker Compose itself: its {@code config} before and after may differ only in what
 * the plan names. No engine is needed, and nothing of the user's is written: Compose reads a copy made of links, in
 * which only the edited files are real.
 */
public final class ComposeProof {
    private final ComposeCommand compose;

    private ComposeProof(ComposeCommand compose) {
        this.compose = compose;
    }

    /**
     * The proof by the Docker Compose of this machine.
     *
     * @throws MissingEngineException when there is none in version 2 or newer
     */
    public static ComposeProof byThisMachines() {
        ComposeCommand.Search search = ComposeCommand.search();
        return new ComposeProof(search.command()
                .orElseThrow(() -> new MissingEngineException(Finding.error(
                        FindingId.ENGINE_MISSING,
                        "Docker Compose 2 or newer is needed for --prove-with-compose: "
                                + String.join(", ", search.tried()),
                        Remedy.advice("install Docker Compose, for example the package docker-compose-plugin"),
                        Remedy.advice("leave --prove-with-compose out")))));
    }

    /**
     * Proves a plan.
     *
     * @throws RefusedException {@code unproven} when Compose refuses the project, before or after, or sees another
     *                          difference
     */
    public void require(Stack stack, StackPlan plan) {
        ProjectFiles files = plan.beside().orElse(stack.project().files());
        List<FileEdit> edits = plan.edits().stream()
                .filter(edit -> stack.project().sources().containsKey(edit.file())
                        || files.files().contains(edit.file()))
                .toList();
        if (edits.isEmpty()) {
            return;
        }
        Path copy = folder();
        try {
            Map<Path, FileEdit> byFile = edits.stream().collect(Collectors.toMap(FileEdit::file, edit -> edit));
            mirror(files.root(), copy, files.directory(), byFile);
            JsonObject before = config(
                    files,
                    stack,
                    copy,
                    path -> !byFile.containsKey(path) || !byFile.get(path).isNew(),
                    "as it is");
            for (FileEdit edit : edits) {
                Files.write(
                        inCopy(files, copy, edit.file()), edit.edit().after().bytes());
            }
            JsonObject after = config(files, stack, copy, path -> true, "as it would be");
            new ComposeDifference(edits).find(before, after).ifPresent(place -> {
                throw refused(
                        files, compose.typed() + " config would differ at " + place + ", which the plan does not name");
            });
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            delete(copy);
        }
    }

    private JsonObject config(ProjectFiles files, Stack stack, Path copy, Predicate<Path> there, String when) {
        List<Path> copied = files.files().stream()
                .filter(there)
                .map(file -> inCopy(files, copy, file))
                .toList();
        Optional<String> name = Optional.of(stack.project().name()).filter(text -> !text.isEmpty());
        try {
            return JsonParser.parseString(compose.configJsonOfAllProfiles(
                            new ComposeFiles(inCopy(files, copy, files.directory()), copied, name)))
                    .getAsJsonObject();
        } catch (UnavailableException refused) {
            throw refused(
                    files,
                    "Docker Compose could not check the file " + when + ": "
                            + refused.getMessage()
                                    .replace(copy.toString(), files.root().toString()));
        }
    }

    private static RefusedException refused(ProjectFiles files, String message) {
        return EditErrors.file(FindingId.UNPROVEN, files.label(files.files().get(0)), message);
    }

    /** The place of a file in the copy; a file outside the root is read where it is, and can't be an edited one. */
    private static Path inCopy(ProjectFiles files, Path copy, Path file) {
        return file.startsWith(files.root())
                ? copy.resolve(files.root().relativize(file).toString())
                : file;
    }

    /** Folders that lead to the project's or to an edited file are made, everything else in them is a link. */
    private static void mirror(Path from, Path to, Path directory, Map<Path, FileEdit> edits) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                Path copy = to.resolve(entry.getFileName().toString());
                boolean leads = Files.isDirectory(entry)
                        && (directory.startsWith(entry)
                                || edits.keySet().stream().anyMatch(file -> file.startsWith(entry)));
                if (leads) {
                    mirror(entry, copy, directory, edits);
                } else if (edits.containsKey(entry)) {
                    Files.write(copy, edits.get(entry).before().bytes());
                } else {
                    Files.createSymbolicLink(copy, entry);
                }
            }
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("aria-proof").toRealPath();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
