package aria.stack;

import aria.compose.Service;
import aria.preset.ListenerPorts;
import aria.preset.PortSource;
import aria.preset.Preset;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ports that a service's owner chose, which its listeners keep. */
final class OwnPorts {
    private OwnPorts() {}

    /** Returns the preset with each listener at the port that the service's settings say. Reads mounted files. */
    static Preset of(Preset preset, Service service) {
        return preset.listeners().stream()
                        .allMatch(listener -> listener.ownPort().isEmpty())
                ? preset
                : ListenerPorts.of(
                        preset,
                        preset.listeners().stream()
                                .map(listener -> port(listener, service)
                                        .map(listener::at)
                                        .orElse(listener))
                                .toList());
    }

    private static Optional<Integer> port(Preset.Listener listener, Service service) {
        return listener.ownPort().stream()
                .map(source -> said(source, service))
                .filter(OptionalInt::isPresent)
                .map(OptionalInt::getAsInt)
                .findFirst();
    }

    private static OptionalInt said(PortSource source, Service service) {
        Stream<OptionalInt> said = Stream.concat(
                source.commandWord().stream()
                        .flatMap(pattern -> CommandWords.withPairs(CommandWords.all(service))
                                .filter(word -> word.matches(pattern))
                                .map(word -> PortSource.last(pattern, word))),
                Stream.concat(
                        source.fileHas().stream()
                                .flatMap(text -> MountedFiles.texts(service, text).stream()
                                        .map(content -> PortSource.last(text.pattern(), content))),
                        source.environment().stream()
                                .map(name ->
                                        PortSource.number(service.environment().get(name)))));
        return said.filter(OptionalInt::isPresent)
                .collect(Collectors.reducing(OptionalInt.empty(), (one, last) -> last));
    }
}
