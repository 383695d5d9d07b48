package aria.preset;

import aria.finding.FindingId;
import aria.finding.RefusedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables of preset values and of generated files: {@code {{name}}}, and {@code {{env.NAME|default}}} for a variable of
 * the service's own environment.
 */
public final class TemplateVariables {
    private static final Pattern VARIABLE =
            Pattern.compile("\\{\\{([a-z_]+|env\\.([A-Za-z_][A-Za-z0-9_]*)\\|([^}]*))}}");

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
     * The text with every variable put in.
     *
     * @throws RefusedException when a variable is unknown
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
        if (matcher.group(2) != null) {
            String own = environment.apply(matcher.group(2));
            return own == null || own.isEmpty() ? matcher.group(3) : own;
        }
        String value = values.get(matcher.group(1));
        if (value == null) {
            throw new RefusedException(
                    FindingId.PRESET_INVALID,
                    "there is no variable {{" + matcher.group(1) + "}}; known are " + values.keySet());
        }
        return value;
    }
}
