package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.ComposeChange.AppendCommand;
import aria.compose.ComposeChange.RemoveCommandWord;
import aria.compose.ComposeChange.ReplaceCommandWord;
import aria.compose.Service;
import aria.preset.ListReaders;
import aria.preset.ListSettings;
import aria.preset.Preset;
import aria.preset.TemplateVariables;
import aria.stack.CommandWords;
import aria.stack.Stack;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns a preset's command settings into changes of a service. */
final class CommandPlan {
    private static final Pattern FLAG = Pattern.compile("--[^= ]+[= ]|-[^-](?=.)");

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
        changes.addAll(listsOff(service, preset, variables));
        List<String> missing = new ArrayList<>();
        Map<String, String> altered = altered(service, preset, forCalls, variables);
        Stream.concat(wanted.append().stream(), forCalls.stream())
                .map(variables::fill)
                .filter(word -> !CommandWords.has(service, word))
                .forEach(word -> {
                    if (altered.containsKey(word)) {
                        changes.add(new ReplaceCommandWord(
                                service.name(),
                                altered.get(word),
                                word,
                                "`" + altered.get(word) + "` becomes `" + word + "`: this flag was added here, and has"
                                        + " another value now"));
                    } else {
                        missing.add(word);
                    }
                });
        if (!missing.isEmpty()) {
            changes.add(new AppendCommand(
                    service.name(),
                    missing,
                    wanted.defaults(),
                    preset.title() + " serves and requires certificates by these flags"));
        }
        return changes;
    }

    /** A word that names the lists beside our certificate was added here, whoever edited the file since. */
    private static List<ComposeChange> listsOff(Service service, Preset preset, TemplateVariables variables) {
        return ListReaders.unwanted(preset).map(ListSettings::append).orElse(List.of()).stream()
                .map(variables::fill)
                .filter(service.command()::contains)
                .<ComposeChange>map(word -> new RemoveCommandWord(
                        service.name(), word, "`" + word + "` goes: servers read no revocation lists here (crl: off)"))
                .toList();
    }

    /**
     * The user's own words: of entrypoint and command, or the image's where there is none, without the words that the
     * preset appends.
     */
    static List<String> ownWords(Service service, Preset preset, TemplateVariables variables) {
        List<String> ours = Stream.concat(
                        preset.compose().command().append().stream().map(variables::fill),
                        altered(service, preset, List.of(), variables).values().stream())
                .toList();
        boolean images = service.command().isEmpty() && service.entrypoint().isEmpty();
        return images ? preset.compose().command().defaults() : CommandWords.without(service, ours);
    }

    /**
     * Flags that an earlier plan added, by the word that they have to be, where they have another value by now. They
     * are known by another word of the preset beside them, and by the certificate that the service is given.
     */
    private static Map<String, String> altered(
            Service service, Preset preset, Collection<String> forCalls, TemplateVariables variables) {
        List<String> wanted = Stream.concat(preset.compose().command().append().stream(), forCalls.stream())
                .map(variables::fill)
                .toList();
        boolean secured = service.mounts().stream()
                        .anyMatch(mount -> mount.target().equals(StackOptions.CERTS)
                                && String.valueOf(mount.source()).endsWith(Stack.VOLUME_SUFFIX))
                && wanted.stream().anyMatch(service.command()::contains);
        Map<String, String> altered = new LinkedHashMap<>();
        if (secured) {
            for (String word : wanted) {
                flag(word)
                        .filter(flag -> !service.command().contains(word))
                        .flatMap(flag -> service.command().stream()
                                .filter(there -> there.startsWith(flag) && there.length() > flag.length())
                                .filter(there -> !wanted.contains(there) && !altered.containsValue(there))
                                .findFirst())
                        .ifPresent(there -> altered.put(word, there));
            }
        }
        return altered;
    }

    /** A word up to its value, {@code --ssl_ca_file=}, {@code --tls-port }, {@code -c}; empty without a value. */
    private static Optional<String> flag(String word) {
        Matcher flag = FLAG.matcher(word);
        return flag.lookingAt() ? Optional.of(flag.group()) : Optional.empty();
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
