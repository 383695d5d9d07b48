package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.ComposeChange.PutEnvironment;
import aria.compose.ComposeChange.RemoveEnvironment;
import aria.compose.Service;
import aria.preset.Preset;
import aria.preset.TemplateVariables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a preset's environment variables into changes of a service. */
final class EnvironmentPlan {
    private EnvironmentPlan() {}

    /** The changes that make the settings true; empty when they are. */
    static List<ComposeChange> changes(Service service, List<Preset.Variable> settings, TemplateVariables variables) {
        List<ComposeChange> changes = new ArrayList<>();
        Map<String, String> environment = service.environment();
        for (Preset.Variable setting : settings) {
            if (!applies(setting, environment)) {
                continue;
            }
            if (setting.remove()) {
                if (environment.containsKey(setting.name())) {
                    changes.add(new RemoveEnvironment(service.name(), setting.name(), setting.reason()));
                }
                continue;
            }
            String present = environment.get(setting.name());
            String wanted = wanted(setting, present, variables);
            if (wanted != null && !wanted.equals(present)) {
                changes.add(new PutEnvironment(
                        service.name(),
                        setting.name(),
                        wanted,
                        setting.value().isEmpty() && present != null,
                        setting.reason()));
            }
        }
        return changes;
    }

    /** Null when the variable stays as it is. */
    private static String wanted(Preset.Variable setting, String present, TemplateVariables variables) {
        if (setting.value().isPresent()) {
            return variables.fill(setting.value().get());
        }
        return setting.query().isEmpty()
                ? replaced(present, setting.replace())
                : withQuery(present, setting.query(), variables);
    }

    private static String replaced(String present, Map<String, String> parts) {
        String replaced = present;
        for (Map.Entry<String, String> part : parts.entrySet()) {
            replaced = replaced == null ? null : replaced.replace(part.getKey(), part.getValue());
        }
        return replaced;
    }

    private static boolean applies(Preset.Variable setting, Map<String, String> environment) {
        return setting.unlessSet().stream().noneMatch(environment::containsKey)
                && setting.ifSet().map(environment::containsKey).orElse(true);
    }

    /** The URL with these parameters in its query (RFC 3986, 3.4): given ones replaced, new ones at the end. */
    static String withQuery(String url, Map<String, String> parameters, TemplateVariables variables) {
        String base = url == null ? "" : url;
        int mark = base.indexOf('?');
        Map<String, String> query = new LinkedHashMap<>();
        if (mark >= 0) {
            for (String pair : base.substring(mark + 1).split("&")) {
                int equals = pair.indexOf('=');
                if (!pair.isEmpty()) {
                    query.put(
                            equals < 0 ? pair : pair.substring(0, equals),
                            equals < 0 ? null : pair.substring(equals + 1));
                }
            }
        }
        parameters.forEach((name, value) -> query.put(name, variables.fill(value)));
        List<String> pairs = new ArrayList<>();
        query.forEach((name, value) -> pairs.add(value == null ? name : name + "=" + value));
        return (mark < 0 ? base : base.substring(0, mark)) + "?" + String.join("&", pairs);
    }
}
