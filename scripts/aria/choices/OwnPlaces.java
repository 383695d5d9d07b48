package aria.choices;

import aria.edit.ToolFolders;
import aria.finding.RefusedException;
import aria.store.InputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Which folders and files a project's choices may name for what is generated: a choice may be an attacker's, and what
 * is written there must not be read by another tool.
 *
 * @param project the folder that no path leaves
 * @param folder  that of the choices
 */
record OwnPlaces(Path project, Path folder) {
    private static final Set<String> TOOLS = Set.of(
            ".git",
            ".github",
            ".gitlab",
            ".gitea",
            ".forgejo",
            ".circleci",
            ".husky",
            ".vscode",
            ".idea",
            ".config",
            ".ssh",
            ".gnupg",
            ".aws",
            ".kube",
            ".docker",
            ".devcontainer",
            ".venv",
            ".mvn",
            ".m2",
            ".gradle",
            ".jbang");

    /** What Docker Compose reads first. */
    private static final Pattern COMPOSE = Pattern.compile("(docker-)?compose\\.ya?ml");

    private static final Pattern YAML = Pattern.compile(".+\\.ya?ml");

    /** What every override file of ours has: a service that delivers a key, with a label since version 0.2. */
    private static final Pattern OURS = Pattern.compile("aria\\.role|/mtls/init\\.sh");

    /** Returns what is wrong with a folder for files of ours; empty when nothing is. */
    Optional<String> folderProblem(Path path) {
        if (forms(path).anyMatch(form -> form.equals(project) || form.equals(folder))) {
            return Optional.of("is the project's folder; name a folder in it");
        }
        return forms(path).flatMap(this::names).anyMatch(TOOLS::contains)
                ? Optional.of("is in a folder of another tool")
                : Optional.empty();
    }

    /**
     * Returns what is wrong with an override file; empty when nothing is.
     *
     * @param files those that the choices name as the project's
     */
    Optional<String> overrideProblem(Path path, List<Path> files) {
        if (forms(path).anyMatch(form -> !YAML.matcher(name(form)).matches())) {
            return Optional.of("is not the name of a YAML file");
        }
        if (forms(path).anyMatch(form -> ToolFolders.hold(project.relativize(form)))) {
            return Optional.of("is in a folder of another tool");
        }
        if (forms(path)
                .anyMatch(form ->
                        files.contains(form) || COMPOSE.matcher(name(form)).matches())) {
            return Optional.of("is a compose file of the project");
        }
        return Files.exists(path) && !isOurs(path)
                ? Optional.of("is a file that aria did not write")
                : Optional.empty();
    }

    private static boolean isOurs(Path file) {
        try {
            String text = InputFile.text(file);
            return text.strip().equals("services:") || OURS.matcher(text).find();
        } catch (IOException | RefusedException notText) {
            return false;
        }
    }

    /** A path as it is named, and where links lead, as far as it exists. */
    private Stream<Path> forms(Path path) {
        Path there = path;
        while (there.getParent() != null && Files.notExists(there)) {
            there = there.getParent();
        }
        try {
            Path real = there.toRealPath().resolve(there.relativize(path)).normalize();
            Path top = project.toRealPath();
            return Stream.of(path, real.startsWith(top) ? project.resolve(top.relativize(real)) : real);
        } catch (IOException unreadable) {
            return Stream.of(path);
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private Stream<String> names(Path path) {
        Path shown = path.startsWith(project) ? project.relativize(path) : path;
        return StreamSupport.stream(shown.spliterator(), false).map(Path::toString);
    }
}
