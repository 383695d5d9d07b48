package aria.stack;

import aria.preset.Templates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Programs that call services because of a label or a variable of theirs: proxies that read them from the engine. */
public final class LabelReaders {
    /**
     * A label or variable that tells such a program to call.
     *
     * @param kind   {@code label} or {@code environment}
     * @param name   regular expression on its name
     * @param title  the program's name for people
     * @param images regular expression on the images that are such a program
     */
    record Rule(String kind, Pattern name, String title, Pattern images) {}

    private final List<Rule> rules = new ArrayList<>();

    LabelReaders() {
        Templates.read("label-readers")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\\s+"))
                .forEach(words -> rules.add(new Rule(
                        words[0],
                        Pattern.compile(words[1]),
                        words[2],
                        Pattern.compile(String.join("|", Arrays.asList(words).subList(3, words.length))))));
    }

    /** Returns the rule for a label or a variable; empty when no program is known to read it, or when it says no. */
    Optional<Rule> rule(String kind, String name, String value) {
        boolean off = value.strip().equalsIgnoreCase("false")
                && name.toLowerCase(Locale.ROOT).endsWith("enable");
        return off
                ? Optional.empty()
                : rules.stream()
                        .filter(rule -> rule.kind().equals(kind)
                                && rule.name().matcher(name).matches())
                        .findFirst();
    }

    /** Returns whether a service is one of these programs. */
    public static boolean isReader(StackService service) {
        LabelReaders readers = new LabelReaders();
        return readers.rules.stream().anyMatch(rule -> readers.isReader(rule, service));
    }

    /** Returns whether a service is such a program. */
    boolean isReader(Rule rule, StackService service) {
        return service.service()
                .image()
                .filter(image -> rule.images().matcher(image).find())
                .isPresent();
    }
}
