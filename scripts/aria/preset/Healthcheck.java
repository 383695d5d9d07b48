package aria.preset;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A health check that would fail under mutual TLS: replaced by {@code test} when one of {@code breaks} fits.
 *
 * @param breaks regular expressions, looked for in its words with spaces between
 * @param needs the server's version from which on the test works; empty for every version
 */
public record Healthcheck(List<String> breaks, List<String> test, Optional<String> needs) {
    /** Whether a health check is to be replaced. */
    public boolean replaces(List<String> present, TemplateVariables variables) {
        String text = String.join(" ", present);
        return breaks.stream()
                .map(variables::fill)
                .anyMatch(broken -> Pattern.compile(broken).matcher(text).find());
    }
}
