package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.ComposeChange.AddEnvFile;
import aria.compose.ComposeChange.PutEnvironment;
import aria.compose.ComposeProject;
import aria.compose.GeneratedEnvFile;
import aria.stack.StackService;
import aria.store.FileMode;
import aria.store.FileWrite;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The changes that a service needs in its env files: a value there is never copied into a compose file, but completed
 * in an env file of ours.
 */
final class EnvFile {
    private final String service;
    private final Set<String> names;
    private final Path file;

    EnvFile(StackService planned, ComposeProject project, StackOptions options) {
        this.service = planned.name();
        this.names = project.fromEnvFiles(service);
        this.file = options.layout().generatedFolder(service).resolve(GeneratedEnvFile.NAME);
    }

    /** Whether the service has variables from env files at all. */
    boolean concerned() {
        return !names.isEmpty();
    }

    /** Returns the changes with one that names our env file in the place of those that would copy a value. */
    List<ComposeChange> instead(List<ComposeChange> changes) {
        if (names.isEmpty() || changes.stream().noneMatch(this::copies)) {
            return changes;
        }
        List<ComposeChange> safe = new ArrayList<>(changes);
        safe.removeIf(this::copies);
        safe.add(new AddEnvFile(service, file, "completes the values of its env_file, without a copy here"));
        return safe;
    }

    /** Returns the file that the changes need; empty when they copy nothing, or the user has taken the file over. */
    Optional<PlannedFile> file(List<ComposeChange> changes) {
        Map<String, String> values = new LinkedHashMap<>();
        changes.stream()
                .filter(this::copies)
                .map(PutEnvironment.class::cast)
                .forEach(put -> values.put(put.name(), put.value()));
        if (values.isEmpty() || GeneratedHeader.takenOver(file)) {
            return Optional.empty();
        }
        byte[] text =
                GeneratedEnvFile.text(GeneratedHeader.line(service), values).getBytes(StandardCharsets.UTF_8);
        return Optional.of(PlannedFile.of(
                new FileWrite(file, text, Optional.of(FileMode.SECRET), Optional.of(FileMode.PUBLIC_DIR)),
                String.join(", ", values.keySet()) + " of " + service + ", completed"));
    }

    private boolean copies(ComposeChange change) {
        return change instanceof PutEnvironment put && put.derived() && names.contains(put.name());
    }
}
