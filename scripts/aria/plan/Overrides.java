package aria.plan;

import aria.compose.Service;
import aria.preset.Preset;
import aria.preset.TemplateVariables;
import aria.stack.MountedFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a service's own settings put in the place of ours: a mount over a file that is delivered, and a flag behind one of
 * the preset's, of which the last counts. The files would say that the server requires certificates, and it would not.
 */
final class Overrides {
    private Overrides() {}

    /** Returns the first of them, as a message; empty when there is none. */
    static Optional<String> of(Service service, Preset preset, TemplateVariables variables) {
        return mounted(service, preset).or(() -> repeated(service, preset, variables));
    }

    private static Optional<String> mounted(Service service, Preset preset) {
        List<Path> delivered = preset.files().isEmpty()
                ? List.of(Path.of(StackOptions.CERTS))
                : List.of(Path.of(StackOptions.CERTS), Path.of(StackOptions.CONFIGS));
        return MountedFiles.targets(service)
                .filter(target -> delivered.stream().anyMatch(folder -> isBelow(target, folder)))
                .findFirst()
                .map(target -> "something is mounted at " + target + ", over what aria delivers there");
    }

    private static boolean isBelow(String target, Path folder) {
        Path path = Path.of(target).normalize();
        return path.startsWith(folder) && !path.equals(folder);
    }

    private static Optional<String> repeated(Service service, Preset preset, TemplateVariables variables) {
        List<String> words = Stream.concat(service.entrypoint().stream(), service.command().stream())
                .toList();
        return preset.compose().command().append().stream()
                .map(variables::fill)
                .filter(word -> word.contains(" ") && words.contains(word))
                .flatMap(word -> later(words, word).stream())
                .findFirst()
                .map(word ->
                        "its command has `" + word + "` behind the same flag of the preset, and the last one counts");
    }

    private static Optional<String> later(List<String> words, String ours) {
        String flag = ours.substring(0, ours.indexOf(' '));
        return words.subList(words.lastIndexOf(ours) + 1, words.size()).stream()
                .filter(word -> word.equals(flag) || word.startsWith(flag + " "))
                .findFirst();
    }
}
