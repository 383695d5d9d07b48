package aria.stack;

import aria.preset.Templates;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Programs that call services because of a label or a variable of theirs: proxies that read them from the engine. */
public final class LabelReaders {
    private static final String PORT = "port";

    /**
     * A label or variable that tells such a program to call.
     *
     * @param kind    {@code label} or {@code environment}; {@code network} for a label that says at which network
     * @param name    regular expression on its name
     * @param purpose {@code web} for a proxy that brings requests from outside, {@code port} when the value is the port
     *                that it calls, {@code other}
     * @param title   the program's name for people
     * @param images  regular expression on the images that are such a program
     */
    record Rule(String kind, Pattern name, String purpose, String title, Pattern images) {
        /** Returns the port that the program calls, where the value says it. */
        Optional<Integer> port(String value) {
            return purpose.equals(PORT) && value.strip().matches("\\d{1,5}")
                    ? Optional.of(Integer.valueOf(value.strip()))
                    : Optional.empty();
        }

        private boolean isWeb() {
            return !purpose.equals("other");
        }
    }

    /** The list of them, read once: a plan asks for each service and each call. */
    private static final class Known {
        private static final List<Rule> RULES = Templates.read("label-readers")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\\s+", -1))
                .map(words -> new Rule(
                        words[0],
                        Pattern.compile(words[1]),
                        words[2],
                        words[3],
                        Pattern.compile(String.join("|", Arrays.asList(words).subList(4, words.length)))))
                .toList();
    }

    private final List<Rule> rules = Known.RULES;

    /** Returns the rule for a label or a variable; empty when no program is known to read it, or when it says no. */
    Optional<Rule> rule(String kind, String name, String value) {
        boolean off = value.strip().equalsIgnoreCase("false")
                && name.toLowerCase(Locale.ROOT).endsWith("enable");
        return off ? Optional.empty() : rule(kind, name);
    }

    private Optional<Rule> rule(String kind, String name) {
        return rules.stream()
                .filter(rule ->
                        rule.kind().equals(kind) && rule.name().matcher(name).matches())
                .findFirst();
    }

    private Optional<Rule> rule(Edge call) {
        String kind = call.evidence().kind() == Edge.Kind.LABELS ? "label" : "environment";
        return call.evidence().kind() == Edge.Kind.LABELS || call.isVariable()
                ? rule(kind, call.evidence().name())
                : Optional.empty();
    }

    /**
     * Returns whether a call is that of a proxy which finds the service by its labels or variables and brings it requests
     * from outside.
     */
    public boolean isOfWebProxy(Edge call) {
        return rule(call).filter(Rule::isWeb).isPresent();
    }

    /**
     * Returns the call of a proxy that finds a service by its labels and brings it requests from outside; empty when
     * there is none, when others call the service too, or when it speaks other protocols than HTTP.
     */
    public Optional<Edge> entrance(Stack stack, StackService service) {
        List<Edge> calls = stack.edges().stream()
                .filter(call -> call.server().equals(service.name())
                        && call.evidence().kind() != Edge.Kind.PORTS
                        && !(call.outside() && call.evidence().kind() == Edge.Kind.OBSERVED))
                .toList();
        boolean page = service.preset()
                .filter(preset -> !preset.listeners().stream()
                        .allMatch(listener ->
                                listener.optional() || listener.protocol().equals("https")))
                .isEmpty();
        List<Edge> routed = calls.stream().filter(this::isOfWebProxy).toList();
        Set<String> here = routed.stream()
                .filter(call -> !call.outside())
                .map(Edge::caller)
                .collect(Collectors.toSet());
        return page && calls.stream().allMatch(call -> routed.contains(call) || isBeside(call, here))
                ? routed.stream().findFirst()
                : Optional.empty();
    }

    /** A proxy of the stack may also wait for the service or name it in a file. Labels of other kinds ask for more. */
    private static boolean isBeside(Edge call, Set<String> proxies) {
        return proxies.contains(call.caller()) && call.evidence().kind() != Edge.Kind.LABELS;
    }

    /** Returns the label that names the network at which the caller looks for the service; empty when it has none. */
    public Optional<String> networkLabel(Edge call) {
        return rule(call)
                .flatMap(found -> rules.stream()
                        .filter(rule ->
                                rule.kind().equals("network") && rule.title().equals(found.title()))
                        .map(rule -> rule.name().pattern().replace("\\", ""))
                        .findFirst());
    }

    /** Returns whether a service is one of these programs. */
    public static boolean isReader(StackService service) {
        return isOne(service, rule -> true);
    }

    /** Returns whether a service is one of those that bring requests from outside. */
    public static boolean isWebProxy(StackService service) {
        return isOne(service, Rule::isWeb);
    }

    private static boolean isOne(StackService service, Predicate<Rule> which) {
        LabelReaders readers = new LabelReaders();
        return readers.rules.stream().filter(which).anyMatch(rule -> readers.isReader(rule, service));
    }

    /** Returns whether a service is such a program. */
    boolean isReader(Rule rule, StackService service) {
        return service.service()
                .image()
                .filter(image -> rule.images().matcher(image).find())
                .isPresent();
    }
}
