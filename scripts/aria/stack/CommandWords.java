package aria.stack;

import aria.compose.Service;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The words of a service's command, and the flags among them. */
public final class CommandWords {
    private static final Pattern SHELL = Pattern.compile("(?:.*/)?(?:ba|da|a|z|k)?sh");
    private static final Pattern SCRIPT_OPTION = Pattern.compile("-[a-z]*c");
    private static final Pattern SCRIPT_WORDS = Pattern.compile("[\\s;&|<>()\"']+");

    private CommandWords() {}

    /** Returns the words of entrypoint and command, those of a shell's script each by itself. */
    public static List<String> all(Service service) {
        return without(service, List.of());
    }

    /**
     * Returns them without some.
     *
     * @param left each one a word, or several with a space between in a script
     */
    public static List<String> without(Service service, Collection<String> left) {
        return parts(service)
                .flatMap(part -> part.script()
                        ? SCRIPT_WORDS.splitAsStream(
                                left.stream().reduce(part.text(), (script, word) -> script.replace(word, "")))
                        : Stream.of(part.text()).filter(word -> !left.contains(word)))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Returns whether a word, or several with a space between, are among them as they are, or in a shell's script. */
    public static boolean has(Service service, String word) {
        return parts(service)
                .anyMatch(part ->
                        part.script() ? part.text().contains(word) : part.text().equals(word));
    }

    /** A word, or a shell's script. */
    private record Part(String text, boolean script) {}

    private static Stream<Part> parts(Service service) {
        List<String> all = Stream.concat(service.entrypoint().stream(), service.command().stream())
                .toList();
        return IntStream.range(0, all.size())
                .mapToObj(i -> new Part(
                        all.get(i),
                        i > 1
                                && SCRIPT_OPTION.matcher(all.get(i - 1)).matches()
                                && SHELL.matcher(all.get(i - 2)).matches()));
    }

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
        List<String> words = all(service);
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
