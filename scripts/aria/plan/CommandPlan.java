package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.ComposeChange.AppendCommand;
import aria.compose.ComposeChange.ReplaceCommandWord;
import aria.compose.Service;
import aria.preset.Preset;
import aria.preset.TemplateVariables;
import aria.stack.CommandWords;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns a preset's command settings into changes of a service. */
final class CommandPlan {
    private CommandPlan() {}

    /**
     * The changes that make the command what the preset asks for; empty when it is.
     *
     * @param forCalls words that the service's calls need, beside those
     */
    static List<ComposeChange> changes(
            Service service, Preset preset, Collection<String> forCalls, TemplateVariables variables) {
        Preset.Command wanted = preset.compose().command();
        List<ComposeChange> changes = new ArrayList<>();
        for (String word : service.command()) {
            String replacement = wanted.replace().get(word);
            if (replacement != null) {
                changes.add(new ReplaceCommandWord(
                        service.name(),
                        word,
                        replacement,
                        "`" + word + "` becomes `" + replacement + "`: the former leaves plaintext open"));
            }
        }
        List<String> missing = Stream.concat(wanted.append().stream(), forCalls.stream())
                .map(variables::fill)
                .filter(word -> !CommandWords.has(service, word))
                .toList();
        if (!missing.isEmpty()) {
            changes.add(new AppendCommand(
                    service.name(),
                    missing,
                    wanted.defaults(),
                    preset.title() + " serves and requires certificates by these flags"));
        }
        return changes;
    }

    /**
     * The user's own words: of entrypoint and command, or the image's where there is none, without the words that the
     * preset appends.
     */
    static List<String> ownWords(Service service, Preset preset, TemplateVariables variables) {
        List<String> ours = preset.compose().command().append().stream()
                .map(variables::fill)
                .toList();
        boolean images = service.command().isEmpty() && service.entrypoint().isEmpty();
        return images ? preset.compose().command().defaults() : CommandWords.without(service, ours);
    }

    /** A flag of the user's that gives one of the preset's flags another value; empty when none does. */
    static Optional<String> conflict(Service service, Preset preset, TemplateVariables variables) {
        List<String> flags = preset.compose().command().append().stream()
                .map(variables::fill)
                .filter(word -> word.contains("="))
                .map(word -> word.substring(0, word.indexOf('=') + 1))
                .toList();
        return ownWords(service, preset, variables).stream()
                .filter(word -> flags.stream()
                        .anyMatch(flag -> word.startsWith(flag) || word.startsWith(flag.replaceFirst("^--", ""))))
                .findFirst();
    }
}
