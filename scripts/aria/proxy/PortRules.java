package aria.proxy;

import aria.preset.Templates;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The data file of ports that are known although no address has them. */
final class PortRules {
    /**
     * A line of it.
     *
     * @param kind    its first word: what the pattern stands for
     * @param pattern its second word
     * @param ports   the others
     */
    record Rule(String kind, Pattern pattern, Set<Integer> ports) {}

    private final List<Rule> rules;

    PortRules() {
        rules = Templates.read("proxy/ports")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" +"))
                .map(words -> new Rule(
                        words[0],
                        Pattern.compile(words[1]),
                        Arrays.stream(words).skip(2).map(Integer::valueOf).collect(Collectors.toSet())))
                .toList();
    }

    /** Returns the lines of a kind. */
    Stream<Rule> of(String kind) {
        return rules.stream().filter(rule -> rule.kind().equals(kind));
    }

    /** Returns the lines of a kind whose pattern is the whole of a text. */
    Stream<Rule> matching(String kind, String text) {
        return of(kind).filter(rule -> rule.pattern().matcher(text).matches());
    }

    /** Returns the ports of the first line of a kind whose pattern is found in a text; empty when there is none. */
    Set<Integer> first(String kind, String text) {
        return of(kind).filter(rule -> rule.pattern().matcher(text).find())
                .findFirst()
                .map(Rule::ports)
                .orElse(Set.of());
    }
}
