package aria.preset;

import aria.finding.FindingId;
import aria.finding.RefusedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables of preset values and of generated files: {@code {{name}}}, and {@code {{env.NAME|default}}} for a
 * variable of the service's own environment. Before the name may stand what the value has to be, as in
 * {@code {{word env.NAME|default}}}. A variable of the environment has to say it, and so has every one in a generated
 * file: nothing that a value holds may mean anything where it is put.
 */
public final class TemplateVariables {
    private static final Pattern VARIABLE =
            Pattern.compile("\\{\\{(?:([a-z]+) )?([a-z_]+|env\\.([A-Za-z_][A-Za-z0-9_]*)\\|([^}]*))}}");

    /** What a value may be, by the word that asks for it. */
    private static final Map<String, Pattern> TYPES = Map.of(
            "word", Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*"),
            "clause", Pattern.compile("(?:[A-Za-z0-9_.=+-]+)?"),
            "port", Pattern.compile("[1-9][0-9]{0,4}"),
            "directive", Pattern.compile("(?: [a-z_]+ (?:/[A-Za-z0-9_.-]*)+;)?"),
            "path", Pattern.compile("(?:/[A-Za-z0-9_.-]*)+"),
            "comment", Pattern.compile("# [\\x20-\\x7e]*"));

    private final Map<String, String> values;
    private final Function<String, String> environment;

    /**
     * @param values      by name
     * @param environment the service's own variable by name, null where it is not set
     */
    public TemplateVariables(Map<String, String> values, Function<String, String> environment) {
        this.values = Map.copyOf(values);
        this.environment = environment;
    }

    /** These variables and some more; the new ones win. */
    public TemplateVariables with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(values);
        all.putAll(more);
        return new TemplateVariables(all, environment);
    }

    /**
     * The text of a generated file with every variable put in.
     *
     * @throws RefusedException when a variable is unknown or does not say what it is, or its value is not that
     */
    public String fillFile(String text) {
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1) == null) {
                throw new RefusedException(
                        FindingId.PRESET_INVALID, "the variable " + matcher.group() + " does not name its type");
            }
        }
        return fill(text);
    }

    /**
     * The text with every variable put in.
     *
     * @throws RefusedException when a variable is unknown, or its value is not what it has to be
     */
    public String fill(String text) {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value(matcher)));
        }
        return matcher.appendTail(filled).toString();
    }

    private String value(Matcher matcher) {
        String type = matcher.group(1);
        String name = matcher.group(3);
        if (name == null) {
            String value = values.get(matcher.group(2));
            if (value == null) {
                throw new RefusedException(
                        FindingId.PRESET_INVALID,
                        "the variable {{" + matcher.group(2) + "}} does not exist. The known variables are "
                                + values.keySet());
            }
            return type == null ? value : checked(matcher.group(2), type, value);
        }
        String own = environment.apply(name);
        return checked(name, type == null ? "" : type, own == null || own.isEmpty() ? matcher.group(4) : own);
    }

    private static String checked(String name, String type, String value) {
        Pattern pattern = TYPES.get(type);
        if (pattern == null) {
            throw new RefusedException(
                    FindingId.PRESET_INVALID, "the variable " + name + " has to be one of " + TYPES.keySet());
        }
        if (!pattern.matcher(value).matches()) {
            throw new UnfitValueException(name, type);
        }
        return value;
    }
}
