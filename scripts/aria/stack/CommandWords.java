package aria.stack;

import aria.compose.Service;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The words of a service's command, and the flags among them. */
public final class CommandWords {
    private CommandWords() {}

    /** Returns the words, and each two that follow each other with a space between; in their order. */
    public static Stream<String> withPairs(List<String> words) {
        return IntStream.range(0, words.size())
                .boxed()
                .flatMap(i -> i == 0
                        ? Stream.of(words.get(i))
                        : Stream.of(words.get(i - 1) + " " + words.get(i), words.get(i)));
    }

    /** Returns the value of the first of these flags that is given; empty when none is. */
    public static Optional<String> value(Service service, List<String> flags) {
        return flags.stream().flatMap(flag -> value(service, flag).stream()).findFirst();
    }

    /** Returns the value of a flag, written {@code --flag=value} or {@code --flag value}; empty when it is not given. */
    public static Optional<String> value(Service service, String flag) {
        List<String> words = service.command();
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).startsWith(flag + "=")) {
                return Optional.of(words.get(i).substring(flag.length() + 1));
            }
            if (words.get(i).equals(flag) && i + 1 < words.size()) {
                return Optional.of(words.get(i + 1));
            }
        }
        return Optional.empty();
    }
}
